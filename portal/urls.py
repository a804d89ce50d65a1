from django.contrib import admin
from django.urls import include, path

from portal.api.token import ScopedTokenView
from portal.health import healthz, readyz
from portal.metrics import metrics
from portal.theming import icon, stylesheet

handler400 = "portal.public.errors.bad_request"
handler403 = "portal.public.errors.forbidden"
handler404 = "portal.public.errors.not_found"
handler500 = "portal.public.errors.server_error"
urlpatterns = [
    path("", include("portal.public.urls")),
    path("can-bo/", include("portal.office.urls")),
    path("quan-tri/", admin.site.urls),
    path("webhooks/", include("portal.webhooks.urls")),
    path("api/v1/", include("portal.api.urls")),
    path("oauth/token/", ScopedTokenView.as_view(), name="oauth-token"),
    path("giao-dien/<uuid:province_id>.css", stylesheet, name="theme"),
    path("favicon.ico", icon, name="icon"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
