"""Clients in the desk: their dated facts, their people and the agreement in force (P3, P4)."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from istockist_sla.lib import text
from istockist_sla.models import Event
from istockist_sla.site import site
from istockist_sla.steps import Confirm, Doing, Section, Step, StepAdmin
from istockist_sla.templatetags import look
from tickets import facts, records
from tickets.admin import telling
from tickets.admin.client_forms import (
    AppointForm,
    ClientForm,
    ContactForm,
    FactForm,
    RenameForm,
)
from tickets.admin.people import administrator_link
from tickets.admin.queue import PLANS, plan_name
from tickets.admin.views import CappedPaginator
from tickets.models import Agreement, Client, ClientFact

CHANGE = ("tickets.change_client",)
SHOWN = 20


def _create(doing: Doing) -> Client:
    return records.create_client(**doing.data, by=doing.by, at=doing.at)


def _rename(doing: Doing) -> Any:
    return records.rename_client(
        client_id=doing.subject.pk, name=doing.data["name"], by=doing.by, at=doing.at
    )


def _end(doing: Doing) -> Any:
    return records.end_client(client_id=doing.subject.pk, by=doing.by, at=doing.at)


def _record_fact(doing: Doing) -> Any:
    data = doing.data
    return records.record_fact(
        client_id=doing.subject.pk,
        kind=data["kind"],
        value=data["value"],
        since=data["since"],
        evidence=data["evidence"],
        by=doing.by,
        at=doing.at,
    )


def _appoint(doing: Doing) -> Any:
    return records.appoint_administrator(
        client_id=doing.subject.pk, **doing.data, by=doing.by, at=doing.at
    )


def _name_contact(doing: Doing) -> Any:
    return records.name_contact(client_id=doing.subject.pk, **doing.data, by=doing.by, at=doing.at)


def _draft(doing: Doing) -> Any:
    return records.draft_own_agreement(client_id=doing.subject.pk, by=doing.by, at=doing.at)


def _there(client: Client, at: datetime) -> bool:
    return client.ended_at is None


@admin.register(Client, site=site)
class ClientAdmin(StepAdmin):
    event_kind = Event.Kind.CLIENT
    refusals = (records.Refused,)
    add_step = Step(
        "create",
        "Add a client",
        ("tickets.add_client",),
        _create,
        form=ClientForm,
        done="Added. Now name its administrators.",
        intro="Its plan is the first fact, and holds from now (P3).",
    )
    steps = (
        Step(
            "record_fact",
            "Record a fact…",
            ("tickets.add_clientfact",),
            _record_fact,
            form=FactForm,
            done="Recorded. The client's tickets are judged by it.",
            intro="Facts are only added: a correction is a later row for the same instant (P4).",
        ),
        Step(
            "appoint",
            "Appoint an administrator…",
            ("tickets.add_clientadministrator",),
            _appoint,
            form=AppointForm,
            legal=_there,
            done="Appointed. The person can sign in and write to Support from that day.",
        ),
        Step(
            "name_contact",
            "Name a Customer Success contact…",
            ("tickets.add_customersuccesscontact",),
            _name_contact,
            form=ContactForm,
            legal=_there,
            done="Named.",
        ),
        Step(
            "draft_agreement",
            "Draft its own agreement…",
            ("tickets.add_agreementversion",),
            _draft,
            form=Confirm,
            legal=_there,
            done="Drafted. Change and publish it among the agreements.",
            intro="A copy of the newest version; in force while SLA Premium is (P4).",
        ),
        Step("rename", "Rename…", CHANGE, _rename, form=RenameForm, done="Renamed."),
        Step(
            "end",
            "End…",
            CHANGE,
            _end,
            form=Confirm,
            legal=_there,
            done="Ended. Its folders stay.",
            intro="The client has left: its people may no longer contact Support. Nothing is "
            "deleted.",
            danger=True,
        ),
    )
    list_display = ("name", "code", "plan_now", "created_at", "ended_at")
    list_filter = (("ended_at", admin.EmptyFieldListFilter),)
    search_fields = ("name", "code")
    list_per_page = 50
    paginator = CappedPaginator

    def get_queryset(self, request: HttpRequest) -> QuerySet[Client]:
        clients: Any = super().get_queryset(request)
        return clients.with_plan(timezone.now())

    @admin.display(description="Plan now")
    def plan_now(self, client: Any) -> str:
        return plan_name(client.plan, client.premium)

    def facts(self, subject: Client) -> list[tuple[str, Any]]:
        now = timezone.now()
        held = facts.held_at(subject.facts.select_related("author").order_by("-since", "-id"), now)
        premium = held.get(ClientFact.Kind.PREMIUM)
        own = subject.pk if premium and premium.value == ClientFact.YES else None
        terms = facts.Book().terms(now, client_id=own)[0]
        ended = [("Ended", text.instant(subject.ended_at))] if subject.ended_at else []
        return [
            ("Short name", subject.code),
            ("Since", text.instant(subject.created_at)),
            *ended,
            *((str(ClientFact.Kind(kind).label), shown(kind, held[kind].value)) for kind in held),
            ("Agreement in force", f"{terms.agreement}, version {terms.version}"),
        ]

    def sections(self, subject: Client, request: HttpRequest) -> list[Section]:
        return [
            _administrators(subject),
            _contacts(subject),
            _facts(subject),
            _agreements(subject),
            _tickets(subject),
        ]


def shown(kind: str, value: str) -> str:
    """A fact's value as people read it."""
    if kind == ClientFact.Kind.PLAN:
        return {**PLANS, "custom": "Custom enterprise"}.get(value, value)
    if kind == ClientFact.Kind.FIRST_ORDER and value != ClientFact.NONE:
        return text.instant(datetime.fromisoformat(value))
    return value


def _administrators(client: Client) -> Section:
    rows = [
        (
            administrator_link(row),
            row.email,
            row.since,
            row.until or "–",
            "yes" if row.wants_copies else "no",
        )
        for row in client.administrators.order_by("until", "name")
    ]
    columns = ("Administrator", "Address", "From", "Last day", "Copies of all letters")
    return Section("Who may contact Support", columns, rows, "Nobody yet: appoint somebody.")


def _contacts(client: Client) -> Section:
    rows = [
        (row.name, row.email or "–", row.since, row.until or "–")
        for row in client.success_contacts.all()
    ]
    return Section("Customer Success", ("Contact", "Address", "From", "Last day"), rows)


def _facts(client: Client) -> Section:
    rows = [
        (
            fact.get_kind_display(),
            shown(fact.kind, fact.value),
            text.instant(fact.since),
            fact.evidence,
            f"{fact.author}, {text.instant(fact.recorded_at)}",
        )
        for fact in client.facts.select_related("author").order_by("-since", "-id")
    ]
    columns = ("Fact", "Value", "From", "Evidence", "Recorded")
    return Section("Facts, the latest first", columns, rows)


def _agreements(client: Client) -> Section:
    own = Agreement.objects.filter(client=client).first()
    rows = [
        (
            version,
            text.instant(version.effective_from) if version.is_published else "draft",
            text.instant(version.published_at) if version.published_at else "–",
        )
        for version in (own.versions.all() if own else [])
    ]
    return Section(
        "Its own agreement",
        ("Version", "In force from", "Published"),
        rows,
        "None: the standard agreement applies.",
    )


def _tickets(client: Client) -> Section:
    rows = [
        (
            telling.ticket_link(ticket),
            ticket.subject,
            look.class_chip(ticket.fault_class, kind=ticket.kind),
            look.state_mark(ticket.state),
            text.instant(ticket.opened_at),
        )
        for ticket in client.tickets.order_by("-number")[:SHOWN]
    ]
    return Section("Latest tickets", ("No", "Subject", "Class", "State", "Opened"), rows)
