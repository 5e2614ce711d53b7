"""Clients in the desk: their dated facts, their people and the agreement in force (P3, P4)."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import (
    ActionAdmin,
    ConfirmForm,
    DetailTable,
    Doing,
    Step,
    instant_column,
    stamp,
)
from istockist_sla.desk.site import site
from tickets import inputs, records
from tickets.admin.clients import tables
from tickets.admin.clients.forms import AppointForm, ClientForm, ContactForm, FactForm, RenameForm
from tickets.admin.orders import tables as order_tables
from tickets.admin.orders.forms import VolumeForm
from tickets.models import Client, ClientFact
from tickets.wording.client_facts import fact_value, plan_name

CHANGE = ("tickets.change_client",)
PROPOSE = ("tickets.add_factproposal",)


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


def _propose_fact(doing: Doing) -> Any:
    data = doing.data
    return records.propose_fact(
        client_id=doing.subject.pk,
        value=data["value"],
        since=data["since"],
        until=data["until"],
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
class ClientAdmin(ActionAdmin):
    event_kind = Event.Kind.CLIENT
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
            "propose_fact",
            "Propose an altered order volume…",
            PROPOSE,
            _propose_fact,
            form=VolumeForm,
            done="Put forward with its figures. Another manager decides.",
            submit="Put it forward",
            intro="Significant alteration of the order volume takes the client’s tickets of that "
            "time out of the guarantee, once a manager has approved it (G5).",
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
            form=ConfirmForm,
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
            form=ConfirmForm,
            legal=_there,
            done="Ended. Its folders stay.",
            intro="The client has left: its people may no longer contact Support. Nothing is "
            "deleted.",
            danger=True,
        ),
    )
    list_display = (
        "name",
        "code",
        "plan_now",
        instant_column("created_at", "Since"),
        instant_column("ended_at", "Ended"),
    )
    list_filter = (("ended_at", admin.EmptyFieldListFilter),)
    search_fields = ("name", "code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Client]:
        clients: Any = super().get_queryset(request)
        return clients.with_plan(timezone.now())

    @admin.display(description="Plan now")
    def plan_now(self, client: Any) -> str:
        return plan_name(client.plan, client.premium)

    def get_details(self, subject: Client) -> list[tuple[str, Any]]:
        now = timezone.now()
        held = inputs.facts_of(subject.pk, now)
        terms = inputs.terms_for(subject.pk, now)
        ended = [("Ended", stamp(subject.ended_at))] if subject.ended_at else []
        known = [
            (str(ClientFact.Kind(kind).label), fact_value(kind, fact.value))
            for kind, fact in held.items()
        ]
        return [
            ("Short name", subject.code),
            ("Since", stamp(subject.created_at)),
            *ended,
            *known,
            ("Agreement in force", f"{terms.agreement}, version {terms.version}"),
        ]

    def get_tables(self, subject: Client, request: HttpRequest) -> list[DetailTable]:
        return [
            tables.administrators(subject),
            tables.contacts(subject),
            tables.facts(subject),
            order_tables.suggestions(
                subject, at=timezone.now(), propose_url=self._propose_url(subject, request)
            ),
            tables.agreements(subject),
            tables.tickets(subject),
        ]

    def _propose_url(self, subject: Client, request: HttpRequest) -> str:
        may = any(request.user.has_perm(permission) for permission in PROPOSE)
        return self.get_action_url(subject, "propose_fact") if may else ""
