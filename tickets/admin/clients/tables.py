"""Tables on a client's page: its people, facts, own agreement and latest tickets."""

from typing import Any

from istockist_sla.core.templatetags import ui
from istockist_sla.desk.actions import DetailTable, stamp
from tickets.admin.clients.people import administrator_link
from tickets.admin.clients.reachability import unreachable, with_mark
from tickets.admin.links import ticket_link
from tickets.models import Agreement, Client
from tickets.wording.client_facts import fact_value

SHOWN = 20


def administrators(client: Client, *, viewer: Any) -> DetailTable:
    """Each with a link to their page, for who may open it."""
    may_open = viewer.has_perm("tickets.view_clientadministrator")
    people = list(client.administrators.order_by("until", "name"))
    lost = unreachable([row.email for row in people])
    rows = [
        (
            administrator_link(row) if may_open else row.name,
            with_mark(row.email, lost.get(row.email.lower())),
            row.since,
            row.until or "–",
            "yes" if row.wants_copies else "no",
            "yes" if row.wants_reports else "no",
        )
        for row in people
    ]
    columns = ("Administrator", "Address", "From", "Last day", "Copies of all e-mails", "Reports")
    return DetailTable("Who may contact Support", columns, rows, "Nobody yet: appoint somebody.")


def contacts(client: Client) -> DetailTable:
    rows = [
        (row.name, row.email or "–", row.since, row.until or "–")
        for row in client.success_contacts.all()
    ]
    return DetailTable("Customer Success", ("Contact", "Address", "From", "Last day"), rows)


def facts(client: Client) -> DetailTable:
    rows = [
        (
            fact.get_kind_display(),
            fact_value(fact.kind, fact.value),
            stamp(fact.since),
            fact.evidence,
            f"{fact.author}, {stamp(fact.recorded_at)}",
        )
        for fact in client.facts.select_related("author").order_by("-since", "-id")
    ]
    columns = ("Fact", "Value", "From", "Evidence", "Recorded")
    return DetailTable("Facts, the latest first", columns, rows)


def agreements(client: Client) -> DetailTable:
    own = Agreement.objects.filter(client=client).first()
    rows = [
        (
            version,
            stamp(version.effective_from) if version.is_published else "draft",
            stamp(version.published_at) if version.published_at else "–",
        )
        for version in (own.versions.all() if own else [])
    ]
    return DetailTable(
        "Its own agreement",
        ("Version", "In force from", "Published"),
        rows,
        "None: the standard agreement applies.",
    )


def tickets(client: Client) -> DetailTable:
    rows = [
        (
            ticket_link(ticket),
            ticket.subject,
            ui.class_chip(ticket.fault_class, kind=ticket.kind),
            ui.state_mark(ticket.state),
            stamp(ticket.opened_at),
        )
        for ticket in client.tickets.order_by("-number")[:SHOWN]
    ]
    return DetailTable("Latest tickets", ("No", "Subject", "Class", "State", "Opened"), rows)
