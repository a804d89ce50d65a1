from django.db import models

from dossiers.models.dossier import Dossier


class DossierWord(models.Model):
    """A folded word of a name in a dossier: what ``starts_with`` finds under row-level security, by its index."""

    id = models.BigAutoField(primary_key=True)
    word = models.CharField(max_length=60, db_collation="C")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="words")

    class Meta:
        indexes = [models.Index(fields=["word", "dossier"], name="dossier_word")]
        constraints = [models.UniqueConstraint(fields=["dossier", "word"], name="dossier_word_once")]
