from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """The legal dossier: its states, its clock, its people, its papers and its results."""

    name = "dossiers"
    verbose_name = "Hồ sơ"

    def ready(self) -> None:
        from dossiers.recalculation import handlers  # noqa: F401  (names its work to foundation.jobs)
