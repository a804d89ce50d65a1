from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Feedback and proposals (phản ánh, kiến nghị); complaints proper come in a later issue. Never denunciations."""

    name = "complaints"
    verbose_name = "Phản ánh, kiến nghị"
