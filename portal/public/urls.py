from django.urls import path

from portal.public import feedback, home, language, lookup, procedures, rating, verify

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("thu-tuc/", procedures.procedure_list, name="procedures"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="procedure"),
    path("tra-cuu/", lookup.look_up, name="look-up"),
    path("tra-cuu/trang-thai/", lookup.status, name="look-up-status"),
    path("phan-anh/", feedback.feedback, name="feedback"),
    path("danh-gia/<str:token>/", rating.rating, name="rating"),
    path("xac-thuc/<str:token>/", verify.verify, name="verify"),
    path("en/", language.english, name="english"),
    path("en/<path:rest>", language.english, name="english-page"),
    path("vi/", language.vietnamese, name="vietnamese"),
    path("vi/<path:rest>", language.vietnamese, name="vietnamese-page"),
]
