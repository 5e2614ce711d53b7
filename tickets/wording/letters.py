"""The letters that a client administrator may do without, by their templates (P7)."""

from typing import NamedTuple


class OptionalLetter(NamedTuple):
    title: str
    about: str


OPTIONAL_LETTERS: dict[str, OptionalLetter] = {
    "take": OptionalLetter("Taken in charge", "when somebody in Support begins with a ticket"),
    "downgrade": OptionalLetter("A workaround", "when one is in place and the class goes down"),
    "reopen": OptionalLetter("Reopened by us", "when Support takes a closed ticket up again"),
}
