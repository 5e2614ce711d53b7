"""Received mail in the desk: what is held, why, and what becomes of it (P1)."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from istockist_sla.core.models import Event, Letter
from istockist_sla.desk.actions import (
    ActionAdmin,
    ActionForm,
    DetailTable,
    RecordList,
    stamp,
)
from istockist_sla.desk.site import site
from tickets.admin.links import ticket_link
from tickets.admin.mail import sentences, views
from tickets.admin.mail.actions import (
    ACTION_FORMS,
    HELD_STATES,
    AdoptForm,
    LinkForm,
    MakeTicketForm,
    ReleaseForm,
)
from tickets.admin.mail.pages import mail_text, possible_senders
from tickets.admin.mail.rows import rows
from tickets.models import InboundMail


class MailList(RecordList):
    """Each row of the page with its sentence and its steps, in a fixed number of queries."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list: Any = list(self.result_list)
        self.mail_rows = rows(self.result_list, user=request.user, now=timezone.now())


def _letter_link(letter: Letter) -> SafeString:
    url = reverse("admin:core_letter_change", args=[letter.pk])
    return format_html('<a href="{}">{}</a> to {}', url, letter, letter.to_address)


def _mail_link(mail: InboundMail) -> SafeString:
    url = reverse("admin:tickets_inboundmail_change", args=[mail.pk])
    return format_html('<a href="{}">{}</a>', url, mail)


@admin.register(InboundMail, site=site)
class InboundMailAdmin(ActionAdmin):
    event_kind = Event.Kind.MAIL
    page_template = "admin/tickets/inboundmail/page.html"
    action_forms = ACTION_FORMS
    list_display = ("subject_line",)
    list_filter = (views.ByView,)
    change_list_template = "admin/tickets/inboundmail/change_list.html"
    search_fields = ("subject", "from_address", "from_name", "internet_id")

    def get_urls(self) -> list[URLPattern]:
        raw = self.admin_site.admin_view(require_safe(self.raw))
        return [
            path("<id:object_id>/raw/", raw, name="tickets_inboundmail_raw"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[InboundMail]:
        related = ("ticket", "message", "letter", "administrator", "copy_of")
        mails = super().get_queryset(request).select_related(*related)
        return mails.defer("raw", "copy_of__raw", "letter__text", "letter__html")

    @admin.display(description="Subject", ordering="subject")
    def subject_line(self, mail: InboundMail) -> str:
        return Truncator(str(mail)).chars(90)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[MailList]:
        return MailList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "tabs": views.tabs(request),
            "view": views.chosen_view(request),
            "summary": views.summary(timezone.now()),
            "senders_are_checked": bool(settings.AUTHSERV_ID),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def get_details(self, subject: InboundMail) -> list[tuple[str, Any]]:
        sender = f"{subject.from_name} <{subject.from_address or 'no readable sender'}>"
        fact, rest = sentences.reason(subject, None, timezone.now())
        rows: list[tuple[str, Any]] = [
            ("State", sentences.appearance(subject)[1]),
            ("Why", format_html("<strong>{}</strong> {}", fact, rest)),
            ("From", sender.strip()),
            ("Received", stamp(subject.received_at)),
            ("Stored", stamp(subject.stored_at)),
            ("Message-ID", subject.internet_id or "none"),
        ]
        if subject.held_for and subject.note and subject.state not in HELD_STATES:
            rows.append(("Note", subject.note))
        if subject.ticket:
            rows.append(("Ticket", ticket_link(subject.ticket)))
        if subject.wait_until:
            rows.append(("Looked at again", stamp(subject.wait_until)))
        if subject.letter:
            rows.append(("Letter", _letter_link(subject.letter)))
        if subject.copy_of:
            rows.append(("Copy of", _mail_link(subject.copy_of)))
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
        if isinstance(form, AdoptForm | ReleaseForm | MakeTicketForm | LinkForm):
            return reverse("admin:tickets_ticket_change", args=[made.pk])
        return self.get_list_url()
