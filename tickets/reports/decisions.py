"""What people decided about the tickets of a month, and what is invoiced (C3, G3, B1)."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
    Sum,
)

from tickets.models import Client, Finding, Ticket
from tickets.models.findings import FindingQuerySet
from tickets.reports.one_statement import Found, Given, Part, client_in, one

# Of these a client is told, and they move a figure; invoicing has a month of its own (B1).
MOVING = [kind for kind in Finding.Kind if kind != Finding.Kind.INVOICING]


class FindingCount(NamedTuple):
    kind: str
    state: str
    findings: int


class Invoiced(NamedTuple):
    """Approved minutes of basic support."""

    findings: int
    minutes: int


def findings_of_month(start: datetime, end: datetime, client: Client | None) -> FindingQuerySet:
    """About tickets opened in the time. None is older than its ticket, so only later ones are
    looked at. Of all clients each looks up its ticket: a join would read the month's first."""
    rows = Finding.objects.filter(kind__in=MOVING, proposed_at__gte=start)
    if client is not None:
        return rows.filter(
            ticket__client=client, ticket__opened_at__gte=start, ticket__opened_at__lt=end
        )
    within = ExpressionWrapper(
        Q(opened_at__gte=start, opened_at__lt=end), output_field=BooleanField()
    )
    ticket = Ticket.objects.filter(pk=OuterRef("ticket_id")).order_by()
    return rows.alias(within=Subquery(ticket.values(within=within)[:1])).filter(within=True)


def decision_parts(given: Given) -> Iterator[Part]:
    start, end, client = given["start"], given["end"], client_in(given)
    findings = findings_of_month(start, end, client).values("kind", "state")
    yield Part("findings", findings, ("kind", "state"))
    minutes = invoicing_of_month(start, end, client).values("minutes")
    yield Part("invoiced", minutes, more="sum(minutes)")


def finding_counts(found: Found) -> list[FindingCount]:
    """In the order of kind and state."""
    rows = found.get("findings", [])
    return sorted(FindingCount(kind, state, n) for (kind, state, *_), n, _ in rows)


def invoicing_of_month(start: datetime, end: datetime, client: Client | None) -> FindingQuerySet:
    """Basic support whose invoicing was approved in the time (B1)."""
    rows = Finding.objects.in_effect().filter(
        kind=Finding.Kind.INVOICING, decided_at__gte=start, decided_at__lt=end
    )
    return rows if client is None else rows.filter(ticket__client=client)


def invoiced(found: Found) -> Invoiced:
    _, findings, minutes = one(found, "invoiced")
    return Invoiced(findings, minutes)


def invoiced_by_client(
    start: datetime, end: datetime, client: Client | None
) -> list[tuple[str, Invoiced]]:
    """By the clients' names; only those with something to invoice."""
    rows = invoicing_of_month(start, end, client).order_by("ticket__client__name")
    found = rows.values_list("ticket__client__name").annotate(
        findings=Count("*"), total=Sum("minutes")
    )
    return [(name, Invoiced(findings, total)) for name, findings, total in found]
