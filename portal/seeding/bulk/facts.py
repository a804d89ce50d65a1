"""What the acts would have put into their events, as JSON."""

from datetime import datetime

from dossiers.states import NATIONAL
from foundation.local_time import iso_local
from portal.seeding.bulk.story import Story
from portal.seeding.lives import Step


def _time(moment: datetime | None) -> str:
    return "null" if moment is None else f'"{iso_local(moment)}"'


class Facts:
    """The data of one dossier's events. Codes and times need no escaping: the vocabulary allows nothing that would."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def of(self, step: Step) -> str:
        """The data of the event of this step."""
        story, state = self.story, step.after
        return (
            f'{{"code":"{story.code if state.accepted_at else ""}","status":"{state.status.value}",'
            f'"previous_status":"{step.before.value}","national_status":{NATIONAL[state.status]},'
            f'"procedure":"{story.place.names.code}","agency":"{story.place.agency.code}","version":{state.version},'
            f'"due_at":{_time(state.due_at)}{self._more(step)}}}'
        )

    def _more(self, step: Step) -> str:
        story, state = self.story, step.after
        match step.kind:
            case "dossier.submitted":
                return f',"channel":"{story.channel}"'
            case "dossier.accepted":
                return f',"accepted_at":{_time(step.at)},"channel":"{story.channel}"'
            case "dossier.started":
                return f',"assignee_id":"{story.place.names.officer}"'
            case "dossier.assigned":
                return f',"assignee_id":"{story.place.names.officer}","previous_assignee_id":null'
            case "dossier.supplement_requested":
                again = "true" if step.rule == "override" else "false"
                return f',"until":{_time(state.until)},"count":{state.supplements},"override":{again}'
            case "dossier.supplement_received":
                policy = story.place.setting.rules.supplement.value
                return f',"previous_due_at":{_time(step.due_before)},"policy":"{policy}"'
            case "dossier.payment_confirmed":
                return f',"previous_due_at":{_time(step.due_before)}'
            case "dossier.extended":
                return f',"previous_due_at":{_time(step.due_before)},"original_due_at":{_time(state.original_due_at)}'
            case "dossier.withdrawn" | "dossier.stopped":
                return f',"reason_code":"{step.rule}"'
            case "dossier.completed":
                due = state.original_due_at
                on_time = "null" if due is None else "true" if step.at <= due else "false"
                return (
                    f',"outcome":"{state.outcome}","completed_at":{_time(step.at)},"on_time":{on_time},'
                    f'"original_due_at":{_time(due)}'
                )
            case "dossier.returned":
                return f',"returned_at":{_time(step.at)},"outcome":"{state.outcome}"'
            case _:
                return ""
