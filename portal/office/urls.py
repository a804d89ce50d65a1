from django.urls import path

from portal.office import (
    act,
    assigning,
    at_once,
    clock,
    custody,
    desk,
    dossier,
    ledger,
    notices,
    papers,
    procedures,
    sign_in,
    steps,
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
    path("ho-so/<uuid:dossier_id>/phan-cong/", assigning.assignment, name="assign"),
    path("ho-so/<uuid:dossier_id>/tra-ngay/", at_once.at_once, name="at-once"),
    path("ho-so/<uuid:dossier_id>/buoc/chuyen/", steps.onward, name="step-forward"),
    path("ho-so/<uuid:dossier_id>/buoc/thu-hoi/", steps.pull, name="step-pull-back"),
    path("ho-so/<uuid:dossier_id>/buoc/tra-lai/", steps.back, name="step-send-back"),
    path("ho-so/<uuid:dossier_id>/buoc/lay-y-kien/", steps.ask, name="step-consult"),
    path("ho-so/<uuid:dossier_id>/buoc/y-kien/<uuid:asked_id>/", steps.answer, name="step-answer"),
    path("ho-so/<uuid:dossier_id>/<str:name>/", act.act, name="act"),
    path("thu-tuc/", procedures.procedure_list, name="procedures"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="procedure"),
    path("ban-giao/", custody.papers, name="papers"),
    path("ban-giao/<uuid:slip_id>/", custody.slip, name="slip"),
    path("phan-anh/", voices.feedback, name="feedback"),
    path("danh-gia/", voices.ratings, name="ratings"),
]
