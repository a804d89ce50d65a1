"""From a message to its answer: the first command that reads it, else help."""

from portal.chat import lookup, notices
from portal.chat.greeting import help_for
from portal.chat.speech import Command, Said, Speaker

COMMANDS: tuple[Command, ...] = (lookup, notices)


def answer(speaker: Speaker, text: str) -> Said:
    """What to say to ``text``."""
    for command in COMMANDS:
        argument = command.reads(text)
        if argument is not None:
            return command.answer(speaker, argument)
    return help_for(speaker)
