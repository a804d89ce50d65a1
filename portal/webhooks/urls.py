from django.urls import path

from portal.webhooks.bank import bank
from portal.webhooks.zalo import zalo

app_name = "webhooks"
urlpatterns = [
    path("zalo/", zalo, name="zalo"),
    path("ngan-hang/<uuid:account_id>/", bank, name="bank"),
]
