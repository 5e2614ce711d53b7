"""Tables about order volumes: what is suggested, what was put forward, whom it concerns (G5)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.html import format_html

from istockist_sla.core.templatetags import ui
from istockist_sla.desk.actions import DetailTable, stamp
from tickets import records
from tickets.admin.links import ticket_link
from tickets.models import Client, ClientFact, FactProposal, Ticket
from tickets.sla.volume import OrderComparison

LOOK_BACK = timedelta(weeks=8)
SHOWN = 50
Kind = ClientFact.Kind


def suggestions(client: Client, *, at: datetime, propose_url: str) -> DetailTable:
    """Days of the last weeks that stand out and that no fact explains yet."""
    today = at.date()
    found = records.suggestions(client, since=today - LOOK_BACK, until=today)
    known = list(client.facts.filter(kind=Kind.ORDER_VOLUME).order_by("-since", "-id"))
    rows = [
        (*_figures(each), _propose_link(each, propose_url))
        for each in found
        if not _is_known(known, each.day)
    ]
    has_counts = bool(found) or client.order_counts.exists()
    empty = (
        "No day of the last eight weeks stands out."
        if has_counts
        else "No order counts are imported."
    )
    columns = ("Day", "Orders", "Median", "Stands out", "Act")
    return DetailTable("Order volume: what the counts suggest", columns, rows[:SHOWN], empty)


def _is_known(known: list[ClientFact], day: date) -> bool:
    """Whether a fact says already that the volume was altered on that day."""
    midnight = datetime.combine(day, time(0), UTC)
    held = next((fact for fact in known if fact.since <= midnight), None)
    return held is not None and held.value == ClientFact.YES


def _propose_link(found: OrderComparison, propose_url: str) -> Any:
    if not propose_url:
        return "–"
    day = found.day.isoformat()
    return format_html(
        '<a href="{}?first={}">Put forward…<span class="visually-hidden"> {}</span></a>',
        propose_url,
        day,
        day,
    )


def figures(proposal: FactProposal) -> DetailTable:
    rows = [
        (*_figures(each), ", ".join(map(str, each.earlier))) for each in records.figures(proposal)
    ]
    return DetailTable(
        "Figures, as they were when it was put forward",
        ("Day", "Orders", "Median", "Stands out", "The eight weeks before"),
        rows,
        "No day of that time had its own count and those of eight weeks before.",
    )


def _figures(found: OrderComparison) -> tuple[Any, ...]:
    stands_out = "above twice" if found.is_above else "below half" if found.is_below else "–"
    return f"{found.day:%a %-d %b %Y}", found.orders, f"{float(found.median):g}", stands_out


def concerned(proposal: FactProposal) -> DetailTable:
    """The tickets whose opening lies in its time, with their verdicts as they are now."""
    tickets = Ticket.objects.filter(client=proposal.client_id, opened_at__gte=proposal.since)
    if proposal.until is not None:
        tickets = tickets.filter(opened_at__lt=proposal.until)
    rows = [
        (
            ticket_link(ticket),
            ticket.subject,
            ui.class_chip(ticket.fault_class, kind=ticket.kind),
            ui.verdict_chip(ticket.response.verdict),
            stamp(ticket.opened_at),
        )
        for ticket in tickets.with_results().order_by("-number")[:SHOWN]
    ]
    return DetailTable(
        "Tickets opened in its time, as judged now",
        ("No", "Subject", "Class", "First answer", "Opened"),
        rows,
        "None yet.",
    )
