"""The one door: lock, step, event, deadlines, letters, in one transaction (law 3)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets import deadlines, inputs, notifications
from tickets.attachments import Upload, store_files
from tickets.models import CustomerSuccessContact, Fault, Message, Ticket
from tickets.sla.terms import Facts
from tickets.sla.verdict import Verdicts, judge

SUPPORT, CLIENT, TECHNICAL, SYSTEM = (
    Event.Side.SUPPORT,
    Event.Side.CLIENT,
    Event.Side.TECHNICAL,
    (Event.Side.SYSTEM),
)


class NeedsApproval(ActionRefused):
    """A step that only a manager's approval opens: it is put forward as a finding (G10)."""


class ChangedMeanwhile(ActionRefused):
    """Somebody acted on the ticket after the author had looked at it."""

    def __init__(self, newer: Sequence[Event]) -> None:
        self.newer = newer
        last = newer[-1]
        super().__init__(
            f"Changed meanwhile. {last.actor} acted at {last.at:%H:%M} GMT ({last.verb})."
        )


def lock(ticket_id: int, *, seen: int | None = None) -> Ticket:
    """The ticket, locked after its fault; ChangedMeanwhile where a person acted after `seen`."""
    fault_id = Ticket.objects.values_list("fault_id", flat=True).get(pk=ticket_id)
    if fault_id is not None:
        Fault.objects.select_for_update().get(pk=fault_id)
    ticket = Ticket.objects.select_for_update().get(pk=ticket_id)
    _refuse_unseen(Event.objects.about(Event.Kind.TICKET, ticket_id), seen)
    return ticket


def lock_fault(fault_id: int, *, seen: int | None = None) -> tuple[Fault, list[Ticket]]:
    """The fault and then its tickets by id, all locked."""
    fault = Fault.objects.select_for_update().filter(pk=fault_id).first()
    if fault is None:
        raise ActionRefused("There is no such fault.")
    tickets = list(Ticket.objects.select_for_update().filter(fault=fault).order_by("id"))
    _refuse_unseen(events_of_fault(fault, tickets), seen)
    return fault, tickets


def lock_many(ticket_ids: Sequence[int]) -> list[Ticket]:
    """Tickets by id, for a restamp: without their faults, which a qualification locks after its
    ticket, and without their keys, which a closing as duplicate reads of an earlier one."""
    rows = Ticket.objects.select_for_update(no_key=True).filter(pk__in=ticket_ids)
    return list(rows.order_by("id"))


def append_fault_event(
    fault: Fault, verb: str, tickets: Sequence[Ticket], *, by: User, at: datetime
) -> None:
    """Append the event of an act on a whole fault: which of its tickets it was taken on."""
    Event.objects.append(
        kind=Event.Kind.FAULT,
        subject_id=fault.pk,
        verb=verb,
        by=by,
        side=SUPPORT,
        at=at,
        data={"tickets": [ticket.pk for ticket in tickets]},
    )


def events_of_fault(fault: Fault, tickets: Iterable[Ticket]) -> Any:
    return Event.objects.filter(
        Q(subject_kind=Event.Kind.FAULT, subject_id=fault.pk)
        | Q(subject_kind=Event.Kind.TICKET, subject_id__in=[ticket.pk for ticket in tickets])
    )


def _refuse_unseen(events: Any, seen: int | None) -> None:
    if seen is None:
        return
    newer = list(
        events.filter(id__gt=seen, actor__isnull=False).select_related("actor").order_by("id")
    )
    if newer:
        raise ChangedMeanwhile(newer)


def refuse_closed(ticket: Ticket) -> None:
    if ticket.is_closed:
        raise ActionRefused(f"Ticket {ticket.number} is closed. Reopen it first.")


def commit_step(
    ticket: Ticket,
    *,
    verb: str,
    by: User | None,
    side: str,
    at: datetime,
    recorded_at: datetime | None = None,
    data: dict[str, Any] | None = None,
    through: CustomerSuccessContact | None = None,
    speaks: bool = False,
) -> Event:
    """Append the event, restamp the ticket from it, save, and queue the letters.

    `through`: Customer Success gave the notice, so no letter goes to the client (P6).
    `speaks`: the act is a word of its side, shown as the last one.
    """
    data = dict(data or {})
    if through is not None:
        data["through"] = through.pk
    event = Event.objects.append(
        kind=Event.Kind.TICKET,
        subject_id=ticket.pk,
        verb=verb,
        by=by,
        side=side,
        at=at,
        recorded_at=recorded_at,
        data=data,
    )
    if speaks:
        ticket.last_word_at, ticket.last_word_side = at, side
    refresh_columns(ticket, at=recorded_at or at)
    ticket.save()
    notifications.queue_letters(ticket, event, at=recorded_at or at)
    return event


def refresh_columns(ticket: Ticket, *, at: datetime) -> Verdicts:
    """Bring every cached column in line with the events; does not save."""
    return refresh_columns_of_many([ticket], at=at)[0]


def refresh_columns_of_many(tickets: Sequence[Ticket], *, at: datetime) -> list[Verdicts]:
    """The same for many, in a fixed number of queries."""
    known, said = inputs.load_inputs_for_many(tickets), deadlines.already_sent_for_many(tickets)
    return [_refresh(ticket, known[ticket.pk], said[ticket.pk], at) for ticket in tickets]


def _refresh(ticket: Ticket, known: Facts, said: deadlines.AlreadySent, at: datetime) -> Verdicts:
    verdicts = judge(known, now=at)
    deadlines.write_columns(ticket, verdicts)
    deadlines.schedule_next_check(ticket, verdicts, calendar=known.terms.calendar, said=said)
    return verdicts


def add_message(
    ticket: Ticket,
    *,
    kind: str,
    text: str,
    by: User | None,
    at: datetime,
    files: Iterable[Upload] = (),
    quoted: str = "",
    by_mail: bool = False,
) -> Message:
    """Put a message with its files into the folder; raises Refused where it says nothing."""
    files = list(files)
    if not text.strip() and not files and not quoted.strip():
        raise ActionRefused("Write a few words, or add a file.")
    message = Message.objects.create(
        ticket=ticket,
        kind=kind,
        author=by,
        at=at,
        text=text.strip(),
        quoted=quoted,
        by_mail=by_mail,
    )
    store_files(message, files)
    return message
