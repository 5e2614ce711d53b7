"""One message as a person sees it."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from istockist_sla.core.lib.tokens import TOKEN
from tickets.mailroom.parsing.bounces import failed_ids
from tickets.mailroom.parsing.contents import SEALED, Attached, Contents
from tickets.mailroom.parsing.headers import Headers, MailAddress, mailboxes, message_ids, read_date
from tickets.mailroom.parsing.identity import content_key
from tickets.mailroom.parsing.machines import Weighed, Writer, is_nameless, weigh
from tickets.mailroom.parsing.origin import tokens
from tickets.mailroom.parsing.proof import authentication
from tickets.mailroom.parsing.quotes import fold, fold_signature, is_answer, is_forward
from tickets.mailroom.parsing.structure import (
    MAX_COUNTED,
    MAX_DEPTH,
    MAX_PARTS,
    Structure,
    content_type,
)

MAX_BYTES = 40 * 1024 * 1024
MAX_SUBJECT_CHARS = 250
MAX_WHOLE_SUBJECT_CHARS = 2000
LONG_SUBJECT_CHARS = 200  # what a ticket's subject can hold
MAX_ADDRESSES = 100

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a mail says. Every text in it can be stored and shown as it is."""

    message_id: str = ""  # ids are written with their angle brackets
    content_key: str = ""  # equal for two mails that say the same; empty if unreadable
    from_address: str = ""  # lower case; empty where none or no single one can be read
    from_name: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sent_at: datetime | None = None  # what the sender's clock said: only shown (O1)
    received_at: datetime | None = None  # the topmost Received: when our server had it (O1)
    text: str = ""
    quoted: str = ""
    html: str = ""
    attachments: tuple[Attached, ...] = ()
    writer: Writer = Writer.PERSON
    automatic: str = ""  # why no person, or perhaps none, wrote it; empty for a person
    failed_ids: tuple[str, ...] = ()  # of messages that it says could not be delivered
    tokens: tuple[str, ...] = ()
    authentication: str = "none"  # of pass, none, fail, unverified, temperror
    problems: tuple[str, ...] = ()
    truncated: tuple[str, ...] = ()  # message, parts, depth, addresses, subject, text, html
    cuts: tuple[str, ...] = ()  # the same as sentences for the ticket


def parse(
    raw: bytes,
    *,
    authserv_id: str = "",
    token: re.Pattern[str] = TOKEN,
    max_bytes: int = MAX_BYTES,
) -> Incoming:
    """Read any bytes as a mail. Never raises: what cannot be read is named in `problems`."""
    try:
        return read(raw, authserv_id, token, max_bytes)
    except Exception:  # one bad message must not stop the mailbox
        logger.exception("A message of %s bytes could not be read", len(raw))
        return Incoming(problems=("It could not be read; only its original is kept.",))


def read(raw: bytes, authserv_id: str, token: re.Pattern[str], max_bytes: int) -> Incoming:
    """`parse` without its exception handler."""
    everything = _with_line_ends(raw)
    structure = Structure(everything[:max_bytes])
    headers = structure.headers
    contents = Contents(structure.leaves)
    if len(everything) > max_bytes:
        contents.leave_out_cut_file()
    whole = contents.text() or "\n".join(contents.meetings)
    senders = _senders(headers)
    address = senders[0].address if len(senders) == 1 else ""
    weighed = _weighed(structure, address)
    cut = dict([*_cuts(structure, len(raw) > max_bytes), *contents.truncated.items()])
    problems = [*_head_problems(headers, senders), *_body_problems(structure, contents, whole)]
    answered = _answered(headers, token)
    subject = headers.text("subject", MAX_SUBJECT_CHARS)
    text, quoted = _own_words(whole, subject, is_reply=any(answered.values()))
    return Incoming(
        message_id="".join(message_ids(headers.first("message-id"))[:1]),
        content_key=content_key(structure, everything),
        from_address=address,
        from_name=senders[0].name if senders else "",
        to=_addresses(headers, "to")[:MAX_ADDRESSES],
        cc=_addresses(headers, "cc")[:MAX_ADDRESSES],
        subject=subject,
        sent_at=_sent_at(headers),
        received_at=_received_at(headers),
        text=text,
        quoted=quoted,
        html=contents.html,
        attachments=tuple(contents.attachments),
        writer=weighed.writer,
        automatic=weighed.reason,
        failed_ids=failed_ids(content_type(headers, ""), structure.leaves),
        authentication=authentication(headers, authserv_id, address.rpartition("@")[2]),
        problems=tuple(dict.fromkeys([*problems, *cut.values()])),
        truncated=tuple(cut),
        cuts=_said_on_the_ticket(structure, contents, cut),
        **answered,
    )


def _answered(headers: Headers, token: re.Pattern[str]) -> dict[str, tuple[str, ...]]:
    in_reply_to = message_ids(headers.first("in-reply-to"))
    references = message_ids(headers.first("references"))
    found = tokens(headers, in_reply_to + references, token)
    return {"in_reply_to": in_reply_to, "references": references, "tokens": found}


def _own_words(whole: str, subject: str, *, is_reply: bool) -> tuple[str, str]:
    """What the person wrote to us, and what they quoted of earlier mail."""
    if is_forward(subject):
        return whole, ""
    return fold(whole) if is_reply or is_answer(subject, whole) else fold_signature(whole)


def _weighed(structure: Structure, address: str) -> Weighed:
    parts = {leaf.content_type for leaf in structure.leaves}
    return weigh(structure.headers, content_type(structure.headers, ""), address, parts)


def _said_on_the_ticket(
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


def _with_line_ends(raw: bytes) -> bytes:
    """Old systems end lines with CR alone; some pipes put empty lines or a mark at the start."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return raw if b"\n" in raw else raw.replace(b"\r", b"\n")


def _senders(headers: Headers) -> list[MailAddress]:
    """Those of all From fields, each once. Two mean that nobody can say who wrote."""
    found: dict[str, MailAddress] = {}
    for value in headers.all("from")[:3]:
        for one in islice(mailboxes(value), 3):
            found.setdefault(one.address, one)
    return [one for one in found.values() if one.address] or list(found.values())


def _addresses(headers: Headers, name: str) -> tuple[str, ...]:
    """Each readable address once, and one more than the limit where there are more."""
    boxes = (box.address for value in headers.all(name) for box in mailboxes(value))
    return tuple(dict.fromkeys(filter(None, islice(boxes, MAX_ADDRESSES + 1))))


def _sent_at(headers: Headers) -> datetime | None:
    when = read_date(headers.first("date"))
    return when.replace(tzinfo=UTC) if when and not when.tzinfo else when


def _received_at(headers: Headers) -> datetime | None:
    """None without a zone: a guess could be hours away from the opening of the ticket."""
    when = read_date(headers.first("received").rpartition(";")[2])
    return when if when and when.tzinfo else None


def _head_problems(headers: Headers, senders: list[MailAddress]) -> Iterator[str]:
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
    if not _sent_at(headers):
        yield "It does not say when it was sent."
    if headers.all("received") and not _received_at(headers):
        yield "The time at which the mail server received it cannot be read."


def _body_problems(structure: Structure, contents: Contents, text: str) -> Iterator[str]:
    if structure.broken:
        yield "Its parts could not be told apart."
    if structure.unended:
        yield "It has no proper end; something may be missing."
    if structure.opened:
        yield "It came in a signed container; whether its signature is good was not judged."
    if content_type(structure.headers, "") == "multipart/encrypted":
        yield SEALED
    yield from contents.problems
    if not text and not contents.attachments:
        yield "It is empty."


def _cuts(structure: Structure, too_large: bool) -> Iterator[tuple[str, str]]:
    """What was left out for its size, and how to say so."""
    if too_large:
        yield "message", "It is too large; its end is only in the original."
    if structure.left_out:
        yield "parts", f"It has more than {MAX_PARTS} parts; the others are only in the original."
    if structure.too_deep:
        problem = (
            f"Its parts are nested more than {MAX_DEPTH} deep; the inner ones were not opened."
        )
        yield "depth", problem
    if len(structure.headers.text("subject", LONG_SUBJECT_CHARS + 1)) > LONG_SUBJECT_CHARS:
        yield "subject", f"Its subject is longer than {LONG_SUBJECT_CHARS} signs."
    if any(len(_addresses(structure.headers, name)) > MAX_ADDRESSES for name in ("to", "cc")):
        problem = (
            f"It names more than {MAX_ADDRESSES} recipients; the others are only in the original."
        )
        yield "addresses", problem
