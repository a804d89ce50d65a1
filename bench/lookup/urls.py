"""The addresses of the product, but for the look-up."""

from django.conf import settings
from django.urls import path

from bench.lookup import views
from portal import urls as product

handler400, handler403 = product.handler400, product.handler403
handler404, handler500 = product.handler404, product.handler500
look_up = views.look_up if settings.MIDDLEWARE else views.naked
urlpatterns = [path("tra-cuu/", look_up), path("tra-cuu/trang-thai/", views.status), *product.urlpatterns]
