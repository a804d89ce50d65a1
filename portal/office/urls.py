from django.urls import path

from portal.office import (
    act,
    assigning,
    clock,
    desk,
    dossier,
    ledger,
    money,
    notices,
    papers,
    procedures,
    recalculating,
    sign_in,
    voices,
)

app_name = "office"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("dang-nhap/", sign_in.sign_in, name="sign-in"),
    path("dang-xuat/", sign_in.sign_out, name="sign-out"),
    path("ho-so/<uuid:dossier_id>/", dossier.dossier, name="dossier"),
    path("ho-so/<uuid:dossier_id>/thoi-han/", clock.clock, name="clock"),
    path("ho-so/<uuid:dossier_id>/tin/", ledger.ledger, name="ledger"),
    path("ho-so/<uuid:dossier_id>/tep/<uuid:file_id>/", papers.paper, name="paper"),
    path("ho-so/<uuid:dossier_id>/nhan-tin/<uuid:party_id>/", notices.notices, name="notices"),
    path("ho-so/<uuid:dossier_id>/phi/", money.money, name="money"),
    path("ho-so/<uuid:dossier_id>/phan-cong/", assigning.assignment, name="assign"),
    path("ho-so/<uuid:dossier_id>/<str:name>/", act.act, name="act"),
    path("thu-tuc/", procedures.procedure_list, name="procedures"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="procedure"),
    path("chot-ca/", money.shift, name="shift"),
    path("tinh-lai-han/", recalculating.recalculations, name="recalculations"),
    path("tinh-lai-han/<uuid:job_id>/", recalculating.recalculation, name="recalculation"),
    path("phan-anh/", voices.feedback, name="feedback"),
    path("danh-gia/", voices.ratings, name="ratings"),
]
