from django.urls import path

from portal.webhooks.zalo import zalo

app_name = "webhooks"
urlpatterns = [path("zalo/", zalo, name="zalo")]
