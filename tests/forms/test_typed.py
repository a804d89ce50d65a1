"""What people typed is text on a form, whatever it looks like and however much it is."""

import io

import pypdf
import pytest

from documents.forms.catalogue import PaperKind
from foundation.errors import InvalidInput
from tests.forms.conftest import bytes_of, text_of
from tests.forms.lives import TYPED, again, issued, lived
from tests.support.unchanged import nothing_changes
from tests.support.world import filed, person

pytestmark = pytest.mark.django_db
ODD = '#panic("x") *sao* _gạch_ $x^2$ `mã` @nhan <nhan> = Tiêu đề // lời /* kín */ \\u{41} #include "/etc/passwd" ~ -- ---'


def test_markup_stays_text(world):
    """Given names and papers that look like the printer's own language, then they are printed letter by letter."""
    dossier = filed(world, applicant=person(1, full_name=ODD[:200], address="#sys.inputs; = Địa chỉ"), accept=True)
    typed = {**TYPED[PaperKind.RECEIPT], "papers": f"{ODD}\n= Một dòng\n+ cộng", "collect": "#let x = 1; *Quầy*"}
    text = text_of(bytes_of(issued(world, PaperKind.RECEIPT, dossier, typed=typed)))
    squeezed = text.replace(" ", "")
    for part in (ODD, "#sys.inputs; = Địa chỉ", "#let x = 1; *Quầy*", "= Một dòng"):
        assert part.replace(" ", "") in squeezed, part


def test_thirty_papers_flow_to_a_second_page_and_no_line_is_lost(world):
    papers = "\n".join(
        f"Giấy tờ thứ {n} có tên dài để xuống dòng, bản chính và bản sao có chứng thực" for n in range(1, 31)
    )
    dossier = lived(world, PaperKind.RECEIPT)
    content = bytes_of(issued(world, PaperKind.RECEIPT, dossier, typed={**TYPED[PaperKind.RECEIPT], "papers": papers}))
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    text = text_of(content)
    assert len(pages) >= 2 and all(f"Giấy tờ thứ {n} " in text for n in range(1, 31))
    assert "Mã tra cứu" in pages[-1].extract_text()


@pytest.mark.parametrize("name", ["N" * 400, "Nguyễn Thị " * 36, "Công ty 北京 株式会社 🏨 Khách sạn", "الفندق الكبير"])
def test_names_that_are_long_or_foreign_are_printed(world, name):
    dossier = filed(world, applicant=person(1, full_name=name[:400].strip()), accept=True)
    content = bytes_of(issued(world, PaperKind.RECEIPT, dossier))
    assert content.startswith(b"%PDF-") and len(pypdf.PdfReader(io.BytesIO(content)).pages) >= 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"papers": ""}, "papers"), ({"papers": "x\n" * 61}, "papers"), ({"papers": "x" * 6001}, "papers"),
        ({"copies": "0"}, "copies"), ({"copies": "1.5"}, "copies"), ({"copies": "٣"}, "copies"), ({"copies": ""}, "copies"),
        ({"collect": "  "}, "collect"), ({"collect": "x" * 401}, "collect"), ({"authority": "x" * 401}, "authority"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_by_its_field_and_nothing_is_issued(world, changes, field):
    dossier = lived(world, PaperKind.RECEIPT)
    with nothing_changes(), pytest.raises(InvalidInput) as fault:
        issued(world, PaperKind.RECEIPT, dossier, typed={**TYPED[PaperKind.RECEIPT], **changes})
    assert [e.field for e in fault.value.errors] == [field]


def test_a_reason_of_several_lines_keeps_its_lines(world):
    from dossiers.actions.refuse import refuse
    from tests.forms.lives import do

    dossier = filed(world)
    do(world, "receptionist", refuse, dossier, reason="Thiếu thẩm quyền.\n\nHãy nộp tại Sở Tư pháp.")
    content = bytes_of(issued(world, PaperKind.REFUSAL, again(dossier)))
    lines = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().splitlines()
    assert any(line.strip() == "Thiếu thẩm quyền." for line in lines)
