"""The outbox: what was written to whom, how it reads, and what a person decides about it."""

from datetime import datetime
from typing import Any

from csp.decorators import csp_replace
from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from istockist_sla.core import letters
from istockist_sla.core.lib.text import counted
from istockist_sla.core.models import Event, Letter
from istockist_sla.core.refusal import ActionRefused
from istockist_sla.desk.actions import (
    ActionAdmin,
    ActionForm,
    ImmediateAction,
    instant_column,
    stamp,
)
from istockist_sla.desk.links import subject_link, with_link_facts
from istockist_sla.desk.site import site

# A letter's styles are inline, as mail readers want them: shown in a frame that may do nothing.
PREVIEW = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": True}
SEND = ("core.change_letter",)
NOT_KEPT = "It holds a secret for its reader, for example a sign-in code. What it says is not kept."


MOST_RETURNED = 5


def _mail_link(mail: Any) -> SafeString:
    url = reverse("admin:tickets_inboundmail_change", args=[mail.pk])
    return format_html('<a href="{}">{}</a>, {}', url, mail, stamp(mail.received_at))


class RetryAction(ImmediateAction):
    verb = "retry"
    label = "Try again"
    permissions = SEND
    success_message = "It is sent once more with the next delivery."
    icon = "refresh-cw"

    @classmethod
    def is_available(cls, subject: Letter, user: Any, at: datetime) -> bool:
        is_of_use = subject.secret_until is None or subject.secret_until > at
        return is_of_use and subject.state in (Letter.State.FAILED, Letter.State.UNCLEAR)

    def perform(self) -> None:
        if not letters.retry([self.subject.pk], by=self.user, at=self.at):
            raise ActionRefused("This letter is not waiting for a person.")


class GiveUpForm(ActionForm):
    verb = "give_up"
    label = "Give up…"
    permissions = SEND
    success_message = "It is not sent any more."
    description = (
        "Nobody is told: speak to the recipient in another way where it matters. It can still be "
        "tried again."
    )
    icon = "x"
    note = forms.CharField(max_length=500, label="Why", help_text="Kept with the letter.")

    @classmethod
    def is_available(cls, subject: Letter, user: Any, at: datetime) -> bool:
        return subject.is_undecided or (
            subject.state == Letter.State.QUEUED and not subject.is_secret
        )

    def perform(self) -> None:
        note = self.cleaned_data["note"]
        if not letters.give_up([self.subject.pk], note=note, by=self.user, at=self.at):
            raise ActionRefused("This letter is on its way, or was decided already.")


class ByOutcome(admin.SimpleListFilter):
    title, parameter_name = "outcome", "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("undecided", "To decide"), ("refused", "Put off by the recipient's server")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Letter]) -> QuerySet[Letter]:
        rows: Any = queryset
        if self.value() == "undecided":
            return rows.undecided()
        if self.value() == "refused":
            return rows.waiting().filter(refused_since__isnull=False)
        return queryset


class ChosenLettersForm(helpers.ActionForm):
    """Below the list: what to do with the letters that are chosen."""

    note = forms.CharField(
        required=False,
        max_length=500,
        label="Why",
        widget=forms.TextInput(attrs={"placeholder": "Why, to give up"}),
    )


@admin.register(Letter, site=site)
class LetterAdmin(ActionAdmin):
    event_kind = Event.Kind.LETTER
    page_template = "admin/core/letter/page.html"
    action_forms = (RetryAction, GiveUpForm)
    actions = ("retry_chosen", "give_up_chosen")
    action_form = ChosenLettersForm
    list_display = (
        "name",
        "to_address",
        "state",
        "about",
        instant_column("created_at", "Written"),
        instant_column("sent_at", "Sent"),
        "attempts",
    )
    list_filter = (ByOutcome, "state", "template")
    search_fields = ("to_address", "subject", "message_id")
    ordering = ("-id",)

    def has_send_permission(self, request: HttpRequest) -> bool:
        return RetryAction.has_permission(request.user)

    @admin.action(description="Try again", permissions=["send"])
    def retry_chosen(self, request: HttpRequest, queryset: QuerySet[Letter]) -> None:
        person: Any = request.user
        asked = letters.retry(_ids(queryset), by=person, at=timezone.now())
        self._say(request, asked, "sent once more with the next delivery")

    @admin.action(description="Give up, with a reason", permissions=["send"])
    def give_up_chosen(self, request: HttpRequest, queryset: QuerySet[Letter]) -> None:
        person: Any = request.user
        note = request.POST.get("note", "")
        try:
            given_up = letters.give_up(_ids(queryset), note=note, by=person, at=timezone.now())
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            self._say(request, given_up, "not sent any more")

    def _say(self, request: HttpRequest, count: int, what: str) -> None:
        if count:
            verb = "are" if count > 1 else "is"
            messages.success(request, f"{counted(count, 'letter')} {verb} {what}.")
        else:
            messages.error(request, "None of these letters waits for a person.")

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
        if subject.state == Letter.State.QUEUED:
            rows.append(("Next attempt", stamp(subject.next_try_at)))
        if subject.refused_since:
            rows.append(("Refused since", stamp(subject.refused_since)))
        if subject.given_up_at:
            rows.append(("Given up", f"{stamp(subject.given_up_at)}: {subject.given_up_note}"))
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


def _ids(chosen: QuerySet[Letter]) -> list[int]:
    return list(chosen.order_by().values_list("pk", flat=True))


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
