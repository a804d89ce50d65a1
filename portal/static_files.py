from django.contrib.staticfiles.apps import StaticFilesConfig


class StaticFiles(StaticFilesConfig):
    """What ``collectstatic`` takes: not the parts of libraries that no page of ours asks for (14 MB to compress)."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "drf_spectacular_sidecar/redoc", "rest_framework"]
