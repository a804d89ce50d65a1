from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """The catalogue: versioned procedures with their papers, fees, steps and authorities."""

    name = "procedures"
    verbose_name = "Thủ tục hành chính"
