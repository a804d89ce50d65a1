"""Living a told story once more, through the real actions, each at its moment."""

import io
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from accounts.actors import Actor
from accounts.models import ApiClient
from dossiers.actions.accept import accept
from dossiers.actions.add_document import add_document
from dossiers.actions.add_result import add_result
from dossiers.actions.assign import assign
from dossiers.actions.complete import complete
from dossiers.actions.confirm_payment import confirm_payment
from dossiers.actions.extend import extend
from dossiers.actions.file_dossier import file_dossier
from dossiers.actions.forward import forward
from dossiers.actions.mirror import mirror
from dossiers.actions.recall import recall
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.refuse import refuse
from dossiers.actions.request_payment import request_payment
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.return_result import return_result
from dossiers.actions.start import start
from dossiers.actions.stop import stop
from dossiers.actions.withdraw import withdraw
from dossiers.inputs import MirroredDossier, NewDossier, PartyInput
from dossiers.models import Dossier
from dossiers.tasks import close_supplement_windows, watch_clocks
from portal.seeding.invented.people import Company
from portal.seeding.lives import By, Step
from portal.seeding.rows.people import in_order
from portal.seeding.story import Member, Staffing, Story

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PLAIN: dict[str, Callable[..., Any]] = {
    "dossier.accepted": accept, "dossier.started": start, "dossier.supplement_received": receive_supplement,
    "dossier.payment_confirmed": confirm_payment, "dossier.returned": return_result,
}  # fmt: skip
EXPLAINED: dict[str, Callable[..., Any]] = {
    "dossier.refused": refuse, "dossier.withdrawn": withdraw, "dossier.stopped": stop,
    "dossier.payment_requested": request_payment, "dossier.recalled": recall,
}  # fmt: skip


class Replay:
    """Does each step of a story at its moment; ``at`` sets the house's clock, ``reasons`` are the words of the acts."""

    def __init__(self, story: Story, staff: Staffing, at: Callable[[datetime], None], reasons: Sequence[str]) -> None:
        self.story, self.staff, self.at, self.reasons = story, staff, at, iter(reasons)
        self.id = uuid.UUID(int=0)
        self.papers = [
            r.code for r in story.version.requirements.all() if not r.shown_only and not r.condition
        ]  # fmt: skip

    def all(self) -> uuid.UUID:
        """The dossier that came of it."""
        for step in self.story.life.steps:
            self.at(step.at)
            self._one(step)
        return self.id

    def why(self, step: Step) -> str:
        """The reason of an act that gives one."""
        return next(self.reasons) if step.action else ""

    def _actor(self, by: By) -> Actor:
        doer = self.staff.doer(by, self.story)
        if doer.client is not None:
            return Actor.of_client(ApiClient.objects.get(pk=doer.client))
        position = self.staff.position(by, self.story)
        assert position is not None
        return Actor.of_user(position.user)

    def _one(self, step: Step) -> None:
        if step.kind == "dossier.mirrored":
            self._mirrored(step)
        elif step.by is By.CLOCK:
            assert (close_supplement_windows if step.rule else watch_clocks)()
        elif step.kind == "dossier.submitted":
            self.id = file_dossier(self._new(), actor=self._actor(step.by)).id
        elif step.kind in PLAIN:
            PLAIN[step.kind](self.id, actor=self._actor(step.by))
        elif step.kind in EXPLAINED:
            EXPLAINED[step.kind](self.id, actor=self._actor(step.by), reason=self.why(step))
        else:
            self._other(step, self._actor(step.by))

    def _other(self, step: Step, actor: Actor) -> None:
        match step.kind:
            case "dossier.supplement_requested":
                request_supplement(self.id, actor=actor, reason=self.why(step), override=step.rule == "override")
            case "dossier.extended":
                extend(self.id, actor=actor, due_at=step.after.due_at, reason=self.why(step))
            case "dossier.completed":
                complete(self.id, actor=actor, outcome=step.after.outcome, reason=self.why(step))
            case "dossier.assigned":
                officer = self.staff.position(By.OFFICER, self.story)
                assert officer is not None
                assign(self.id, actor=actor, assignee_id=officer.user_id)
            case "dossier.step_completed":
                forward(self.id, actor=actor, to=self._ordinary_way())
            case "dossier.result_added":
                add_result(self.id, actor=actor, number="1")
            case "dossier.document_added":
                code = self.papers.pop(0)
                add_document(self.id, actor=actor, stream=io.BytesIO(PDF), file_name="a.pdf", requirement_code=code)
            case other:
                raise AssertionError(other)

    def _ordinary_way(self) -> str:
        """Where the step at hand leads first."""
        step = Dossier.objects.get(id=self.id).steps.get(state="open", beside=None).step
        return step.next_steps[0]

    def _new(self) -> NewDossier:
        story = self.story
        owner, *others = in_order(story.members)
        agent = next((m for m in others if m.role == "representative"), None)
        whom = "owner" if agent is None else "both" if owner.notify else "representative"
        return NewDossier(
            procedure=story.version.procedure.code, agency=story.agency.code, channel=story.channel, applicant=_typed(owner),
            co_applicants=[_typed(m) for m in others if m.role == "co_applicant"],
            representative=_typed(agent) if agent else None, notify_zalo=story.zalo, notify_whom=whom,
            receiving_agency=story.counter.code, commune=story.commune.code if story.commune else "",
            term_variant=story.variant, summary=story.summary,
        )  # fmt: skip

    def _mirrored(self, step: Step) -> None:
        story, state = self.story, step.after
        told = MirroredDossier(
            story.version.procedure.code, story.agency.code, state.status.value, _typed(story.members[0]),
            source_version=state.version - 1, received_at=state.accepted_at, due_at=state.due_at,
            completed_at=state.completed_at, outcome=state.outcome, notify_zalo=story.zalo, summary=story.summary,
        )  # fmt: skip
        self.id = mirror(story.system, story.code, told, actor=self._actor(step.by))[0].id


def _typed(member: Member) -> PartyInput:
    whose = member.whose
    known = member.person.phone
    phone = member.typed or ("0" + known[3:] if known else "")
    if isinstance(whose, Company):
        return PartyInput("business", whose.name, "tax_code", whose.tax_code, phone, "", whose.address)
    return PartyInput("citizen", whose.name, "cccd", whose.number, phone, "", whose.address)
