"""Events of a ticket in the words that its client reads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from istockist_sla.core.lib import text
from istockist_sla.core.models import Event
from tickets.models import Channel, CloseReason, Finding, Ticket, TicketKind, Verb
from tickets.wording import class_tests, close_reasons
from tickets.wording.fault_classes import class_name
from tickets.wording.findings import DECISIONS
from tickets.wording.priorities import priority_name


class ClientEventText(NamedTuple):
    icon: str
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownEvent:
    """An event with what its sentence depends on besides; `first_take`: nobody took the ticket in
    charge before. `told_by`: who of Customer Success gave its notice (P6)."""

    event: Event
    ticket: Ticket
    now: datetime
    first_take: bool
    told_by: str = ""

    @property
    def actor(self) -> str:
        return self.event.actor.get_full_name() if self.event.actor else "Support"

    @property
    def at(self) -> str:
        return text.clock_gmt(self.event.at, self.now)

    @property
    def is_invoicing(self) -> bool:
        return self.event.data.get("of") == Finding.Kind.INVOICING


def event_text(shown: ShownEvent) -> ClientEventText | None:
    """None where the message itself is enough."""
    make = TEXTS.get(Verb(shown.event.verb))
    made = make(shown) if make else None
    if made is None or not shown.told_by:
        return made
    told = f"{shown.told_by} of Customer Success told you so, {shown.at}."
    return made._replace(sentence=f"{made.sentence} {told}")


def minutes_after(start: datetime, at: datetime) -> str:
    """`, 8 minutes after you wrote`, under an hour."""
    minutes = int((at - start) / timedelta(minutes=1))
    if not 0 < minutes < 60:
        return ""
    return f", {text.counted(minutes, 'minute')} after you wrote"


def _open(shown: ShownEvent) -> ClientEventText | None:
    if shown.ticket.channel != Channel.DESK:
        return None
    passed_on = ": Customer Success passed it on" if shown.event.data.get("passed_on") else ""
    return ClientEventText(
        "user-round", f"{shown.actor} from Support opened it for you{passed_on}, {shown.at}."
    )


def _take(shown: ShownEvent) -> ClientEventText:
    ticket, event = shown.ticket, shown.event
    after = minutes_after(ticket.opened_at, event.at) if shown.first_take else ""
    return ClientEventText(
        "user-round-check", f"{shown.actor} took it in charge, {shown.at}{after}."
    )


def _answer(shown: ShownEvent) -> ClientEventText:
    return ClientEventText("phone", f"{shown.actor} noted what you answered, {shown.at}.")


def _notice_failed(shown: ShownEvent) -> ClientEventText:
    sentence = f"Our question reached nobody by e-mail, {shown.at}. We do not wait for its answer."
    return ClientEventText("mail-question", sentence)


def _notice_delivered(shown: ShownEvent) -> ClientEventText:
    return ClientEventText("send", f"Our question was delivered after all, {shown.at}.")


def _confirm_person(shown: ShownEvent) -> ClientEventText:
    sentence = f"{shown.actor} took your e-mail of {shown.at} as your answer."
    return ClientEventText("user-round-check", sentence)


def _split(shown: ShownEvent) -> ClientEventText:
    if shown.event.data.get("moved"):
        sentence = f"{shown.actor} put one of your messages into another ticket, {shown.at}."
        return ClientEventText("split", sentence)
    sentence = f"{shown.actor} made one of your messages a ticket of its own, {shown.at}."
    return ClientEventText("split", sentence)


def _undo_closing(shown: ShownEvent) -> ClientEventText:
    sentence = "Your answer had come before the ticket was closed: it is open, as if never closed"
    return ClientEventText("undo-2", f"{sentence}, {shown.at}.")


def _classify(shown: ShownEvent) -> ClientEventText:
    data = shown.event.data
    if data.get("kind") == TicketKind.REQUEST:
        return ClientEventText("m-request", f"Taken as a request for information, {shown.at}.")
    fault_class = data["class"]
    reason = class_tests.SENTENCES.get(data.get("test", ""), "")
    corrected = shown.event.verb == Verb.RECTIFY
    verb = "Class put right, now" if corrected else "Classified as"
    sentence = f"{verb} {class_name(fault_class)}, {shown.at}. {reason}".strip()
    return ClientEventText(f"m-{fault_class}", sentence)


def _downgrade(shown: ShownEvent) -> ClientEventText:
    before, after = (class_name(shown.event.data[key]) for key in ("from", "to"))
    return ClientEventText(
        "m-downgraded", f"A workaround is in place: {before} became {after}, {shown.at}."
    )


def _close(shown: ShownEvent) -> ClientEventText:
    data = shown.event.data
    works_again = data.get("works_again") is True
    closed = close_reasons.event_for_client(CloseReason(data["reason"]), works_again=works_again)
    return ClientEventText("m-closed", f"{shown.actor} {closed}, {shown.at}.")


def _reopen(shown: ShownEvent) -> ClientEventText:
    return ClientEventText("rotate-ccw", f"{shown.actor} reopened it, {shown.at}.")


def _set_priority(shown: ShownEvent) -> ClientEventText:
    low = bool(shown.event.data.get("low"))
    name = priority_name(low).lower()
    change = f"to {name}" if low else f"back to {name}"
    return ClientEventText("flag", f"{shown.actor} set the priority {change}, {shown.at}.")


def _rate(shown: ShownEvent) -> ClientEventText:
    value = shown.event.data["value"]
    sentence = f"{shown.actor} rated how it was handled: {value} of 5, {shown.at}."
    return ClientEventText("star", sentence)


def _propose(shown: ShownEvent) -> ClientEventText | None:
    """Of the proposals, the client sees those to invoice (B1)."""
    if not shown.is_invoicing:
        return None
    return ClientEventText(
        "receipt-text", f"{shown.actor} proposed to invoice basic support, {shown.at}."
    )


def _approve(shown: ShownEvent) -> ClientEventText:
    if shown.is_invoicing:
        sentence = f"{shown.actor} approved that basic support is invoiced, {shown.at}."
        return ClientEventText("receipt-text", sentence)
    decision = DECISIONS[Finding.Kind(shown.event.data["of"])]
    return ClientEventText(
        "shield-off", f"{shown.actor} decided that it is {decision}, {shown.at}."
    )


def _decline(shown: ShownEvent) -> ClientEventText | None:
    if not shown.is_invoicing:
        return None
    return ClientEventText(
        "receipt-text", f"{shown.actor} declined to invoice basic support, {shown.at}."
    )


def _contest(shown: ShownEvent) -> ClientEventText:
    by_mail = "by_message" in shown.event.data
    contested = "took your message as a contest" if by_mail else "contested the decision"
    return ClientEventText("message-question", f"{shown.actor} {contested}, {shown.at}.")


def _uphold(shown: ShownEvent) -> ClientEventText:
    sentence = f"{shown.actor} looked at it again: the decision stands, {shown.at}."
    return ClientEventText("shield-off", sentence)


def _withdraw(shown: ShownEvent) -> ClientEventText:
    sentence = f"{shown.actor} looked at it again and took the decision back, {shown.at}."
    return ClientEventText("undo-2", sentence)


# A message needs no sentence: write, reply and ask are not here.
TEXTS: dict[Verb, Callable[[ShownEvent], ClientEventText | None]] = {
    Verb.OPEN: _open,
    Verb.TAKE: _take,
    Verb.NOTICE_FAILED: _notice_failed,
    Verb.NOTICE_DELIVERED: _notice_delivered,
    Verb.ANSWER: _answer,
    Verb.CONFIRM_PERSON: _confirm_person,
    Verb.SPLIT: _split,
    Verb.QUALIFY: _classify,
    Verb.RECTIFY: _classify,
    Verb.DOWNGRADE: _downgrade,
    Verb.CLOSE: _close,
    Verb.REOPEN: _reopen,
    Verb.UNDO_CLOSING: _undo_closing,
    Verb.SET_PRIORITY: _set_priority,
    Verb.RATE: _rate,
    Verb.PROPOSE: _propose,
    Verb.APPROVE: _approve,
    Verb.DECLINE: _decline,
    Verb.CONTEST: _contest,
    Verb.UPHOLD: _uphold,
    Verb.WITHDRAW: _withdraw,
}
