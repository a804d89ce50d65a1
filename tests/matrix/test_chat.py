"""Every command × who says it: the verified owner, another citizen, one who only claims, nobody; here and elsewhere."""

import pytest

from accounts.models import Citizen, Consent
from foundation import scoping
from portal.chat.router import COMMANDS, answer
from portal.chat.speech import Speaker
from tests.matrix.conftest import undone
from tests.matrix.table import CHAT_COMMANDS
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db


@pytest.fixture
def speakers(matrix) -> dict[str, Speaker]:
    """Who may be writing, to the account of either province."""
    with scoping.system("test"):
        owner = matrix.dossiers["processing"].parties.get().citizen_id
        other = matrix.dossiers["accepted"].parties.get().citizen_id
        assert owner != other
    who = {"the owner": owner, "another citizen": other, "nobody": None}
    return {
        f"{name} {place}": Speaker(
            world.province.id, world.province.id, world.province.name, "https://motcua.example.vn", "0222", citizen
        )
        for place, world in (("here", matrix.here), ("elsewhere", matrix.there))
        for name, citizen in who.items()
    }  # fmt: skip


def said_by(speaker: Speaker, text: str):
    with scoping.system("test"):
        return answer(speaker, text)


def test_looking_up(matrix, speakers):
    dossier = matrix.dossiers["processing"]
    with nothing_changes():
        for who, speaker in speakers.items():
            said = said_by(speaker, f"tra cứu {dossier.code}").text
            assert ("Tình trạng: " in said) is who.startswith("the owner"), (who, said)
            if not who.startswith("the owner"):
                assert said == said_by(speaker, "tra cứu H05.101.01-990101-9999").text.replace(
                    "H05.101.01-990101-9999", dossier.code
                ), who
            assert all(m not in said for m in matrix.marks if m != dossier.code), who


def test_the_choice_about_messages(matrix, speakers):
    with scoping.system("test"):
        owner = speakers["the owner here"].citizen_id
        everybody = set(Citizen.objects.exclude(id=owner).values_list("id", flat=True))
    for text in ("dừng nhận tin", "đồng ý nhận tin"):
        for who, speaker in speakers.items():
            with undone(), scoping.system("test"):
                before = set(Consent.objects.values_list("id", flat=True))
                said_by(speaker, text)
                made = Consent.objects.exclude(id__in=before)
                assert {c.citizen_id for c in made} == ({speaker.citizen_id} if speaker.citizen_id else set()), (
                    who,
                    text,
                )
                if who.startswith("the owner"):
                    assert not made.filter(citizen_id__in=everybody).exists()
    with nothing_changes():
        for who in ("nobody here", "nobody elsewhere"):
            said_by(speakers[who], "dừng nhận tin")


def test_every_command_is_tried_above():
    assert set(CHAT_COMMANDS) == {"lookup", "notices"} == {c.__name__.rpartition(".")[2] for c in COMMANDS}
