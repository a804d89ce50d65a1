"""As real life would have it: how many, where, in which state, how old, how late."""

from collections import Counter
from datetime import timedelta

from accounts.models import Agency, Position
from accounts.roles import Role
from complaints.models import Feedback
from dossiers.models import Dossier
from dossiers.states import RUNNING, Status
from events.models import Event
from ratings.models import Vote

OPEN = [s.value for s in (*RUNNING, Status.AWAITING_SUPPLEMENT, Status.AWAITING_PAYMENT)]


def test_three_thousand_dossiers_in_three_provinces(seeded):
    provinces = Counter(Dossier.objects.values_list("province__code", flat=True))
    assert sum(provinces.values()) == 3000
    assert set(provinces) == {"H05", "H19", "H36"} and min(provinces.values()) > 700
    assert 12 <= Agency.objects.count() <= 24


def test_an_official_for_each_role(seeded):
    assert set(Position.objects.values_list("role", flat=True)) == {r.value for r in Role}
    signers = Position.objects.filter(role=Role.SIGNER)
    assert signers.exists() and all(p.can_sign for p in signers)


def test_every_state_and_every_channel_occurs(seeded):
    states = Counter(Dossier.objects.values_list("status", flat=True))
    assert set(states) == {s.value for s in Status} - {"draft"}
    assert set(Dossier.objects.values_list("channel", flat=True)) == {"counter", "national_portal", "post"}
    assert 0.6 < states["returned"] / 3000 < 0.9
    assert all(states[s] < 200 for s in ("refused", "withdrawn", "stopped"))


def test_old_dossiers_are_settled_and_new_ones_are_in_work(seeded):
    old = Counter(
        Dossier.objects.filter(submitted_at__lt=seeded.began - timedelta(days=75)).values_list("status", flat=True)
    )
    assert sum(old[s] for s in OPEN) < sum(old.values()) * 0.03
    young = Counter(
        Dossier.objects.filter(submitted_at__gt=seeded.began - timedelta(days=7)).values_list("status", flat=True)
    )
    assert sum(young[s] for s in [*OPEN, "submitted"]) > sum(young.values()) * 0.3
    # whoever has supplemented waits once more, and has not waited all that time
    back = Event.objects.filter(kind="dossier.supplement_received").values("subject_id")
    waiting = Dossier.objects.filter(status="submitted").exclude(id__in=back)
    assert not waiting.filter(submitted_at__lt=seeded.began - timedelta(days=6)).exists()


def test_some_are_late_some_wait_some_were_put_off(seeded):
    running = Dossier.objects.filter(status__in=[s.value for s in RUNNING], mirror_system="")
    late = running.filter(due_at__lt=seeded.began)
    assert 5 < late.count() < running.count() * 0.3
    assert running.filter(due_at__lt=seeded.began + timedelta(days=3), due_at__gt=seeded.began).exists()
    assert Dossier.objects.filter(status="awaiting_payment").count() > 5
    assert Dossier.objects.filter(status="awaiting_supplement").count() > 3
    assert Dossier.objects.filter(extended=True).count() > 10
    assert not Dossier.objects.filter(supplement_until__lt=seeded.began - timedelta(minutes=5)).exists()


def test_more_come_lately_than_long_ago(seeded):
    days = (seeded.began - timedelta(days=n) for n in (30, 60, 120, 150))
    month, two, four, five = (Dossier.objects.filter(submitted_at__gt=day).count() for day in days)
    assert month > five - four and two - month > (five - four) * 0.8


def test_terms_are_as_the_catalogue_has_them(seeded):
    used = set(Dossier.objects.exclude(term_variant="").values_list("procedure__code", "term_variant"))
    assert ("1.004859", "change") in used and ("1.013225", "other_works") in used


def test_votes_speak_for_the_work(seeded):
    scores = Counter(Vote.objects.values_list("score", flat=True))
    assert set(scores) == {1, 2, 3, 4, 5} and scores[5] + scores[4] > sum(scores.values()) * 0.55
    late = Vote.objects.filter(invitation__dossier__completed_at__isnull=False)
    judged = [(v.score, v.invitation.dossier) for v in late.select_related("invitation__dossier")]
    tardy = [s for s, d in judged if d.original_due_at and d.completed_at > d.original_due_at]
    prompt = [s for s, d in judged if d.original_due_at and d.completed_at <= d.original_due_at]
    assert sum(tardy) / len(tardy) < sum(prompt) / len(prompt) - 0.5


def test_feedback_is_of_all_kinds_and_about_dossiers_that_exist(seeded):
    found = list(Feedback.objects.all())
    assert {f.kind for f in found} == set(Feedback.Kind.values) and len(found) > 20
    named = [f.dossier_code for f in found if f.dossier_code]
    assert named and Dossier.objects.filter(code__in=named).count() == len(set(named))
    assert all(f.answer_by > f.received_at for f in found)
