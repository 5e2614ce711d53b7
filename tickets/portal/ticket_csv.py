"""A client's tickets as a table of text, one row each."""

import csv
from collections.abc import Iterable
from datetime import datetime
from io import StringIO
from typing import Any

from istockist_sla.core.lib.csv_cells import cell
from istockist_sla.core.lib.time import zulu
from tickets.models import CloseReason, Ticket
from tickets.wording import close_reasons
from tickets.wording.fault_classes import class_name

HEAD = (
    "number",
    "subject",
    "state",
    "class",
    "low_priority",
    "opened_at",
    "opened_by",
    "first_answer",
    "due_at",
    "answered_at",
    "limit_seconds",
    "elapsed_seconds",
    "closed_at",
    "closed_as",
)


def as_csv(tickets: Iterable[Ticket]) -> bytes:
    """Instants in UTC, lengths in seconds."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows([cell(value) for value in _values(ticket)] for ticket in tickets)
    return text.getvalue().encode()


def _values(ticket: Ticket) -> tuple[Any, ...]:
    response = ticket.response
    return (
        ticket.number,
        ticket.subject,
        "waiting for you" if ticket.waiting_since else ticket.state,
        class_name(ticket.fault_class).lower() if ticket.is_fault else "request",
        "yes" if ticket.low_priority else "no",
        zulu(ticket.opened_at),
        ticket.administrator.name,
        response.verdict,
        _instant(response.due_at),
        _instant(response.stopped_at),
        "" if response.limit is None else response.limit,
        response.elapsed,
        _instant(ticket.closed_at),
        _closed_as(ticket),
    )


def _instant(at: datetime | None) -> str:
    return zulu(at) if at else ""


def _closed_as(ticket: Ticket) -> str:
    if not ticket.is_closed:
        return ""
    return close_reasons.STATUS_FOR_CLIENT[CloseReason(ticket.close_reason)]
