from django.urls import path

from portal.office import (
    act,
    assigning,
    clock,
    desk,
    dossier,
    forms,
    ledger,
    notices,
    papers,
    procedures,
    register,
    sign_in,
    voices,
)  # fmt: skip

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
    path("ho-so/<uuid:dossier_id>/phieu/<str:kind>/", forms.new_form, name="new-form"),
    path("ho-so/<uuid:dossier_id>/phieu/<uuid:paper_id>/tep/", forms.paper_file, name="form-file"),
    path("ho-so/<uuid:dossier_id>/phieu/<uuid:paper_id>/huy/", forms.void_paper, name="void-form"),
    path("ho-so/<uuid:dossier_id>/<str:name>/", act.act, name="act"),
    path("thu-tuc/", procedures.procedure_list, name="procedures"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="procedure"),
    path("so-theo-doi/", register.register, name="register"),
    path("so-theo-doi/<uuid:paper_id>/tep/", register.register_file, name="register-file"),
    path("phan-anh/", voices.feedback, name="feedback"),
    path("danh-gia/", voices.ratings, name="ratings"),
]
