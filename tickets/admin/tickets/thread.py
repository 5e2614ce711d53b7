"""A ticket's folder as its page shows it: the thread, and what stands beside it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from istockist_sla.core.models import Event, Letter, User
from tickets.admin import event_text
from tickets.admin.event_text import TicketEventText
from tickets.models import (
    Channel,
    ClientFact,
    HandOver,
    InboundMail,
    InformationRequest,
    Message,
    PreCheck,
    Ticket,
)
from tickets.sla.conditions import APPLIES, DOES_NOT, NONE, WORDS, Condition
from tickets.sla.terms import Facts
from tickets.wording.client_facts import first_order

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven")
TO_CLIENT = (Message.Kind.REPLY, Message.Kind.QUESTION)
# Acts that say what was done, and then the words that go with it.
VERBS_WITH_MESSAGE = frozenset(
    {"downgrade", "close", "reopen", "answer"}
    | {"propose", "decline", "contest", "uphold", "withdraw"}
)
STATES = {APPLIES: ("m-missed", "applies"), DOES_NOT: ("m-met", "does not apply")}


class ThreadEntry(NamedTuple):
    """One line of the thread: what happened, what was said, or both."""

    line: TicketEventText
    message: Message | None = None
    tag: str = ""
    tag_icon: str = ""
    role: str = ""
    way: str = ""
    from_us: bool = False
    after: int | None = None
    delivered_at: datetime | None = None
    raw_mail: int | None = None


class ConditionRow(NamedTuple):
    """One of the seven conditions: its state in a mark and a word, and what it rests on."""

    name: str
    mark: str
    state: str
    evidence: str
    condition: Condition
    way: Any = None


class TicketThread:
    """All rows of one ticket, read in a fixed number of queries."""

    def __init__(self, ticket: Ticket, *, viewer: User) -> None:
        self.ticket, self.viewer = ticket, viewer
        about = Event.objects.about(Event.Kind.TICKET, ticket.pk)
        self.events = list(about.select_related("actor").order_by("id"))
        self.lines = event_text.describe(self.events, viewer=viewer)
        messages = ticket.messages.select_related("author").prefetch_related("attachments")
        self.messages = {message.pk: message for message in messages}
        self.hand_overs = list(HandOver.objects.filter(ticket=ticket).select_related("message"))
        self.questions = list(InformationRequest.objects.filter(ticket=ticket))
        self.letters = list(Letter.objects.about(Event.Kind.TICKET, ticket.pk).order_by("id"))
        mails = InboundMail.objects.filter(message__ticket=ticket)
        self.mails = dict(mails.values_list("message_id", "pk"))

    @property
    def seen(self) -> int:
        return self.events[-1].pk if self.events else 0

    def thread(self) -> list[ThreadEntry]:
        """Messages and events in the order in which they were recorded."""
        return [
            entry
            for line in self.lines
            for entry in self._entries(line, self.messages.get(line.event.data.get("message", 0)))
        ]

    def _entries(self, line: TicketEventText, message: Message | None) -> list[ThreadEntry]:
        happened = line.event.verb in ("take", "assign", "qualify", "move", "set_priority")
        acted = line.event.verb in VERBS_WITH_MESSAGE
        if message is None:
            return [ThreadEntry(line)]
        said = self._said(line, message)
        return [ThreadEntry(line), said] if acted else [ThreadEntry(line)] if happened else [said]

    def _said(self, line: TicketEventText, message: Message) -> ThreadEntry:
        tag, icon = self._tag(message)
        from_client = message.kind == Message.Kind.CLIENT
        return ThreadEntry(
            line,
            message,
            tag,
            icon,
            "client administrator" if from_client else "",
            _way(line.event, message),
            not from_client and message.author_id == self.viewer.pk,
            self._answered_after(message),
            self._delivered(line.event) if message.kind in TO_CLIENT else None,
            self.mails.get(message.pk),
        )

    def _tag(self, message: Message) -> tuple[str, str]:
        if message.kind == Message.Kind.QUESTION:
            return "Question to the client", "message-question"
        if message.kind == Message.Kind.NOTE:
            return "Internal", "lock"
        for handed in self.hand_overs:
            if handed.message_id == message.pk:
                return f"Internal · {handed.get_team_display()}", "lock"
            if handed.report_id == message.pk:
                return f"Internal · from {handed.get_team_display()}", "lock"
        return "", ""

    def _answered_after(self, message: Message) -> int | None:
        """Seconds that a team took for its report, on the wall clock."""
        for handed in self.hand_overs:
            if handed.report_id == message.pk and handed.heard_at is not None:
                return int((handed.heard_at - handed.handed_at).total_seconds())
        return None

    def _delivered(self, event: Event) -> datetime | None:
        sent = [
            letter.sent_at
            for letter in self.letters
            if letter.context.get("event") == event.pk and letter.sent_at is not None
        ]
        return max(sent, default=None)


def _way(event: Event, message: Message) -> str:
    """How a client's words came: by mail, by portal, or through Support."""
    if message.by_mail:
        return "by mail"
    if event.data.get("channel") == Channel.DESK:
        return f"entered by {event.actor}"
    return "by portal" if message.kind == Message.Kind.CLIENT else ""


def condition_rows(
    conditions: Sequence[Condition], known: Facts, ways: Mapping[str, Any]
) -> list[ConditionRow]:
    """Each with its evidence; that of the introductory period is the day of the first order.

    `ways`: by condition, the link to its assessment.
    """
    first = known.first_order.value if known.first_order else NONE
    evidence = {} if first == NONE else {"introductory": first_order(first)}
    return [
        ConditionRow(
            WORDS[condition.code],
            *STATES.get(condition.outcome, ("m-not-assessed", "not assessed")),
            evidence.get(condition.code, condition.evidence or condition.outcome),
            condition,
            ways.get(condition.code),
        )
        for condition in conditions
    ]


def conditions_sentence(conditions: Sequence[Condition]) -> str:
    """`Five do not apply, two are not assessed. Not assessed counts as guaranteed.`"""
    counts = Counter(condition.outcome for condition in conditions)
    applying, other = counts[APPLIES], counts[DOES_NOT]
    open_ones = len(conditions) - applying - other
    parts = [
        (applying, "applies", "apply"),
        (other, "does not apply", "do not apply"),
        (open_ones, "is not assessed", "are not assessed"),
    ]
    told = ", ".join(f"{NUMBERS[n]} {one if n == 1 else many}" for n, one, many in parts if n)
    ending = " Not assessed counts as guaranteed." if open_ones and not applying else ""
    return f"{told[:1].upper()}{told[1:]}.{ending}"


def facts_at_opening(ticket: Ticket) -> list[ClientFact]:
    """The fact of each kind that held at the opening instant (P4), in the order of the kinds."""
    rows = ClientFact.objects.filter(client=ticket.client_id).in_order_at(ticket.opened_at)
    held: dict[str, ClientFact] = {}
    for fact in rows.select_related("author"):
        held.setdefault(fact.kind, fact)
    return [held[kind] for kind in ClientFact.Kind.values if kind in held]


def checks(ticket: Ticket) -> list[tuple[str, str, str]]:
    """The four checks before opening: what, its state, and its note (O2)."""
    rows = []
    for check in PreCheck:
        stated: Any = ticket.checks.get(check, {})
        state = stated.get("state", "not stated") if isinstance(stated, dict) else str(stated)
        note = stated.get("note", "") if isinstance(stated, dict) else ""
        rows.append((str(check.label), state.capitalize(), note))
    return rows


def others_of_fault(ticket: Ticket) -> list[Ticket]:
    if ticket.fault_id is None:
        return []
    others = Ticket.objects.filter(fault=ticket.fault_id).exclude(pk=ticket.pk)
    return list(others.select_related("client").order_by("-number")[:20])
