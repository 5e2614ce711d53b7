"""Invoiced basic support of a client as a sentence (B1)."""

from datetime import UTC, datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from istockist_sla.core.lib.text import MONTHS, counted, duration, join_words
from tickets.models import Client, Finding

Kind = Finding.Kind


class Invoices(NamedTuple):
    year: int
    minutes: str
    tickets: str
    by_month: str
    proposed: int
    url: str


def invoices_of(client: Client, *, at: datetime) -> Invoices:
    """What was approved this year, month by month, and what is proposed."""
    rows = Finding.objects.filter(kind=Kind.INVOICING, ticket__client=client)
    year = at.astimezone(UTC).year
    approved = rows.in_effect().filter(decided_at__gte=datetime(year, 1, 1, tzinfo=UTC))
    minutes: dict[int, int] = {}
    tickets = set()
    for decided_at, ticket, spent in approved.values_list("decided_at", "ticket", "minutes"):
        assert decided_at is not None
        month = decided_at.astimezone(UTC).month
        minutes[month] = minutes.get(month, 0) + (spent or 0)
        tickets.add(ticket)
    listed = [f"{duration(spent * 60)} in {MONTHS[m - 1]}" for m, spent in sorted(minutes.items())]
    query = {"kind__exact": Kind.INVOICING.value, "decision": "all", "q": client.name}
    return Invoices(
        year=year,
        minutes=duration(sum(minutes.values()) * 60) if minutes else "",
        tickets=counted(len(tickets), "ticket"),
        by_month=join_words(listed) if len(listed) > 1 else "",
        proposed=rows.undecided().count(),
        url=f"{reverse('admin:tickets_finding_changelist')}?{urlencode(query)}",
    )
