"""Who gets an e-mail about what: for each verb its templates and audiences."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from istockist_sla.core import letters
from istockist_sla.core.letters.envelope import Address
from istockist_sla.core.models import Event, Letter
from tickets.inputs import Rows
from tickets.models import (
    CONTESTABLE,
    LOW_RATINGS,
    CloseReason,
    Finding,
    Flood,
    InboundMail,
    SentWarning,
    Ticket,
    Verb,
)
from tickets.notifications.audiences import (
    agents,
    client,
    deciders,
    deciders_and_owner,
    mentioned,
    owner,
    owner_and_managers,
    owner_or_agents,
    proposer,
    technical_team,
    unless_declined,
    writer,
)
from tickets.notifications.context import snapshot_of
from tickets.notifications.witness import witnessed


class LetterRule(NamedTuple):
    """An e-mail's template and who gets it; it is sent only where `when` says so."""

    template: str
    audience: Callable[[Ticket, Event | SentWarning], Iterable[Address]]
    when: Callable[[Event | SentWarning], bool] = lambda _: True
    is_optional: bool = False

    @property
    def is_to_client(self) -> bool:
        return self.audience is client or self.is_optional


def _by_support(about: Event | SentWarning) -> bool:
    return isinstance(about, Event) and about.side == Event.Side.SUPPORT


def _undoes_nothing(about: Event | SentWarning) -> bool:
    """What undoes a closing has a letter of its own (E2)."""
    return isinstance(about, Event) and "undoes" not in about.data


def _is_acknowledged(about: Event | SentWarning) -> bool:
    """Neither mail that a program may have written nor the many mails of one sender in an hour:
    two programs would go on answering each other."""
    unanswered = {"perhaps_automatic", "unacknowledged"}
    return isinstance(about, Event) and not unanswered & about.data.keys()


def _confirms_opening(about: Event | SentWarning) -> bool:
    return isinstance(about, Event) and "opening" in about.data


def _wants_a_look(about: Event | SentWarning) -> bool:
    """Written on a closed ticket, or perhaps by a machine: somebody has to decide (K10, K13).
    Where the owner is told anyway, the same letter is queued once."""
    data = about.data if isinstance(about, Event) else {}
    return _undoes_nothing(about) and bool(data.keys() & {"after_closing", "perhaps_automatic"})


def _is_cut(about: Event | SentWarning) -> bool:
    """Mail of which the end is missing: who wrote it has to know, and no machine is answered."""
    return _is_acknowledged(about) and isinstance(about, Event) and "cut" in about.data


def _not_spam(about: Event | SentWarning) -> bool:
    """The client is informed of every closing except spam (E3)."""
    return isinstance(about, Event) and about.data.get("reason") != CloseReason.SPAM


def _is_low(about: Event | SentWarning) -> bool:
    """Of the ratings only the poor ones are told."""
    return isinstance(about, Event) and about.data["value"] in LOW_RATINGS


def _excludes(about: Event | SentWarning) -> bool:
    """The client hears of an exclusion and of "not a fault" at the decision (G3, C5)."""
    return _finding_kind(about) in CONTESTABLE


def _invoices(about: Event | SentWarning) -> bool:
    """The client hears of an invoicing from the proposal on (B1)."""
    return _finding_kind(about) == Finding.Kind.INVOICING


def _finding_kind(about: Event | SentWarning) -> str:
    return about.data["of"] if isinstance(about, Event) else ""


def _optional(
    template: str, when: Callable[[Event | SentWarning], bool] = lambda _: True
) -> LetterRule:
    """A letter to the client that each of its people may do without."""
    return LetterRule(template, unless_declined(template), when, is_optional=True)


CUT = "cut"
LETTER_RULES: dict[Verb, list[LetterRule]] = {
    Verb.OPEN: [LetterRule("open", client, _is_acknowledged)],
    Verb.CONFIRM_PERSON: [LetterRule("open", client, _confirms_opening)],
    Verb.TAKE: [_optional("take")],
    Verb.ASSIGN: [LetterRule("assign", owner)],
    Verb.WRITE: [
        LetterRule(CUT, writer, _is_cut),
        LetterRule("write", owner, _undoes_nothing),
        LetterRule("write", owner_or_agents, _wants_a_look),
    ],
    Verb.NOTICE_FAILED: [LetterRule("notice_failed", owner_or_agents)],
    Verb.NOTE: [LetterRule("mention", mentioned)],
    Verb.REPLY: [LetterRule("reply", client)],
    Verb.ASK: [LetterRule("ask", client)],
    Verb.QUALIFY: [LetterRule("qualify", client)],
    Verb.HAND_OVER: [LetterRule("hand_over", technical_team)],
    Verb.HEAR_BACK: [LetterRule("hear_back", owner_or_agents)],
    Verb.DOWNGRADE: [_optional("downgrade")],
    Verb.CLOSE: [LetterRule("close", client, _not_spam)],
    Verb.REOPEN: [_optional("reopen", _by_support), LetterRule("reopen_desk", owner)],
    Verb.UNDO_CLOSING: [
        LetterRule("undo_closing", client),
        LetterRule("undo_closing_desk", owner_or_agents),
    ],
    Verb.RATE: [LetterRule("rate", owner, _is_low)],
    Verb.PROPOSE: [LetterRule("invoice", client, _invoices), LetterRule("propose", deciders)],
    Verb.APPROVE: [
        LetterRule("exclude", client, _excludes),
        LetterRule("invoice_decided", client, _invoices),
        LetterRule("decide", proposer),
    ],
    Verb.DECLINE: [
        LetterRule("invoice_decided", client, _invoices),
        LetterRule("decide", proposer),
    ],
    Verb.RECTIFY: [LetterRule("rectify", client)],
    Verb.CONTEST: [LetterRule("contest", deciders_and_owner)],
    Verb.UPHOLD: [LetterRule("uphold", client), LetterRule("decide", proposer)],
    Verb.WITHDRAW: [LetterRule("withdraw", client), LetterRule("decide", proposer)],
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
ALL_RULES = [rule for rules in LETTER_RULES.values() for rule in rules]
ALL_RULES += WARNING_RULES.values()
FOR_CLIENT = {rule.template for rule in ALL_RULES if rule.is_to_client or rule.audience is writer}
HELD, FLOOD = "held", "flood"
TEMPLATES = {rule.template for rule in ALL_RULES} | {HELD, FLOOD}
# Nobody can decline these letters of their own ticket (P7).
REQUIRED = {
    *("open", "qualify", "ask", "remind", "close", "undo_closing", "rectify"),
    *("exclude", "uphold", "withdraw", "invoice", "invoice_decided"),
}


def letters_about(ticket: Ticket, event: Event, *, rows: Rows, at: datetime) -> list[Letter]:
    """The e-mails about one event, the last of the rows; none to the client where Customer Success
    spoke (P6)."""
    found = []
    for rule in LETTER_RULES.get(Verb(event.verb), []):
        if not rule.when(event) or (rule.is_to_client and event.data.get("through")):
            continue
        about = {"event": event.pk, **_acts_so_far(rule, ticket, rows)}
        found += [
            _draft(f"event:{event.pk}", rule.template, ticket, to, at, about)
            for to in rule.audience(ticket, event)
        ]
    return found


def queue_warning(ticket: Ticket, warning: SentWarning, *, rows: Rows, at: datetime) -> None:
    """Queue the e-mails of one warning, miss or reminder."""
    rule = WARNING_RULES[warning.clock, warning.threshold]
    about = {"sent_warning": warning.pk, **_acts_so_far(rule, ticket, rows)}
    letters.queue_all(
        [
            _draft(f"sent_warning:{warning.pk}", rule.template, ticket, to, at, about)
            for to in rule.audience(ticket, warning)
        ]
    )


def _acts_so_far(rule: LetterRule, ticket: Ticket, rows: Rows) -> dict[str, Any]:
    return witnessed(ticket, rows) if rule.template in FOR_CLIENT else {}


def _draft(
    key: str, template: str, ticket: Ticket, to: Address, at: datetime, about: dict[str, Any]
) -> Letter:
    return letters.draft(
        key=f"{key}:{template}",
        kind=Event.Kind.TICKET,
        subject_id=ticket.pk,
        template=template,
        to=to,
        at=at,
        context={**about, "snapshot": snapshot_of(ticket)},
        is_required=template in REQUIRED,
    )


def queue_flood(flood: Flood, *, at: datetime) -> None:
    """Tell the agents once that mail of one sender waits."""
    for to in agents():
        letters.queue(
            key=f"flood:{flood.pk}",
            kind=Event.Kind.FLOOD,
            subject_id=flood.pk,
            template=FLOOD,
            to=to,
            at=at,
            is_required=False,
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
        is_required=False,
    )
