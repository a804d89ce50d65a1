"""``Idempotency-Key`` and codes where several call at once: real threads, real transactions."""

import threading
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import connection

from accounts.models import IdempotentCall
from dossiers.models import CodeCounter, Dossier
from events.models import Event
from foundation import scoping
from tests.api.conftest import act, problem
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db(transaction=True)


def count(model=Dossier) -> int:
    with scoping.system("test"):
        return model.objects.count()


def at_once(*calls):
    """Run them together; their answers in order."""
    answers, barrier = [None] * len(calls), threading.Barrier(len(calls))

    def run(index, call):
        try:
            barrier.wait(20)
            answers[index] = call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


class TestTheSameKey:
    def test_and_body_get_the_same_answer(self, api, body):
        first = api.post("dossiers/", body, idempotency_key="k-1")
        with nothing_changes():
            again = api.post("dossiers/", {k: body[k] for k in reversed(body)}, idempotency_key="k-1")
        assert (again.status_code, again.json()) == (201, first.json()) and again["Idempotent-Replay"] == "true"
        assert again["ETag"] == first["ETag"] and again["Location"] == first["Location"]
        assert "Idempotent-Replay" not in first.headers and count() == 1

    def test_gets_what_was_answered_then_whatever_became_of_it(self, api, body):
        first = api.post("dossiers/", body, idempotency_key="k-1").json()
        act(api, first, "start")
        assert api.post("dossiers/", body, idempotency_key="k-1").json() == first

    @pytest.mark.parametrize("change", [{"summary": "khác"}, {"accept": False}, {"agency": "H05.999"}, {"misspelt": 1}])
    def test_and_another_body_is_refused(self, api, body, change):
        api.post("dossiers/", body, idempotency_key="k-1")
        with nothing_changes():
            told = problem(api.post("dossiers/", {**body, **change}, idempotency_key="k-1"), 409)
        assert told["code"] == "idempotency_key_reused"

    def test_at_another_address_is_refused(self, api, body):
        made = api.post("dossiers/", body, idempotency_key="k-1").json()
        with nothing_changes():
            problem(act(api, made, "start", idempotency_key="k-1"), 409)

    def test_of_another_system_is_another_key(self, api, body, world):
        from tests.api.conftest import ApiClient
        from tests.support import world as worlds

        other = ApiClient(worlds.client_of(world))
        assert (
            api.post("dossiers/", body, idempotency_key="k").json()["id"]
            != other.post("dossiers/", body, idempotency_key="k").json()["id"]
        )

    def test_of_a_refused_call_may_be_used_again(self, api, body):
        with nothing_changes():
            problem(api.post("dossiers/", {**body, "agency": "H05.999"}, idempotency_key="k-1"), 400)
        assert api.post("dossiers/", body, idempotency_key="k-1").status_code == 201

    def test_of_a_call_that_crashed_is_free(self, api, body, monkeypatch):
        """Everything of it is undone, the key as well."""
        import portal.api.dossiers as api_dossiers

        def crash(row):
            raise ZeroDivisionError

        monkeypatch.setattr(api_dossiers.present, "dossier", crash)
        with nothing_changes():
            assert api.post("dossiers/", body, idempotency_key="k-1").status_code == 500
        monkeypatch.undo()
        assert api.post("dossiers/", body, idempotency_key="k-1").status_code == 201 and count() == 1

    def test_acts_once(self, api, body):
        made = api.post("dossiers/", body).json()
        act(api, made, "start", idempotency_key="s", if_match='"3"')
        again = act(api, made, "start", idempotency_key="s", if_match='"3"')
        assert again.status_code == 200 and again.json()["version"] == 4, (
            "the version is stale by now, the answer stands"
        )

    @pytest.mark.parametrize("key", ["x" * 256, "a\tb"])
    def test_must_be_printable_and_short(self, api, body, key):
        with nothing_changes():
            problem(api.post("dossiers/", body, idempotency_key=key), 400, "Idempotency-Key")


class TestAtOnce:
    def test_one_key_from_eight_callers_makes_one_dossier(self, api, body):
        answers = at_once(*[lambda: api.post("dossiers/", body, idempotency_key="k")] * 8)
        assert {a.status_code for a in answers} == {201} and len({a.json()["id"] for a in answers}) == 1
        assert count() == 1 and count(IdempotentCall) == 1
        assert sum("Idempotent-Replay" in a.headers for a in answers) == 7

    def test_one_key_with_two_bodies_is_one_dossier_and_conflicts(self, api, body):
        other = {**body, "summary": "khác"}
        answers = at_once(*[lambda: api.post("dossiers/", body, idempotency_key="k")] * 3, *[lambda: api.post("dossiers/", other, idempotency_key="k")] * 3)  # fmt: skip
        assert Counter(a.status_code for a in answers) == {201: 3, 409: 3} and count() == 1

    def test_a_refused_first_call_lets_the_others_try(self, api, body):
        wrong = {**body, "agency": "H05.999"}
        answers = at_once(*[lambda: api.post("dossiers/", wrong, idempotency_key="k")] * 4)
        assert {a.status_code for a in answers} == {400} and count(IdempotentCall) == 0

    def test_one_version_is_acted_on_by_one(self, api, body):
        made = api.post("dossiers/", body).json()
        tag = f'"{made["version"]}"'
        answers = at_once(*[lambda: act(api, made, "start", if_match=tag)] * 6)
        assert Counter(a.status_code for a in answers) == {200: 1, 412: 5}

    def test_without_a_version_the_state_decides(self, api, body):
        made = api.post("dossiers/", body).json()
        answers = at_once(*[lambda: act(api, made, "start")] * 6)
        assert Counter(a.status_code for a in answers) == {200: 1, 409: 5}

    def test_one_mirrored_dossier_from_six_callers(self, api, mirrored):
        path = "dossiers/mirror/bca/G09.20-20261123-0092637/"
        answers = at_once(*[lambda n=n: api.call("PUT", path, mirrored(source_version=n)) for n in range(6)])
        assert Counter(a.status_code for a in answers) == {201: 1, 200: 5} and count() == 1
        with scoping.system("test"):
            told = list(
                Event.objects.filter(kind="dossier.mirrored")
                .order_by("seq")
                .values_list("data__source_version", flat=True)
            )
            assert Dossier.objects.get().source_version == 5 and told == sorted(told) and told[-1] == "5"

    def test_codes_are_unique_and_in_the_order_of_acceptance(self, api, body):
        answers = at_once(*[lambda: [api.post("dossiers/", body).json() for _ in range(5)]] * 6)
        made = [d for some in answers for d in some]
        numbers = [int(d["code"].rsplit("-", 1)[1]) for d in made]
        assert sorted(numbers) == list(range(1, 31))
        assert all([d["code"] for d in some] == sorted(d["code"] for d in some) for some in answers)
        with scoping.system("test"):
            by_event = (
                Event.objects.filter(kind="dossier.accepted").order_by("seq").values_list("data__code", flat=True)
            )
            assert list(by_event) == sorted(d["code"] for d in made)
            assert CodeCounter.objects.get().last == 30


def test_the_day_of_a_code_turns_at_midnight_in_viet_nam_and_numbers_outgrow_four_digits(api, body, monkeypatch):
    def at(*when):
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(*when, tzinfo=UTC))

    at(2026, 11, 24, 16, 59, 59)
    assert api.post("dossiers/", body).json()["code"] == "H05.101.01-261124-0001"
    at(2026, 11, 24, 17, 0, 0)
    assert api.post("dossiers/", body).json()["code"] == "H05.101.01-261125-0001"
    with scoping.system("test"):
        CodeCounter.objects.filter(day="2026-11-25").update(last=9998)
    codes = [api.post("dossiers/", body).json()["code"] for _ in range(3)]
    assert codes == [f"H05.101.01-261125-{n}" for n in ("9999", "10000", "10001")]
    found = api.get("dossiers/?code=h05.101.01 - 261125 - 10001").json()["results"]
    assert [d["code"] for d in found] == ["H05.101.01-261125-10001"]
