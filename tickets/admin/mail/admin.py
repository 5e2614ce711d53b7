"""Received mail in the desk: what is held, why, and what becomes of it (P1)."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import Truncator

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import (
    ActionAdmin,
    ActionForm,
    ConfirmForm,
    DetailTable,
    Doing,
    Step,
    instant_column,
    stamp,
)
from istockist_sla.desk.site import site
from tickets.admin import event_text
from tickets.admin.fields import LONGEST_REASON, AdministratorField
from tickets.admin.mail.pages import UNSETTLED, Unsettled, mail_text, matches
from tickets.mailroom import held, matching
from tickets.models import InboundMail

RELEASE = ("tickets.release_mail",)


class AdoptForm(ActionForm):
    administrator = AdministratorField(
        label="For the client administrator",
        help_text="The ticket counts as opened now; adopting is not handling.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["administrator"]
        field.on(self.at.date())


class RejectForm(ActionForm):
    note = forms.CharField(
        max_length=LONGEST_REASON, label="Why", help_text="The mail stays kept; nobody is told."
    )


def _adopt(doing: Doing) -> Any:
    return held.adopt(
        doing.subject.pk, administrator=doing.data["administrator"], by=doing.by, at=doing.at
    )


def _release(doing: Doing) -> Any:
    return held.release(doing.subject.pk, by=doing.by, at=doing.at)


def _reject(doing: Doing) -> Any:
    return held.reject(doing.subject.pk, by=doing.by, at=doing.at, note=doing.data["note"])


def _held(mail: InboundMail, at: datetime) -> bool:
    return mail.state in UNSETTLED


def _was_administrator(mail: InboundMail, at: datetime) -> bool:
    sender = matching.administrator_of(mail.from_address, mail.received_at)
    return _held(mail, at) and sender is not None


@admin.register(InboundMail, site=site)
class InboundMailAdmin(ActionAdmin):
    event_kind = Event.Kind.MAIL
    page_template = "admin/tickets/inboundmail/page.html"
    steps = (
        Step(
            "release",
            "Release…",
            RELEASE,
            _release,
            form=ConfirmForm,
            legal=_was_administrator,
            done="Released: the ticket counts as opened when the mail was received.",
            intro="Its sender was a client administrator when it was received, so the ticket "
            "counts as opened then (P1).",
        ),
        Step(
            "adopt",
            "Adopt…",
            RELEASE,
            _adopt,
            form=AdoptForm,
            legal=_held,
            done="Adopted: the ticket is open.",
            intro="For mail of somebody who may not contact Support: a client administrator "
            "stands behind it (P1).",
        ),
        Step(
            "reject",
            "Put aside…",
            RELEASE,
            _reject,
            form=RejectForm,
            legal=_held,
            done="Put aside.",
        ),
    )
    list_display = (
        "subject_line",
        "sender",
        "state",
        "held_for",
        instant_column("received_at", "Received"),
        "in_ticket",
    )
    list_display_links = ("subject_line",)
    list_filter = (Unsettled,)
    search_fields = ("subject", "from_address", "from_name", "internet_id")

    def get_urls(self) -> list[URLPattern]:
        raw = self.admin_site.admin_view(self.raw)
        return [
            path("<int:object_id>/raw/", raw, name="tickets_inboundmail_raw"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[InboundMail]:
        return super().get_queryset(request).select_related("ticket").defer("raw")

    @admin.display(description="Subject", ordering="subject")
    def subject_line(self, mail: InboundMail) -> str:
        return Truncator(str(mail)).chars(90)

    @admin.display(description="From", ordering="from_address")
    def sender(self, mail: InboundMail) -> str:
        return mail.from_address or "no readable sender"

    @admin.display(description="Ticket")
    def in_ticket(self, mail: InboundMail) -> Any:
        return event_text.ticket_link(mail.ticket) if mail.ticket else "–"

    def get_details(self, subject: InboundMail) -> list[tuple[str, Any]]:
        sender = f"{subject.from_name} <{subject.from_address or 'no readable sender'}>"
        rows: list[tuple[str, Any]] = [
            ("State", subject.get_state_display()),
            ("Why", subject.get_held_for_display() or subject.note or "–"),
            ("From", sender.strip()),
            ("Received", stamp(subject.received_at)),
            ("Stored", stamp(subject.stored_at)),
            ("Message-ID", subject.internet_id or "none"),
        ]
        if subject.held_for and subject.note:
            rows.append(("Note", subject.note))
        if subject.ticket:
            rows.append(("Ticket", event_text.ticket_link(subject.ticket)))
        return rows

    def get_tables(self, subject: InboundMail, request: HttpRequest) -> list[DetailTable]:
        if subject.state not in UNSETTLED:
            return []
        return [
            DetailTable(
                "Clients it may come from",
                ("Client", "Administrator", "Address", "From", "Until"),
                [
                    (row.client, row.name, row.email, row.since, row.until or "now")
                    for row in matches(subject)
                ],
                "No client has an administrator at this domain.",
            )
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        mail = self.get_viewable(request, object_id)
        incoming, raw = mail_text(mail)
        context = {
            "incoming": incoming,
            "raw": raw,
            "raw_url": reverse("admin:tickets_inboundmail_raw", args=[mail.pk]),
        }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def raw(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The bytes as they came, as a download."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        mail = InboundMail.objects.filter(pk=object_id).first()
        if mail is None:
            raise Http404
        response = HttpResponse(bytes(mail.raw), content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="mail-{mail.pk}.eml"'
        return response

    def get_success_url(self, form: ActionForm, made: Any) -> str:
        if form.verb in ("adopt", "release"):
            return reverse("admin:tickets_ticket_change", args=[made.pk])
        return self.get_list_url()
