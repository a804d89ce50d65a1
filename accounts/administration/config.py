from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's administration with our own site in place of the one that asks for ``is_staff``."""

    default_site = "accounts.administration.site.AdministrationSite"
