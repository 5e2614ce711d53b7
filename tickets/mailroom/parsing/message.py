"""One message as a person sees it."""

import hashlib
import logging
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from istockist_sla.core.lib.tokens import TOKEN
from tickets.mailroom.parsing.bounces import failed_ids
from tickets.mailroom.parsing.contents import MAX_TEXT_CHARS, Attached, Contents
from tickets.mailroom.parsing.enclosures import read_enclosed
from tickets.mailroom.parsing.headers import Headers, message_ids
from tickets.mailroom.parsing.identity import content_key
from tickets.mailroom.parsing.machines import Weighed, Writer, is_by_mail_server, weigh
from tickets.mailroom.parsing.origin import tokens
from tickets.mailroom.parsing.people import (
    MAX_ADDRESSES,
    addresses,
    received_at,
    senders_of,
    sent_at,
)
from tickets.mailroom.parsing.proof import authentication
from tickets.mailroom.parsing.quotes import fold, fold_signature, is_answer, is_forward
from tickets.mailroom.parsing.remarks import body_problems, cuts, head_problems, said_on_the_ticket
from tickets.mailroom.parsing.structure import Structure, content_type

MAX_BYTES = 40 * 1024 * 1024
MAX_SUBJECT_CHARS = 250

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a mail says. Every text in it can be stored and shown as it is."""

    message_id: str = ""  # ids are written with their angle brackets
    from_address: str = ""  # lower case; empty where none or no single one can be read
    from_name: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    subject: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sent_at: datetime | None = None  # what the sender's clock said: only shown (O1)
    received_at: datetime | None = None  # when our own server had it (O1)
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
    content_key: str = ""  # SHA-256; equal for two deliveries of one mail


class OurServer(NamedTuple):
    """How our own mail server calls itself in Authentication-Results, and in Received."""

    authserv_id: str = ""
    received_by: str = ""


def parse(
    raw: bytes,
    *,
    authserv_id: str = "",
    received_by: str = "",
    token: re.Pattern[str] = TOKEN,
    max_bytes: int = MAX_BYTES,
) -> Incoming:
    """Read any bytes as a mail. Never raises: what cannot be read is named in `problems`."""
    try:
        return read(raw, OurServer(authserv_id, received_by), token, max_bytes)
    except Exception:  # one bad message must not stop the mailbox
        logger.exception("A message of %s bytes could not be read", len(raw))
        unread = "It could not be read; only its original is kept."
        return Incoming(problems=(unread,), content_key=hashlib.sha256(raw).hexdigest())


def read(raw: bytes, ours: OurServer, token: re.Pattern[str], max_bytes: int) -> Incoming:
    """`parse` without its exception handler."""
    raw = _with_line_ends(raw)
    structure = Structure(raw[:max_bytes])
    contents = Contents(structure.leaves)
    if len(raw) > max_bytes:
        contents.leave_out_cut_file()
    whole = contents.text() or "\n".join(contents.meetings)
    head = _head(structure.headers, ours)
    enclosed = read_enclosed(structure)
    left_out = cuts(structure, too_large=len(raw) > max_bytes, enclosed=enclosed.left_out)
    cut = dict([*left_out, *contents.truncated.items()])
    problems = [*head.pop("problems"), *body_problems(structure, contents, whole)]
    answered = _answered(structure.headers, token)
    text, quoted = _own_words(whole, head["subject"], is_reply=any(answered.values()))
    text, quoted = _with_enclosed(text, quoted, enclosed.text, head["subject"])
    return Incoming(
        text=text,
        quoted=quoted,
        html=contents.html,
        attachments=(*contents.attachments, *enclosed.files),
        problems=tuple(dict.fromkeys([*problems, *cut.values()])),
        truncated=tuple(cut),
        cuts=said_on_the_ticket(structure, contents, cut),
        content_key=content_key(structure, raw),
        **head,
        **_origin(structure, head["from_address"]),
        **answered,
    )


def _head(headers: Headers, ours: OurServer) -> dict[str, Any]:
    """What the head says of people and times, and what it lacks."""
    senders = senders_of(headers)
    address = senders[0].address if len(senders) == 1 else ""
    return {
        "message_id": "".join(message_ids(headers.first("message-id"))[:1]),
        "from_address": address,
        "from_name": senders[0].name if senders else "",
        "to": addresses(headers, "to")[:MAX_ADDRESSES],
        "cc": addresses(headers, "cc")[:MAX_ADDRESSES],
        "subject": headers.text("subject", MAX_SUBJECT_CHARS),
        "sent_at": sent_at(headers),
        "received_at": received_at(headers, ours.received_by),
        "authentication": authentication(headers, ours.authserv_id, address.rpartition("@")[2]),
        "problems": list(head_problems(headers, senders, ours.received_by)),
    }


def _origin(structure: Structure, address: str) -> dict[str, Any]:
    """Whether a person wrote it, or a program for which reason."""
    weighed = _weighed(structure, address)
    by_mail_server = is_by_mail_server(structure.headers, address)
    return {
        "writer": weighed.writer,
        "automatic": weighed.reason,
        "failed_ids": failed_ids(structure, by_mail_server=by_mail_server),
    }


def _answered(headers: Headers, token: re.Pattern[str]) -> dict[str, Any]:
    in_reply_to = message_ids(headers.first("in-reply-to"))
    references = message_ids(headers.first("references"))
    found = tokens(headers, in_reply_to + references, token)
    return {"in_reply_to": in_reply_to, "references": references, "tokens": found}


def _own_words(whole: str, subject: str, *, is_reply: bool) -> tuple[str, str]:
    """What the person wrote to us, and what they quoted of earlier mail."""
    if is_forward(subject):
        return whole, ""
    return fold(whole) if is_reply or is_answer(subject, whole) else fold_signature(whole)


def _with_enclosed(text: str, quoted: str, enclosed: str, subject: str) -> tuple[str, str]:
    """What an enclosed message says is folded, unless it is all that the mail says."""
    if not text.strip() or is_forward(subject):
        whole = "\n\n".join(filter(None, [text, enclosed]))
        return whole[:MAX_TEXT_CHARS], quoted
    return text, "\n\n".join(filter(None, [quoted, enclosed]))


def _weighed(structure: Structure, address: str) -> Weighed:
    parts = {leaf.content_type for leaf in structure.leaves}
    return weigh(structure.headers, content_type(structure.headers, ""), address, parts)


def _with_line_ends(raw: bytes) -> bytes:
    """Old systems end lines with CR alone; some pipes put empty lines or a mark at the start."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return raw if b"\n" in raw else raw.replace(b"\r", b"\n")
