"""The shape of one row of the error tables."""

from dataclasses import dataclass, field

from zalo.outcomes import Kind, Stops, Wait


@dataclass(frozen=True, slots=True)
class Rule:
    """What an error code means and what to do about it."""

    kind: Kind
    meaning: str
    stops: Stops = Stops.NOTHING
    alarm: bool = False
    wait: Wait = Wait.NOTHING
    max_tries: int | None = None
    when_spent: Kind | None = None
    limited: str = ""
    # the same code with this text (lower case) in its message means something else
    branches: tuple[tuple[str, "Rule"], ...] = field(default=())

    def for_text(self, message: str) -> "Rule":
        """The branch whose text occurs in ``message``, else this rule."""
        lowered = message.lower()
        return next((rule for text, rule in self.branches if text in lowered), self)


def permanent(meaning: str) -> Rule:
    return Rule(Kind.PERMANENT, meaning)


def bug(meaning: str) -> Rule:
    """Permanent, and a fault of ours or of the configuration: somebody must see it."""
    return Rule(Kind.PERMANENT, meaning, alarm=True)


def other(meaning: str) -> Rule:
    return Rule(Kind.OTHER_CHANNEL, meaning)


def retry(meaning: str, *, max_tries: int | None = None) -> Rule:
    spent = Kind.PERMANENT if max_tries else None
    return Rule(Kind.RETRY, meaning, max_tries=max_tries, when_spent=spent)


def later(meaning: str, wait: Wait = Wait.NEXT_DAY, *, alarm: bool = False) -> Rule:
    return Rule(Kind.TOMORROW, meaning, wait=wait, alarm=alarm)


def stop(meaning: str, stops: Stops) -> Rule:
    return Rule(Kind.STOP_CHANNEL, meaning, stops=stops, alarm=True)


def refresh(meaning: str) -> Rule:
    return Rule(Kind.REFRESH_ONCE, meaning)
