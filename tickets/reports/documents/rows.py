"""The rows that the files of a month have in common: its first answers and its fixes."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from tickets.models import TicketKind
from tickets.reports.fixes import with_marks
from tickets.reports.monthly import MonthFigures
from tickets.sla.verdict import MISSED, RUNNING
from tickets.wording.fault_classes import class_name
from tickets.wording.not_judged import LABELS, UNCLASSED

# So many rows are read at a time.
CHUNK = 2000
TICKET = ("ticket__number", "ticket__client__code", "ticket__client__name", "ticket__subject")
CLOCK = ("fault_class", "verdict", "limit", "elapsed", "due_at", "stopped_at")


class ResponseRow(NamedTuple):
    """The first answer of a ticket that was opened in the month."""

    number: int
    client: str
    client_name: str
    subject: str
    fault_class: str
    verdict: str
    limit: int | None
    elapsed: int
    due_at: datetime | None
    answered_at: datetime | None
    kind: str
    reason: str
    about_orders: bool
    opened_at: datetime

    @property
    def class_words(self) -> str:
        """`Request` of what has no class because it is none."""
        return "Request" if self.kind == TicketKind.REQUEST else class_name(self.fault_class)

    @property
    def reason_words(self) -> str:
        """Why it is in no index; empty where it is."""
        return UNCLASSED if self.verdict == RUNNING else LABELS.get(self.reason, self.reason)

    @property
    def late_by(self) -> int | None:
        """Seconds past the limit of what was missed."""
        return self.elapsed - (self.limit or 0) if self.verdict == MISSED else None


class FixRow(NamedTuple):
    """A fix by the closing that it was judged at (K8, K13)."""

    number: int
    client: str
    client_name: str
    subject: str
    fault_class: str
    verdict: str
    limit: int | None
    elapsed: int
    due_at: datetime | None
    closed_at: datetime
    is_contractual: bool
    is_reopened: bool


def response_rows(figures: MonthFigures, verdict: str = "") -> Iterator[ResponseRow]:
    """Every ticket opened in the month, or those with the verdict, in the order of the
    openings."""
    columns = (*TICKET, *CLOCK, "ticket__kind", "reason", "about_orders", "opened_at")
    found = figures.responses.filter(verdict=verdict) if verdict else figures.responses
    rows = found.order_by("opened_at", "ticket_id").values_list(*columns)
    return (ResponseRow(*row) for row in rows.iterator(CHUNK))


def fix_rows(figures: MonthFigures) -> Iterator[FixRow]:
    """In the order of the closings."""
    columns = (*TICKET, *CLOCK, "contractual", "came_back")
    rows = with_marks(figures.fixes).order_by("stopped_at", "pk").values_list(*columns)
    return (FixRow(*row) for row in rows.iterator(CHUNK))
