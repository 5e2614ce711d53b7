"""The sweep: what has come due is sent once, with the instant of its deadline."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event
from tickets import deadlines, inputs, notifications
from tickets.deadlines import CLOSING, Moment
from tickets.lifecycle.base import lock, lock_many, refresh_tickets
from tickets.lifecycle.closing import close_unanswered
from tickets.models import Mailbox, SentWarning, Ticket
from tickets.sla.verdict import judge

CHUNK = 200
POSTPONEMENT = timedelta(minutes=10)
log = logging.getLogger(__name__)


def sweep(*, at: datetime) -> int:
    """Check every ticket that has something due; returns how many warnings and closings came of it.

    A ticket that raises is postponed and logged, and the rest go on. A late or doubled sweep
    sends nothing twice and changes no figure.
    """
    due = list(Ticket.objects.due_for_check(at).values_list("pk", flat=True))
    return sum(_check_safely(ticket_id, at) for ticket_id in due)


def _check_safely(ticket_id: int, at: datetime) -> int:
    try:
        return check(ticket_id, at=at)
    except Exception:
        log.exception("Ticket id %s is postponed: its deadlines could not be read.", ticket_id)
        Ticket.objects.filter(pk=ticket_id).update(next_check_at=at + POSTPONEMENT)
        return 0


@transaction.atomic
def check(ticket_id: int, *, at: datetime) -> int:
    """Send what has come due for one ticket; close it if its question stayed unanswered (E2)."""
    ticket, at = lock(ticket_id), to_second(at)
    rows = inputs.read({ticket_id: ticket.client_id})
    ticket_facts = inputs.inputs_of_rows({ticket_id: ticket.client_id}, rows)[ticket_id]
    verdicts = judge(ticket_facts, now=at)
    due = [
        moment
        for moment in deadlines.due_moments(
            ticket,
            verdicts,
            calendar=ticket_facts.terms.calendar,
            sent=deadlines.already_sent(rows.warnings[ticket_id]),
        )
        if moment.at <= at and (moment.clock != SentWarning.Clock.QUESTION or _mail_is_read(moment))
    ]
    closing = [moment for moment in due if moment.threshold == CLOSING]
    if closing:
        close_unanswered(ticket_id, at=closing[0].deadline, recorded_at=at)
        return 1
    moments = _without_superseded(due)
    for moment in moments:
        _send_warning(ticket, moment, rows, at)
    refresh_tickets([ticket], at=at)
    return len(moments)


def _mail_is_read(moment: Moment) -> bool:
    """Whether every mailbox in force was read after the moment: an answer may lie there (E2)."""
    if not settings.IMAP_URL:
        return True
    boxes = Mailbox.objects.filter(in_force=True)
    unread = Q(fetched_at=None) | Q(fetched_at__lte=moment.at)
    return boxes.exists() and not boxes.filter(unread).exists()


def _without_superseded(due: list[Moment]) -> list[Moment]:
    """Drops a warning once the limit has passed, and a reminder once the next one is due."""
    later: dict[str, str] = {
        SentWarning.Threshold.WARNING: SentWarning.Threshold.MISS,
        SentWarning.Threshold.FIRST_REMINDER: SentWarning.Threshold.SECOND_REMINDER,
    }
    passed = {(moment.clock, moment.threshold) for moment in due}
    return [moment for moment in due if (moment.clock, later.get(moment.threshold)) not in passed]


def _send_warning(ticket: Ticket, moment: Moment, rows: inputs.Rows, at: datetime) -> None:
    warning, created = SentWarning.objects.get_or_create(
        ticket=ticket,
        clock=moment.clock,
        threshold=moment.threshold,
        subject_id=moment.subject_id,
        **_told_apart(moment),
        defaults={"deadline": moment.deadline, "sent_at": at},
    )
    if created:
        notifications.queue_warning(ticket, warning, rows=rows, at=at)


def _told_apart(moment: Moment) -> dict[str, datetime]:
    """A question delivered again is reminded of anew; a deadline that moves is warned of once."""
    is_reminder = moment.clock == SentWarning.Clock.QUESTION
    return {"deadline": moment.deadline} if is_reminder else {}


@transaction.atomic
def refresh(ticket_id: int, *, at: datetime) -> Ticket:
    """Bring a ticket's cached columns in line with facts that changed around it."""
    ticket = lock(ticket_id)
    refresh_tickets([ticket], at=to_second(at))
    return ticket


def refresh_many(ticket_ids: list[int], *, at: datetime) -> None:
    """The same for many, a chunk at a time, each in a fixed number of queries."""
    for start in range(0, len(ticket_ids), CHUNK):
        _refresh_chunk(ticket_ids[start : start + CHUNK], at=to_second(at))


@transaction.atomic
def _refresh_chunk(ticket_ids: list[int], *, at: datetime) -> None:
    refresh_tickets(lock_many(ticket_ids), at=at)


def last_event_id(ticket: Ticket) -> int:
    """What a form carries as `seen`."""
    return Event.objects.about(Event.Kind.TICKET, ticket.pk).newest_id()
