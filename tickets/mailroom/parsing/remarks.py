"""What the people who read a ticket are told about its mail: what was wrong, what was left out."""

import re
from collections.abc import Iterator

from tickets.mailroom.parsing.contents import SEALED, SIGNED, Contents
from tickets.mailroom.parsing.headers import Headers, MailAddress, message_ids
from tickets.mailroom.parsing.machines import is_nameless
from tickets.mailroom.parsing.people import MAX_ADDRESSES, addresses, receipt, received_at, sent_at
from tickets.mailroom.parsing.structure import (
    MAX_COUNTED,
    MAX_DEPTH,
    MAX_PARTS,
    Structure,
    content_type,
)

MAX_WHOLE_SUBJECT_CHARS = 2000
LONG_SUBJECT_CHARS = 200  # what a ticket's subject can hold
PGP = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")


def said_on_the_ticket(
    structure: Structure, contents: Contents, cut: dict[str, str]
) -> tuple[str, ...]:
    """What the people who read the ticket would otherwise miss without knowing it."""
    said = [sentence for name, sentence in cut.items() if name not in ("parts", "subject")]
    if structure.left_out:
        taken = len(contents.attachments)
        more = "more than " if structure.left_out >= MAX_COUNTED else ""
        said.append(
            f"Of its {more}{taken + structure.left_out} files only the first {taken} were taken "
            "over; the others are only in the original."
        )
    if "subject" in cut:
        subject = structure.headers.text("subject", MAX_WHOLE_SUBJECT_CHARS)
        said.append(f"Its subject is longer than what is shown. It reads: {subject}")
    return tuple(said)


def head_problems(headers: Headers, senders: list[MailAddress], received_by: str) -> Iterator[str]:
    if not headers:
        yield "It has no head, so sender and subject are unknown."
        return
    if headers.damaged:
        yield "Its head is damaged."
    if len(senders) > 1:
        names = ", ".join(one.address for one in senders)
        yield f"It names several senders ({names})."
    elif (not senders or not senders[0].address) and not is_nameless(headers):
        yield "It names no sender that can be read."
    if not message_ids(headers.first("message-id")):
        yield "It has no identification of its own (Message-ID)."
    if not sent_at(headers):
        yield "It does not say when it was sent."
    if receipt(headers, received_by) and not received_at(headers, received_by):
        yield "The time at which the mail server received it cannot be read."


def body_problems(structure: Structure, contents: Contents, text: str) -> Iterator[str]:
    if structure.broken:
        yield "Its parts could not be told apart."
    if structure.unended:
        yield "It has no proper end; something may be missing."
    if structure.opened:
        yield "It came in a signed container; whether its signature is good was not judged."
    if structure.signed:
        yield SIGNED
    if content_type(structure.headers, "") == "multipart/encrypted" or PGP.match(text):
        yield SEALED
    yield from contents.problems
    if not text and not contents.attachments:
        yield "It is empty."


def cuts(structure: Structure, *, too_large: bool, enclosed: int) -> Iterator[tuple[str, str]]:
    """What was left out for its size, and how to say so."""
    if too_large:
        yield "message", "It is too large; its end is only in the original."
    if structure.left_out:
        yield "parts", f"It has more than {MAX_PARTS} parts; the others are only in the original."
    if enclosed:
        yield "enclosed", f"{enclosed} files of enclosed messages are only in the original."
    if structure.too_deep:
        problem = (
            f"Its parts are nested more than {MAX_DEPTH} deep; the inner ones were not opened."
        )
        yield "depth", problem
    if len(structure.headers.text("subject", MAX_WHOLE_SUBJECT_CHARS)) > LONG_SUBJECT_CHARS:
        yield "subject", f"Its subject is longer than {LONG_SUBJECT_CHARS} signs."
    if any(len(addresses(structure.headers, name)) > MAX_ADDRESSES for name in ("to", "cc")):
        problem = (
            f"It names more than {MAX_ADDRESSES} recipients; the others are only in the original."
        )
        yield "addresses", problem
