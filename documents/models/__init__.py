from documents.models.issued_paper import IssuedPaper
from documents.models.number_series import NumberSeries
from documents.models.stored_file import StoredFile

__all__ = ["IssuedPaper", "NumberSeries", "StoredFile"]
