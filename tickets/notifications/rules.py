"""Who is told of what: verb -> audiences and letter."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from istockist_sla.core import letters, roles
from istockist_sla.core.letters.envelope import Address
from istockist_sla.core.models import Event, User
from tickets.models import (
    CONTESTABLE,
    ClientAdministrator,
    CloseReason,
    Finding,
    InboundMail,
    SentWarning,
    Ticket,
)
from tickets.notifications.context import snapshot_of


class LetterRule(NamedTuple):
    """A letter's template and who gets it; `when` may leave it out."""

    template: str
    audience: Callable[[Ticket, Event | SentWarning], Iterable[Address]]
    when: Callable[[Event | SentWarning], bool] = lambda _: True


def client(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    """The administrator who opened, else all of the day, and those who want copies (P7)."""
    at = about.recorded_at if isinstance(about, Event) else about.sent_at
    of_the_day = ClientAdministrator.objects.filter(client=ticket.client_id).on(at.date())
    rows = list(of_the_day)
    opener = [row for row in rows if row.pk == ticket.administrator_id]
    chosen = (opener + [row for row in rows if row.wants_copies]) if opener else rows
    return list(dict.fromkeys(Address(row.email, row.name) for row in chosen))


def owner(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    """The agent who has the ticket, unless it was their own act."""
    person = _owner(ticket)
    return [] if person is None or person.pk == _actor(about) else [_address(person)]


def owner_or_agents(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    """The owner; where there is none who still works here, every agent."""
    return owner(ticket, about) if _owner(ticket) else members(roles.SUPPORT, about)


def owner_and_managers(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    everyone = owner_or_agents(ticket, about) + members(roles.MANAGER, about)
    return list(dict.fromkeys(everyone))


def technical_team(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    return members(ticket.get_team_display(), about)


def proposer(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    """Who put the finding forward, unless it was their own act."""
    person = _finding(about).proposer
    return [_address(person)] if person.is_active and person.pk != _actor(about) else []


def deciders(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    """The managers who may decide now: none of those who proposed or decided before (G10)."""
    finding = _finding(about)
    barred = {finding.proposer_id, finding.decider_id, _actor(about)}
    return [_address(user) for user in _people(roles.MANAGER) if user.pk not in barred]


def deciders_and_owner(ticket: Ticket, about: Event | SentWarning) -> list[Address]:
    return list(dict.fromkeys(deciders(ticket, about) + owner(ticket, about)))


def members(group: str, about: Event | SentWarning) -> list[Address]:
    """The active people of a group, by name, without the one whose act it was."""
    return [_address(user) for user in _people(group) if user.pk != _actor(about)]


def _people(group: str) -> Iterable[User]:
    return User.objects.filter(groups__name=group, is_active=True).order_by("pk")


def _finding(about: Event | SentWarning) -> Finding:
    pk = about.data["finding"] if isinstance(about, Event) else 0
    return Finding.objects.select_related("proposer").get(pk=pk)


def _owner(ticket: Ticket) -> User | None:
    return ticket.owner if ticket.owner is not None and ticket.owner.is_active else None


def _actor(about: Event | SentWarning) -> int | None:
    return about.actor_id if isinstance(about, Event) else None


def _address(user: User) -> Address:
    return Address(user.email, user.name)


def _by_support(about: Event | SentWarning) -> bool:
    return isinstance(about, Event) and about.side == Event.Side.SUPPORT


def _not_spam(about: Event | SentWarning) -> bool:
    """The client is informed of every closing except spam (E3)."""
    return isinstance(about, Event) and about.data.get("reason") != CloseReason.SPAM


def _excludes(about: Event | SentWarning) -> bool:
    """The client is told of an exclusion and of "not a fault" at the decision (G3, C5)."""
    return _of(about) in CONTESTABLE


def _invoices(about: Event | SentWarning) -> bool:
    """Of an invoicing the client is told from the proposal on (B1)."""
    return _of(about) == Finding.Kind.INVOICING


def _of(about: Event | SentWarning) -> str:
    return about.data["of"] if isinstance(about, Event) else ""


LETTER_RULES: dict[str, list[LetterRule]] = {
    "open": [LetterRule("open", client)],
    "take": [LetterRule("take", client)],
    "assign": [LetterRule("assign", owner)],
    "write": [LetterRule("write", owner)],
    "reply": [LetterRule("reply", client)],
    "ask": [LetterRule("ask", client)],
    "qualify": [LetterRule("qualify", client)],
    "hand_over": [LetterRule("hand_over", technical_team)],
    "hear_back": [LetterRule("hear_back", owner_or_agents)],
    "downgrade": [LetterRule("downgrade", client)],
    "close": [LetterRule("close", client, _not_spam)],
    "reopen": [LetterRule("reopen", client, _by_support), LetterRule("reopen_desk", owner)],
    "propose": [LetterRule("invoice", client, _invoices), LetterRule("propose", deciders)],
    "approve": [
        LetterRule("exclude", client, _excludes),
        LetterRule("invoice_decided", client, _invoices),
        LetterRule("decide", proposer),
    ],
    "decline": [LetterRule("invoice_decided", client, _invoices), LetterRule("decide", proposer)],
    "rectify": [LetterRule("rectify", client)],
    "contest": [LetterRule("contest", deciders_and_owner)],
    "uphold": [LetterRule("uphold", client), LetterRule("decide", proposer)],
    "withdraw": [LetterRule("withdraw", client), LetterRule("decide", proposer)],
}
WARNING_RULES: dict[tuple[str, str], LetterRule] = {
    (SentWarning.Clock.RESPONSE, SentWarning.Threshold.WARNING): LetterRule(
        "warning", owner_or_agents
    ),
    (SentWarning.Clock.RESPONSE, SentWarning.Threshold.MISS): LetterRule(
        "miss", owner_and_managers
    ),
    (SentWarning.Clock.FIX, SentWarning.Threshold.WARNING): LetterRule("warning", owner_or_agents),
    (SentWarning.Clock.FIX, SentWarning.Threshold.MISS): LetterRule("miss", owner_and_managers),
    (SentWarning.Clock.QUESTION, SentWarning.Threshold.FIRST_REMINDER): LetterRule(
        "remind", client
    ),
    (SentWarning.Clock.QUESTION, SentWarning.Threshold.SECOND_REMINDER): LetterRule(
        "remind", client
    ),
}
ALL_RULES = [notice for notices in LETTER_RULES.values() for notice in notices]
ALL_RULES += WARNING_RULES.values()
FOR_CLIENT = {notice.template for notice in ALL_RULES if notice.audience is client}
HELD = "held"
TEMPLATES = {notice.template for notice in ALL_RULES} | {HELD}


def queue_letters(ticket: Ticket, event: Event, *, at: datetime) -> None:
    """Queue the letters of one event; none to the client where Customer Success spoke (P6)."""
    for notice in LETTER_RULES.get(event.verb, []):
        if not notice.when(event):
            continue
        if notice.audience is client and event.data.get("through"):
            continue
        for to in notice.audience(ticket, event):
            _queue(f"event:{event.pk}", notice.template, ticket, to, at, {"event": event.pk})


def queue_warning(ticket: Ticket, told: SentWarning, *, at: datetime) -> None:
    """Queue the letters of one warning, miss or reminder."""
    notice = WARNING_RULES[told.clock, told.threshold]
    for to in notice.audience(ticket, told):
        _queue(f"told:{told.pk}", notice.template, ticket, to, at, {"told": told.pk})


def _queue(
    key: str, template: str, ticket: Ticket, to: Address, at: datetime, about: dict[str, int]
) -> None:
    letters.queue(
        key=f"{key}:{template}",
        kind=Event.Kind.TICKET,
        subject_id=ticket.pk,
        template=template,
        to=to,
        at=at,
        context={**about, "standing": snapshot_of(ticket)},
    )


def queue_held_reply(mail: InboundMail, *, at: datetime) -> None:
    """Answer held mail once: ask your administrator (P1)."""
    letters.queue(
        key=f"mail:{mail.pk}:{HELD}",
        kind=Event.Kind.MAIL,
        subject_id=mail.pk,
        template=HELD,
        to=Address(mail.from_address, ""),
        at=at,
    )
