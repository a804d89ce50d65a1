from django.contrib import admin
from django.urls import include, path

from portal.api.token import ScopedTokenView
from portal.health import healthz, readyz
from portal.metrics import metrics

urlpatterns = [
    path("quan-tri/", admin.site.urls),
    path("webhooks/", include("portal.webhooks.urls")),
    path("api/v1/", include("portal.api.urls")),
    path("oauth/token/", ScopedTokenView.as_view(), name="oauth-token"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
