import io

import pypdf
import pytest

from documents.trial_certificate import make
from foundation import scoping
from tests.support import world as worlds


@pytest.fixture
def world(db, redis_url):
    return worlds.build()


@pytest.fixture
def certificate(settings, tmp_path):
    """A trial certificate is configured."""
    settings.SIGNING_PKCS12 = str(tmp_path / "thu.p12")
    make(tmp_path / "thu.p12")
    return tmp_path / "thu.p12"


def bytes_of(paper) -> bytes:
    from django.core.files.storage import default_storage

    with scoping.system("test"):
        key = paper.file.storage_key
    with default_storage.open(key) as kept:
        return kept.read()


def text_of(content: bytes) -> str:
    """What a reader of the PDF reads, with single blanks."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


@pytest.fixture
def signed_in(client, world):
    """The test client as an official of the world."""

    def sign_in(role):
        answer = client.post("/can-bo/dang-nhap/", {"username": world.people[role].username, "password": "matkhau"})
        assert answer.status_code == 302
        return client

    return sign_in
