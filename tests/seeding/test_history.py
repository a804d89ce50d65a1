"""The record: gapless, in order, by people who may, along the state table, with nothing that it may not hold."""

from collections import Counter

from accounts.actors import Actor
from accounts.models import Agency, Position
from accounts.policies import Grants
from documents.kinds import kind_of
from dossiers.models import Assignment, Attachment, Dossier, Remark, Result
from dossiers.policies import DossierPolicy
from dossiers.states import NEEDS_REASON, Action, Circumstances, Status, after
from events.models import Event, EventPosition, Unplanned, Unsequenced
from events.sequencer import advance_all
from events.vocabulary import checked
from foundation.ids import uuid7_floor
from ratings.models import Invitation
from tests.seeding.reading import ACTIONS, MONEY, own, told_of

_ENDS = {"refused", "withdrawn", "stopped", "returned"}


def test_positions_are_gapless_and_follow_what_happened(seeded):
    advance_all()
    assert not Unsequenced.objects.exists() and not Unplanned.objects.exists()
    positions = list(EventPosition.objects.order_by("position").values_list("position", "event_id"))
    assert [p for p, _e in positions] == list(range(1, len(positions) + 1))
    events = Event.objects.in_bulk([e for _p, e in positions])
    assert len(events) == Event.objects.count()
    ordered = [events[e] for _p, e in positions]
    assert [e.seq for e in ordered] == sorted(e.seq for e in ordered)
    happened = [e.occurred_at for e in ordered]
    assert happened == sorted(happened)


def test_an_events_key_tells_its_time_so_that_it_lies_in_its_month(seeded):
    for event in Event.objects.exclude(kind__in=["zalo.connected", *MONEY]):
        assert event.id.int >> 80 == uuid7_floor(event.occurred_at).int >> 80


def test_every_event_holds_only_what_the_record_may_hold(seeded):
    for event in Event.objects.all():
        assert checked(event.kind, event.data) == event.data


def test_every_dossier_went_along_the_state_table(seeded):
    events = told_of()
    for dossier in own():
        status, version, extended = Status.SUBMITTED, 1, False
        assert events[dossier.id][0].kind == "dossier.submitted"
        for event in events[dossier.id]:
            version += 1
            assert event.data["version"] == version
            assert event.data["previous_status"] == status.value
            if action := ACTIONS.get(event.kind):
                following = after(status, Action(action), Circumstances(extended=extended))
                assert following is not None and following.value == event.data["status"], (event.kind, status)
                status, extended = following, extended or event.kind == "dossier.extended"
            assert event.data["status"] == status.value
        assert (dossier.status, dossier.row_version) == (status.value, version)
        last = events[dossier.id][-1]
        assert dossier.updated_at == last.occurred_at or (last.kind in MONEY and dossier.updated_at >= last.occurred_at)


def test_everybody_was_entitled_to_what_they_did(seeded):
    posts = {p.id: p for p in Position.objects.select_related("agency")}
    agencies = {a.id: a for a in Agency.objects.all()}
    dossiers = {d.id: d for d in own()}
    asked: Counter[tuple[object, ...]] = Counter()
    for dossier_id, events in told_of().items():
        dossier = dossiers.get(dossier_id)
        for event in events if dossier else ():
            if event.actor_kind == "staff" and event.kind in ACTIONS:
                post = posts[event.actor_position_id]
                assert post.user_id == event.actor_user_id
                asked[
                    post.id, ACTIONS[event.kind], event.data["previous_status"], dossier.agency_id,
                    dossier.receiving_agency_id,
                ] += 1  # fmt: skip
    assert len(asked) > 200
    for post_id, action, status, agency_id, counter_id in asked:
        post = posts[post_id]
        grants = Grants(post.user_id, post.agency.province_id, (post,))
        policy = DossierPolicy(Actor("staff", post.user_id, province_id=post.agency.province_id), grants)
        asked_of = Dossier(
            province_id=agencies[agency_id].province_id,
            agency_id=agency_id,
            receiving_agency_id=counter_id,
            status=status,
        )
        assert policy.may(Action(action), asked_of), (post, action, status)


def test_what_needs_a_reason_has_one_that_the_citizen_reads(seeded):
    reasons = {r.event_id: r for r in Remark.objects.all()}
    for event in Event.objects.filter(kind__in=ACTIONS):
        action = Action(ACTIONS[event.kind])
        refused = action is Action.COMPLETE and event.data["outcome"] == "refused"
        assert (event.id in reasons) is (action in NEEDS_REASON or refused), event.kind
    assert all(r.reason.strip() for r in reasons.values())


def test_every_end_invites_to_rate_and_nothing_else_does(seeded):
    invited = {i.dossier_id: i for i in Invitation.objects.all()}
    assert set(invited) == set(Dossier.objects.filter(status__in=_ENDS).values_list("id", flat=True))
    last = {
        d: next(e for e in events if e.data.get("status") in _ENDS) for d, events in told_of().items() if d in invited
    }
    assert all(invited[d].invited_at == event.occurred_at for d, event in last.items())


def test_papers_results_and_assignments_have_their_events(seeded):
    events = list(Event.objects.filter(subject_kind="dossier"))
    by_kind = Counter(e.kind for e in events)
    assert {e.data["document_id"] for e in events if e.kind == "dossier.document_added"} == {
        str(a) for a in Attachment.objects.values_list("id", flat=True)
    }
    assert {e.data["result_id"] for e in events if e.kind == "dossier.result_added"} == {
        str(r) for r in Result.objects.values_list("id", flat=True)
    }
    assert Assignment.objects.count() == by_kind["dossier.assigned"]


def test_files_are_there_as_they_were_measured(seeded):
    import hashlib

    files = [a.file for a in Attachment.objects.select_related("file")]
    assert len(files) > 50
    for stored in files:
        content = (seeded.folder / "files" / stored.storage_key).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (stored.size, stored.sha256)
        assert kind_of(content) == stored.media_type
