"""Much mail of one sender: one row each, let in or put aside by an agent."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from istockist_sla.core.lib.text import NONE, counted
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import (
    ActionAdmin,
    ActionForm,
    DetailTable,
    ImmediateAction,
    instant_column,
    stamp,
)
from istockist_sla.desk.site import site
from tickets.admin.fields import LONGEST_REASON
from tickets.mailroom import brakes
from tickets.models import Flood, InboundMail

RELEASE = ("tickets.release_mail",)
MOST_SHOWN = 20


class LetInAction(ImmediateAction):
    verb = "let_in"
    label = "Let them in"
    permissions = RELEASE
    icon = "check"

    @classmethod
    def is_available(cls, subject: Flood, user: Any, at: datetime) -> bool:
        return subject.ended_at is None

    def perform(self) -> None:
        count = brakes.let_in(self.subject.pk, by=self.user, at=self.at)
        mails = counted(count, "mail")
        self.success_message = f"{mails} let in: opened as of their receipt within minutes."


class PutAsideForm(ActionForm):
    verb = "put_aside"
    label = "Put aside…"
    permissions = RELEASE
    description = "None of the mails that wait is opened. They are kept; nobody is told."
    is_dangerous = True
    note = forms.CharField(max_length=LONGEST_REASON, label="Why")

    @classmethod
    def is_available(cls, subject: Flood, user: Any, at: datetime) -> bool:
        return subject.ended_at is None

    def perform(self) -> None:
        note = self.cleaned_data["note"]
        count = brakes.put_aside(self.subject.pk, note=note, by=self.user, at=self.at)
        self.success_message = f"{counted(count, 'mail')} put aside."


class GoingOnFilter(admin.SimpleListFilter):
    title, parameter_name = "state", "state"
    as_tabs = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("all", "All")]

    def choices(self, changelist: Any) -> Any:
        default, *rest = super().choices(changelist)
        yield {**default, "display": "Going on"}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: QuerySet[Flood]) -> QuerySet[Flood]:
        return queryset if self.value() == "all" else queryset.filter(ended_at=None)


@admin.register(Flood, site=site)
class FloodAdmin(ActionAdmin):
    event_kind = Event.Kind.FLOOD
    action_forms = (LetInAction, PutAsideForm)
    list_display = (
        "sender",
        "client",
        "mails",
        instant_column("began_at", "Began"),
        instant_column("last_at", "Last"),
        instant_column("ended_at", "Ended"),
    )
    list_filter = (GoingOnFilter,)
    search_fields = ("sender",)
    search_help_text = "Sender"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Flood]:
        rows: Any = super().get_queryset(request).select_related("administrator__client")
        counted_rows: QuerySet[Flood] = rows.with_waiting()
        return counted_rows

    @admin.display(description="Client")
    def client(self, flood: Flood) -> str:
        return flood.administrator.client.name

    @admin.display(description="Waiting")
    def mails(self, flood: Any) -> int:
        return flood.waiting or 0

    def get_details(self, subject: Any) -> list[tuple[str, Any]]:
        rows: list[tuple[str, Any]] = [
            ("Sender", f"{subject.administrator.name} <{subject.sender}>"),
            ("Client", subject.administrator.client.name),
            ("Waiting", counted(subject.waiting or 0, "mail")),
            ("Began", stamp(subject.began_at)),
            ("Last", stamp(subject.last_at)),
            ("Ended", stamp(subject.ended_at) if subject.ended_at else NONE),
        ]
        return [*rows, ("Put aside because", subject.note)] if subject.note else rows

    def get_tables(self, subject: Flood, request: HttpRequest) -> list[DetailTable]:
        return [
            DetailTable(
                f"The first {MOST_SHOWN} that wait",
                ("Received", "Subject", "Opened at the latest"),
                [
                    (stamp(mail.received_at), _link(mail), stamp(mail.wait_until or mail.stored_at))
                    for mail in subject.mails()[:MOST_SHOWN]
                ],
                "Nothing waits.",
            )
        ]


def _link(mail: InboundMail) -> Any:
    url = reverse("admin:tickets_inboundmail_change", args=[mail.pk])
    return format_html('<a href="{}">{}</a>', url, mail)
