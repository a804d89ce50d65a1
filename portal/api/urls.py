from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from portal.api import (
    agencies,
    batch,
    counted,
    dossiers,
    events,
    joint,
    mirror,
    papers,
    procedures,
    record,
    steps,
    transitions,
)

app_name = "api"
urlpatterns = [
    path("procedures/", procedures.ProcedureList.as_view(), name="procedures"),
    path("procedures/<str:code>/", procedures.ProcedureDetail.as_view(), name="procedure"),
    path("agencies/", agencies.AgencyList.as_view(), name="agencies"),
    path("dossiers/", dossiers.DossierList.as_view(), name="dossiers"),
    path("dossiers/<uuid:dossier_id>/", dossiers.DossierDetail.as_view(), name="dossier"),
    path("dossiers/<uuid:dossier_id>/transitions/", transitions.Transitions.as_view(), name="transitions"),
    path("dossiers/<uuid:dossier_id>/steps/", steps.Steps.as_view(), name="steps"),
    path("dossiers/<uuid:dossier_id>/events/", record.DossierEvents.as_view(), name="dossier-events"),
    path("dossiers/<uuid:dossier_id>/messages/", record.DossierMessages.as_view(), name="dossier-messages"),
    path("dossiers/<uuid:dossier_id>/counted/", counted.DossierCounted.as_view(), name="counted"),
    path("dossiers/<uuid:dossier_id>/documents/", papers.Documents.as_view(), name="documents"),
    path("dossiers/<uuid:dossier_id>/results/", papers.Results.as_view(), name="results"),
    path("dossiers/mirror/<str:system>/<str:code>/", mirror.Mirror.as_view(), name="mirror"),
    path("dossiers:batch", batch.Batch.as_view(), name="batch"),
    path("joint-filings/", joint.JointFilings.as_view(), name="joint-filings"),
    path("joint-filings/<uuid:parent_id>/", joint.JointFiling.as_view(), name="joint-filing"),
    path("events/", events.EventFeed.as_view(), name="events"),
    path("schema/", SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[]), name="schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(
            template_name="api/docs.html.jinja",  # the library's own has styles in the page; our CSP refuses them
            url_name="api:schema",
            authentication_classes=[],
            permission_classes=[],
        ),
        name="docs",
    ),
]
