"""What a mail is, as a chip, and why it stands where it stands, in a sentence."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core.lib import text
from istockist_sla.core.models import Event, Letter
from istockist_sla.core.templatetags import ui
from tickets.admin.links import ticket_link
from tickets.models import ClientAdministrator, InboundMail, Verb

State, Held = InboundMail.State, InboundMail.Held


def is_doubtful(mail: InboundMail) -> bool:
    """Whether it opened a ticket that nobody has confirmed yet (K10)."""
    if mail.state != State.ACCEPTED or mail.ticket is None:
        return False
    is_opening = mail.received_at == mail.ticket.opened_at
    return mail.ticket.perhaps_automatic and is_opening and not mail.ticket.is_closed


def has_come_back(mail: InboundMail) -> bool:
    return (
        mail.state == State.AUTOMATIC
        and mail.letter is not None
        and mail.letter.state == Letter.State.FAILED
        and mail.letter.subject_kind != Event.Kind.MAIL
    )


HELD_CHIPS = {
    Held.NOT_ADMINISTRATOR: ("user-round", "Held: unknown sender"),
    Held.STAFF: ("users", "Held: one of us"),
    Held.UNVERIFIED: ("shield-off", "Held: unverified"),
    Held.NO_SENDER: ("circle-slash", "Held: no sender"),
}
STATE_CHIPS = {
    State.RECEIVED: ("plain", "hourglass", "Received"),
    State.WAITING: ("plain", "hourglass", "Waiting"),
    State.ACCEPTED: ("plain", "check", "In a ticket"),
    State.AUTOMATIC: ("plain", "monitor", "Automatic"),
    State.COPY: ("plain", "copy", "Copy"),
    State.PARKED: ("missed", "circle-slash", "Parked: unreadable"),
    State.REJECTED: ("plain", "circle-slash", "Put aside"),
}


def appearance(mail: InboundMail) -> tuple[str, SafeString]:
    """The mark at its head, and its kind as a chip."""
    if is_doubtful(mail):
        return "monitor", ui.chip("medium", "Perhaps automatic", "monitor")
    if has_come_back(mail):
        return "corner-up-left", ui.chip("missed", "Came back", "corner-up-left")
    if mail.state == State.HELD:
        mark, words = HELD_CHIPS[Held(mail.held_for)]
        return "mail-question", ui.chip("plain", words, mark)
    kind, mark, words = STATE_CHIPS[State(mail.state)]
    return "mail" if mail.state == State.ACCEPTED else mark, ui.chip(kind, words, mark)


def who(mail: InboundMail, administrator: ClientAdministrator | None) -> SafeString | str:
    sender = mail.from_address or mail.from_name or "no readable sender"
    if administrator is None:
        return sender
    is_sure = mail.held_for != Held.UNVERIFIED
    return format_html(
        '{}, {} <a href="{}">{}</a>',
        sender,
        "administrator of" if is_sure else "perhaps not of",
        reverse("admin:tickets_client_change", args=[administrator.client_id]),
        administrator.client,
    )


def reason(
    mail: InboundMail, replied_at: datetime | None, now: datetime
) -> tuple[SafeString | str, SafeString | str]:
    """The sentence of a mail: the fact that decides, then the rest."""
    received = text.clock_gmt(mail.received_at, now)
    if is_doubtful(mail):
        opened = format_html("Opened as {} at its receipt.", ticket_link(mail.ticket))
        return opened, f"Its clock runs. It is not acknowledged. {mail.note}"
    if has_come_back(mail):
        return _came_back(mail)
    if mail.state == State.HELD:
        told = f"Answered once at {text.clock_gmt(replied_at, now)}." if replied_at else ""
        return _held(mail, told, received)
    if mail.state == State.PARKED:
        return "It could not be settled.", f"It is kept whole. {mail.note}"
    if mail.state == State.WAITING:
        until = text.clock_gmt(mail.wait_until, now) if mail.wait_until else ""
        cause = (
            "What our mail server could say of its sender was only temporary."
            if mail.held_for == Held.UNVERIFIED
            else mail.note
        )
        return f"It waits until {until}.", cause
    if mail.state == State.AUTOMATIC:
        return _automatic(mail)
    if mail.state == State.COPY:
        return "It was received before.", mail.note
    return (format_html("In {}.", ticket_link(mail.ticket)) if mail.ticket else ""), mail.note


def _held(mail: InboundMail, told: str, received: str) -> tuple[str, str]:
    if mail.held_for == Held.UNVERIFIED:
        said = "Our mail server has not confirmed who sent it."
        return said, f"Released, it counts from {received}."
    if mail.held_for == Held.STAFF:
        return "Agents answer in the desk.", "What they send to the support address is held (P2)."
    if mail.held_for == Held.NO_SENDER:
        return "It names no sender that can be read.", mail.note
    return "Nobody of this address is an administrator.", told


def _came_back(mail: InboundMail) -> tuple[SafeString, SafeString | str]:
    letter: Any = mail.letter
    fact = format_html(
        'Belongs to the letter <a href="{}">“{}”</a> to {}.',
        reverse("admin:core_letter_change", args=[letter.pk]),
        letter.subject or letter.template.replace("_", " "),
        letter.to_address,
    )
    if letter.template == Verb.ASK:
        rest = "It carried a question: where it reached nobody, that pauses no more (K10)."
    else:
        rest = "It asked nothing, so no clock changes."
    ticket = format_html(" Ticket {}.", ticket_link(mail.ticket)) if mail.ticket else ""
    return fact, format_html("{}{}", rest, ticket)


def _automatic(mail: InboundMail) -> tuple[SafeString | str, str]:
    if mail.ticket is not None:
        return format_html("A note on {}.", ticket_link(mail.ticket)), mail.note
    if mail.letter is not None:
        return "A note on a letter.", mail.note
    return "It opened and answered nothing.", mail.note
