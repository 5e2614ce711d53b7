"""What one e-mail is about: the ticket, the event, and the ticket as it was at that moment."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from istockist_sla.core.models import Event, Letter, User
from tickets import inputs
from tickets.models import (
    Finding,
    InformationRequest,
    Message,
    Rating,
    SentWarning,
    Team,
    Ticket,
    TicketKind,
)
from tickets.sla.terms import Terms


@dataclass(frozen=True, kw_only=True, slots=True)
class TicketSnapshot:
    """What may change before the e-mail is sent, as it was when it was queued. Kept as JSON in the
    letter's context: codes, numbers and instants only; `elapsed` and `limit` are seconds."""

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
    """The ticket as it is now, fit for JSON."""
    response = ticket.response
    snapshot = asdict(
        TicketSnapshot(
            state=ticket.state,
            kind=ticket.kind,
            fault_class=ticket.fault_class,
            owner=ticket.owner_id,
            team=ticket.team,
            verdict=response.verdict,
            reason=response.reason,
            elapsed=response.elapsed,
            limit=response.limit,
            due_at=response.due_at,
            handled_at=ticket.handled_at,
            fix_due_at=ticket.fix.due_at,
        )
    )
    for name in INSTANTS:
        snapshot[name] = snapshot[name] and snapshot[name].isoformat()
    return snapshot


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterContext:
    """Everything that the rows and sentences of one e-mail are made from."""

    letter: Letter
    ticket: Ticket
    snapshot: TicketSnapshot
    terms: Terms
    owner: User | None
    event: Event | None
    sent_warning: SentWarning | None
    message: Message | None
    finding: Finding | None
    rating: Rating | None

    @property
    def data(self) -> dict[str, Any]:
        return self.event.data if self.event else {}

    @property
    def at(self) -> datetime:
        """When the event happened or the warning was sent."""
        if self.event is not None:
            return self.event.at
        return self.sent_warning.sent_at if self.sent_warning else self.letter.created_at

    @property
    def team(self) -> str:
        """The technical team of the event, else the one that had the ticket."""
        code = self.data.get("team") or self.snapshot.team
        return Team(code).label if code else ""

    @property
    def asked_at(self) -> datetime:
        """When the question was asked that the e-mail is about."""
        return self.message.at if self.message else self.at


def context_for(letter: Letter) -> LetterContext:
    ticket = Ticket.objects.select_related("client", "follows").get(pk=letter.subject_id)
    event = (
        Event.objects.select_related("actor").filter(pk=letter.context.get("event") or 0).first()
    )
    sent_warning = SentWarning.objects.filter(pk=letter.context.get("sent_warning") or 0).first()
    snapshot = _snapshot(letter.context["snapshot"])
    return LetterContext(
        letter=letter,
        ticket=ticket,
        snapshot=snapshot,
        terms=inputs.terms_for(ticket.client_id, ticket.opened_at),
        owner=User.objects.filter(pk=snapshot.owner or 0).first(),
        event=event,
        sent_warning=sent_warning,
        message=_message(event, sent_warning),
        finding=_finding(event),
        rating=_rating(event),
    )


def _snapshot(stored: dict[str, Any]) -> TicketSnapshot:
    instants = {name: stored[name] and datetime.fromisoformat(stored[name]) for name in INSTANTS}
    return TicketSnapshot(**{**stored, **instants})


def _message(event: Event | None, sent_warning: SentWarning | None) -> Message | None:
    """What was written at the event, or the question that a reminder is about."""
    data = event.data if event else {}
    pk = data.get("message") or data.get("by_message")
    if sent_warning is not None and sent_warning.clock == SentWarning.Clock.QUESTION:
        pk = InformationRequest.objects.get(pk=sent_warning.subject_id).message_id
    rows = Message.objects.select_related("author").prefetch_related("attachments")
    return rows.filter(pk=pk or 0).first()


def _finding(event: Event | None) -> Finding | None:
    """What the event decides, contests or answers."""
    pk = event.data.get("finding") if event else None
    rows = Finding.objects.select_related("proposer", "decider", "contest", "duplicate_of")
    return rows.filter(pk=pk or 0).first()


def _rating(event: Event | None) -> Rating | None:
    pk = event.data.get("rating") if event else None
    return Rating.objects.filter(pk=pk).first() if pk else None
