from django.db import models

from accounts.models import Province
from dossiers.models.dossier import Dossier


class DossierWord(models.Model):
    """A folded word of a name in a dossier: what ``starts_with`` finds under row-level security, by its index.

    It says its province too, so that a name that is common elsewhere costs nothing here.
    """

    id = models.BigAutoField(primary_key=True)
    word = models.CharField(max_length=60, db_collation="C")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="words", db_index=False)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["province", "word", "dossier"], name="dossier_word")]
        constraints = [models.UniqueConstraint(fields=["dossier", "word"], name="dossier_word_once")]
