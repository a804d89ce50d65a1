"""Which edition of a form counts on a day, and which one a paper was printed by. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from documents.forms.catalogue import FORMS, PaperForm, PaperKind

_LABELS = {
    "source_text_date": "Ngày văn bản gốc có hiệu lực", "decision_date": "Ngày quyết định công bố",
    "published_date": "Ngày công khai", "fields": "Các mục",
}  # fmt: skip
Said = tuple[str, str, str, str]  # section, key, label, words: what an edition says, for comparing two


def form_on(kind: PaperKind, day: date) -> PaperForm:
    """The edition in force on a day: the last one that has begun. For days before all of them the oldest; one whose text
    has ended without another to follow stays, for a counter cannot be without a form."""
    begun = [form for form in FORMS[kind] if form.source.effective_from <= day]
    return begun[-1] if begun else FORMS[kind][0]


def form_of(kind: PaperKind, code: str) -> PaperForm:
    """The edition by which a paper was printed. LookupError for one that there is not."""
    for form in FORMS[kind]:
        if form.source.code == code:
            return form
    raise LookupError(code)


def last_day(kind: PaperKind, form: PaperForm) -> date | None:
    """The day before the next edition begins, or the one on which its text ends; None where neither is known."""
    following = [f.source.effective_from for f in FORMS[kind] if f.source.effective_from > form.source.effective_from]
    before_next = min(following) - timedelta(days=1) if following else None
    return min((day for day in (before_next, form.source.effective_to) if day), default=None)


def said_by(form: PaperForm) -> Iterator[Said]:
    """Everything that an edition says, each thing known by the same key in every edition."""
    yield "form", "number", "Mẫu số", form.number
    yield "form", "title", "Tên mẫu", form.title
    yield "form", "suffix", "Ký hiệu", form.suffix.format(unit="TTPVHCC")
    yield "form", "citation", "Căn cứ", form.source.citation
    for name in ("source_text_date", "decision_date", "published_date"):
        told: date | None = getattr(form.source, name)
        yield "form", name, _LABELS[name], f"{told:%d/%m/%Y}" if told else ""
    for key, label in form.fields.items():
        yield "fields", key, label, label
    for key, note in sorted(form.doubts.items()):
        yield "unverified", key, _LABELS.get(key, form.fields.get(key, key)), note
