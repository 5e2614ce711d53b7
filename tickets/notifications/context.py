"""What one letter speaks of: the ticket, the event, and how things stood at that moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from istockist_sla.core.models import Event, Letter, User
from tickets import inputs
from tickets.models import (
    Finding,
    InformationRequest,
    Message,
    SentWarning,
    Team,
    Ticket,
    TicketKind,
)
from tickets.sla.terms import Terms


class TicketSnapshot(NamedTuple):
    """What may change before a letter is sent, kept in its context: codes, numbers, instants."""

    state: str
    kind: str
    fault_class: str
    owner: int | None
    team: str
    verdict: str
    reason: str
    elapsed: int
    limit: int | None
    due_at: datetime | None
    handled_at: datetime | None
    fix_due_at: datetime | None

    @property
    def is_request(self) -> bool:
        return self.kind == TicketKind.REQUEST

    @property
    def late_by(self) -> int:
        return max(0, self.elapsed - self.limit) if self.limit is not None else 0


INSTANTS = ("due_at", "handled_at", "fix_due_at")


def snapshot_of(ticket: Ticket) -> dict[str, Any]:
    """The present standing, fit for JSON."""
    response = ticket.response
    standing = TicketSnapshot(
        ticket.state,
        ticket.kind,
        ticket.fault_class,
        ticket.owner_id,
        ticket.team,
        response.verdict,
        response.reason,
        response.elapsed,
        response.limit,
        response.due_at,
        ticket.handled_at,
        ticket.fix.due_at,
    )._asdict()
    for name in INSTANTS:
        standing[name] = standing[name] and standing[name].isoformat()
    return standing


@dataclass(frozen=True, slots=True)
class LetterContext:
    """Everything that the rows and sentences of one letter are made from."""

    letter: Letter
    ticket: Ticket
    standing: TicketSnapshot
    terms: Terms
    owner: User | None
    event: Event | None
    told: SentWarning | None
    message: Message | None
    finding: Finding | None

    @property
    def data(self) -> dict[str, Any]:
        return self.event.data if self.event else {}

    @property
    def at(self) -> datetime:
        """When what is told of happened."""
        if self.event is not None:
            return self.event.at
        return self.told.sent_at if self.told else self.letter.created_at

    @property
    def team(self) -> str:
        """The technical team of the event, else the one that had the ticket."""
        code = self.data.get("team") or self.standing.team
        return Team(code).label if code else ""

    @property
    def asked_at(self) -> datetime:
        """When the question was asked that the letter is about."""
        return self.message.at if self.message else self.at


def context_for(letter: Letter) -> LetterContext:
    ticket = Ticket.objects.select_related("client", "follows").get(pk=letter.subject_id)
    event = (
        Event.objects.select_related("actor").filter(pk=letter.context.get("event") or 0).first()
    )
    told = SentWarning.objects.filter(pk=letter.context.get("told") or 0).first()
    kept = dict(letter.context["standing"])
    for name in INSTANTS:
        kept[name] = kept[name] and datetime.fromisoformat(kept[name])
    standing = TicketSnapshot(**kept)
    return LetterContext(
        letter,
        ticket,
        standing,
        inputs.terms_for(ticket.client_id, ticket.opened_at),
        User.objects.filter(pk=standing.owner or 0).first(),
        event,
        told,
        _message(event, told),
        _finding(event),
    )


def _message(event: Event | None, told: SentWarning | None) -> Message | None:
    """What was written at the event, or the question that a reminder is about."""
    data = event.data if event else {}
    pk = data.get("message") or data.get("by_message")
    if told is not None and told.clock == SentWarning.Clock.QUESTION:
        pk = InformationRequest.objects.get(pk=told.subject_id).message_id
    rows = Message.objects.select_related("author").prefetch_related("attachments")
    return rows.filter(pk=pk or 0).first()


def _finding(event: Event | None) -> Finding | None:
    """What the event decides, contests or answers."""
    pk = event.data.get("finding") if event else None
    rows = Finding.objects.select_related("proposer", "decider", "contest", "duplicate_of")
    return rows.filter(pk=pk or 0).first()
