"""What was wrong with a mail, said in its own entry: cut, sealed, damaged, or not read at all."""

from typing import NamedTuple

from istockist_sla.core.models import Event
from tickets.mailroom.parsing.contents import SEALED
from tickets.models import InboundMail

DAMAGED = ("damaged", "could not be", "cannot be read", "no proper end", "was not opened")
CUT = ("only in the original", "is longer than")


class MailProblem(NamedTuple):
    """`is_loss`: something of the mail is missing here; else it is only remarked upon."""

    title: str
    text: str
    icon: str
    is_loss: bool


def problem_of(mail: InboundMail, event: Event) -> MailProblem | None:
    """None for a mail that was whole and well."""
    said = mail.note
    if event.data.get("cut") or mail.full_size is not None:
        told = " Its sender was told by e-mail." if event.data.get("cut") else ""
        return MailProblem("This mail was cut.", f"{said}{told}", "split", True)
    if SEALED in said:
        return MailProblem("This mail is sealed.", said, "lock", True)
    if any(words in said for words in CUT):
        return MailProblem("A part of this mail is missing here.", said, "split", True)
    if any(words in said for words in DAMAGED):
        return MailProblem("This mail is damaged.", said, "m-medium", True)
    return MailProblem("About this mail:", said, "mail", False) if said else None
