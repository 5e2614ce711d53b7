"""Received mail in the desk: what is held, why, and what becomes of it (P1)."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import (
    ActionAdmin,
    ActionForm,
    DetailTable,
    instant_column,
    stamp,
)
from istockist_sla.desk.site import site
from tickets.admin.links import ticket_link
from tickets.admin.mail.actions import ACTION_FORMS, HELD_STATES, AdoptForm, ReleaseForm
from tickets.admin.mail.pages import UnsettledFilter, mail_text, possible_senders
from tickets.models import InboundMail


@admin.register(InboundMail, site=site)
class InboundMailAdmin(ActionAdmin):
    event_kind = Event.Kind.MAIL
    page_template = "admin/tickets/inboundmail/page.html"
    action_forms = ACTION_FORMS
    list_display = (
        "subject_line",
        "sender",
        "state",
        "held_for",
        instant_column("received_at", "Received"),
        "in_ticket",
    )
    list_display_links = ("subject_line",)
    list_filter = (UnsettledFilter,)
    search_fields = ("subject", "from_address", "from_name", "internet_id")

    def get_urls(self) -> list[URLPattern]:
        raw = self.admin_site.admin_view(require_safe(self.raw))
        return [
            path("<id:object_id>/raw/", raw, name="tickets_inboundmail_raw"),
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
        return ticket_link(mail.ticket) if mail.ticket else "–"

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
            rows.append(("Ticket", ticket_link(subject.ticket)))
        return rows

    def get_tables(self, subject: InboundMail, request: HttpRequest) -> list[DetailTable]:
        if subject.state not in HELD_STATES:
            return []
        return [
            DetailTable(
                "Clients it may come from",
                ("Client", "Administrator", "Address", "From", "Until"),
                [
                    (row.client, row.name, row.email, row.since, row.until or "now")
                    for row in possible_senders(subject)
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
        if isinstance(form, AdoptForm | ReleaseForm):
            return reverse("admin:tickets_ticket_change", args=[made.pk])
        return self.get_list_url()
