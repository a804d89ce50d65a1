"""What the acts would have put into their events, as JSON."""

from datetime import datetime

from dossiers.states import NATIONAL
from foundation.local_time import iso_local
from portal.seeding.bulk.story import Story
from portal.seeding.lives import Moment


def _time(moment: datetime | None) -> str:
    return "null" if moment is None else f'"{iso_local(moment)}"'


class Facts:
    """The data of one dossier's events. Codes and times need no escaping: the vocabulary allows nothing that would."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.due = _time(story.life.due_at)

    def of(self, moment: Moment, previous: str, order: int) -> str:
        """The data of the ``order``-th event (from 0); ``previous`` is the status before it."""
        story = self.story
        coded = moment.kind not in ("dossier.submitted", "dossier.refused") and story.life.accepted_at is not None
        return (
            f'{{"code":"{story.code if coded else ""}","status":"{moment.status.value}","previous_status":"{previous}",'
            f'"national_status":{NATIONAL[moment.status]},"procedure":"{story.place.names.code}",'
            f'"agency":"{story.place.agency.code}","version":{order + 2},"due_at":{self.due if coded else "null"}'
            f"{self._more(moment, coded)}}}"
        )

    def _more(self, moment: Moment, coded: bool) -> str:
        story = self.story
        match moment.kind:
            case "dossier.submitted":
                return f',"channel":"{story.channel}"'
            case "dossier.accepted":
                return f',"accepted_at":{_time(moment.at)},"channel":"{story.channel}"'
            case "dossier.started":
                return f',"assignee_id":"{story.place.names.officer}"'
            case "dossier.supplement_requested":
                return f',"until":{_time(story.until)},"count":{int(coded)},"override":false'
            case "dossier.withdrawn" | "dossier.stopped":
                return ',"reason_code":""'
            case "dossier.completed":
                due = story.life.due_at
                on_time = "true" if due is not None and moment.at <= due else "false"
                return (
                    f',"outcome":"{story.outcome}","completed_at":{_time(moment.at)},"on_time":{on_time},'
                    f'"original_due_at":{self.due}'
                )
            case "dossier.returned":
                return f',"returned_at":{_time(moment.at)},"outcome":"{story.outcome}"'
            case _:
                return ""
