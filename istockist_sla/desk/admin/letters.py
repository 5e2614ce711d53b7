"""The outbox: what was written to whom, how it reads, and another try by a person."""

from datetime import datetime
from typing import Any

from csp.decorators import csp_replace
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from istockist_sla.core import letters
from istockist_sla.core.models import Letter
from istockist_sla.core.refusal import ActionRefused
from istockist_sla.desk.actions import ActionAdmin, ImmediateAction, instant_column, stamp
from istockist_sla.desk.admin.links import subject_link, with_link_facts
from istockist_sla.desk.site import site

# A letter's styles are inline, as mail readers want them: shown in a frame that may do nothing.
PREVIEW = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": True}
NOT_KEPT = "It holds a secret for its reader, for example a sign-in code. What it says is not kept."


MOST_RETURNED = 5


def _mail_link(mail: Any) -> SafeString:
    url = reverse("admin:tickets_inboundmail_change", args=[mail.pk])
    return format_html('<a href="{}">{}</a>, {}', url, mail, stamp(mail.received_at))


class RetryAction(ImmediateAction):
    verb = "retry"
    label = "Try again"
    permissions = ("core.change_letter",)
    success_message = "It is sent once more with the next delivery."
    icon = "refresh-cw"

    @classmethod
    def is_available(cls, subject: Letter, user: Any, at: datetime) -> bool:
        is_of_use = subject.secret_until is None or subject.secret_until > at
        return is_of_use and subject.state in (Letter.State.FAILED, Letter.State.UNCLEAR)

    def perform(self) -> None:
        if not letters.retry(self.subject, at=self.at):
            raise ActionRefused("This letter is not waiting for a person.")


@admin.register(Letter, site=site)
class LetterAdmin(ActionAdmin):
    page_template = "admin/core/letter/page.html"
    action_forms = (RetryAction,)
    list_display = (
        "name",
        "to_address",
        "state",
        "about",
        instant_column("created_at", "Written"),
        instant_column("sent_at", "Sent"),
        "attempts",
    )
    list_filter = ("state", "template")
    search_fields = ("to_address", "subject", "message_id")
    ordering = ("-id",)

    def get_urls(self) -> list[URLPattern]:
        shown: Any = require_safe(self.preview)
        framed = xframe_options_sameorigin(csp_replace(PREVIEW)(shown))
        preview = self.admin_site.admin_view(framed)
        return [
            path("<id:object_id>/preview/", preview, name="core_letter_preview"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        return with_link_facts(super().get_queryset(request), request.user)

    @admin.display(description="Letter", ordering="template")
    def name(self, letter: Letter) -> str:
        return letter.template.replace("_", " ").capitalize()

    @admin.display(description="About")
    def about(self, letter: Any) -> Any:
        return subject_link(letter)

    def get_details(self, subject: Letter) -> list[tuple[str, Any]]:
        to = f"{subject.to_name} <{subject.to_address}>" if subject.to_name else subject.to_address
        rows: list[tuple[str, Any]] = [
            ("To", to),
            ("About", self.about(subject)),
            ("State", subject.get_state_display()),
            ("Written", stamp(subject.created_at)),
            ("Sent", stamp(subject.sent_at) if subject.sent_at else "not yet"),
            ("Attempts", subject.attempts),
            ("Attempts without an answer", subject.unknown_attempts),
        ]
        if subject.last_error:
            rows.append(("Last error", subject.last_error))
        for mail in subject.returned_as.defer("raw").order_by("-id")[:MOST_RETURNED]:
            rows.append(("Received about it", _mail_link(mail)))
        return rows

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        letter = self.get_viewable(request, object_id)
        rendered = rendered_letter(letter)
        context = {
            "title": rendered.subject,
            "rendered": rendered,
            "preview": reverse("admin:core_letter_preview", args=[letter.pk]),
        }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def preview(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The letter as a mail reader shows it; nothing in it can act."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        letter = Letter.objects.filter(pk=object_id).first()
        if letter is None:
            raise Http404
        return HttpResponse(rendered_letter(letter).html)


def rendered_letter(letter: Letter) -> letters.Rendered:
    """What was sent; what would be sent now while it waits; the reason where that fails.

    A letter that holds a secret is never written for the desk.
    """
    if letter.is_secret:
        return letters.Rendered(letter.subject or str(letter), NOT_KEPT, "", {})
    if letter.text:
        return letters.Rendered(letter.subject, letter.text, letter.html, {})
    try:
        return letters.render(letter)
    except Exception as error:
        reason = f"It cannot be written: {type(error).__name__}: {error}"
        return letters.Rendered(str(letter), reason, "", {})
