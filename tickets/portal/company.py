"""Who speaks for a client, from when on, and what each of them gets by e-mail."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q

from istockist_sla.core.lib import text
from tickets import access
from tickets.access import Visit
from tickets.models import ClientAdministrator, CustomerSuccessContact


class Administrator(NamedTuple):
    """`since` in words; `is_to_come` of one who cannot sign in yet."""

    row: ClientAdministrator
    since: str
    is_to_come: bool
    is_reader: bool


def administrators(visit: Visit) -> list[Administrator]:
    """Those of today, then those who are named for a later day."""
    today = visit.now.date()
    rows = access.administrators_of(visit.administrator, since=today)
    return [
        Administrator(row, _since(row, today), row.since > today, row.pk == visit.administrator.pk)
        for row in sorted(rows, key=lambda row: (max(row.since, today), row.name))
    ]


def _since(row: ClientAdministrator, today: date) -> str:
    """`since 4 May 2021`, `from tomorrow, Tue 1 December`, `until …` where it is known to end."""
    if row.since == today + timedelta(days=1):
        words = f"from tomorrow, {text.short_day(row.since)}"
    elif row.since > today:
        words = f"from {text.long_day(row.since)}"
    elif row.since == today:
        words = "since today"
    else:
        words = f"since {_day(row.since)}"
    return f"{words}, until {_day(row.until)}" if row.until else words


def _day(day: date) -> str:
    return f"{day.day}{text.NBSP}{text.month_name(day)}"


def contacts(visit: Visit) -> list[CustomerSuccessContact]:
    """Who of Customer Success speaks with the client today (P6)."""
    today = visit.now.date()
    rows = CustomerSuccessContact.objects.filter(client=visit.client.pk, since__lte=today)
    return list(rows.filter(Q(until=None) | Q(until__gte=today)).order_by("-since", "pk"))
