"""People of the desk, the record of events, and the outbox of letters."""

from datetime import datetime
from typing import Any

from csp.decorators import csp_replace
from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from istockist_sla import letters, roles
from istockist_sla.lib import text
from istockist_sla.models import Event, Letter, User
from istockist_sla.site import site
from istockist_sla.steps import Confirm, Doing, Section, Step, StepAdmin, StepForm
from tickets import notices

CHANGE = ("istockist_sla.change_user",)
CHOICES = [(name, name) for name in roles.ROLES if name != roles.TECHNICAL]
# A letter's own dress is inline, as mail readers want it: shown in a frame that may do nothing.
PREVIEW = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": True}
# The page of each subject that an event or a letter is about.
PAGES = {
    Event.Kind.TICKET: "tickets_ticket",
    Event.Kind.FAULT: "tickets_fault",
    Event.Kind.CLIENT: "tickets_client",
    Event.Kind.AGREEMENT: "tickets_agreementversion",
    Event.Kind.CALENDAR: "tickets_calendarversion",
    Event.Kind.HOLIDAYS: "tickets_holidaylist",
    Event.Kind.MAIL: "tickets_inboundmail",
    Event.Kind.ARTICLE: "tickets_article",
    Event.Kind.OUTAGE: "availability_outage",
    Event.Kind.MAINTENANCE: "availability_maintenance",
    Event.Kind.COMPONENT: "availability_component",
    Event.Kind.USER: "istockist_sla_user",
}


def subject_link(kind: str, subject_id: int) -> Any:
    """The row that an event or letter is about, by kind and id."""
    words = f"{kind} {subject_id}"
    try:
        url = reverse(f"admin:{PAGES[Event.Kind(kind)]}_change", args=[subject_id])
    except (KeyError, ValueError, NoReverseMatch):
        return words
    return format_html('<a href="{}">{}</a>', url, words)


class RolesForm(StepForm):
    groups = forms.MultipleChoiceField(
        choices=CHOICES, widget=forms.CheckboxSelectMultiple, label="Roles"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            held = list(self.subject.groups.values_list("name", flat=True))
            self.initial.setdefault("groups", held)


class EngageForm(RolesForm):
    name = forms.CharField(max_length=120, label="Name")
    email = forms.EmailField(
        label="E-mail address", help_text="Sign-in is by a code that is sent there."
    )
    field_order = ("name", "email", "groups")


def _engage(doing: Doing) -> User:
    return roles.engage(**doing.data, by=doing.by, at=doing.at)


def _reassign(doing: Doing) -> User:
    return roles.reassign(
        user_id=doing.subject.pk, groups=doing.data["groups"], by=doing.by, at=doing.at
    )


def _dismiss(doing: Doing) -> User:
    return roles.dismiss(user_id=doing.subject.pk, by=doing.by, at=doing.at)


def _readmit(doing: Doing) -> User:
    return roles.readmit(user_id=doing.subject.pk, by=doing.by, at=doing.at)


def _works_here(user: User, at: datetime) -> bool:
    return user.is_staff and user.is_active


def _dismissed(user: User, at: datetime) -> bool:
    return user.is_staff and not user.is_active


@admin.register(User, site=site)
class UserAdmin(StepAdmin):
    event_kind = Event.Kind.USER
    refusals = (roles.NotPossible,)
    add_step = Step(
        "engage",
        "Add a person",
        ("istockist_sla.add_user",),
        _engage,
        form=EngageForm,
        done="Added. The person can sign in now.",
        intro="For the staff; people of clients are appointed on their client's page.",
    )
    steps = (
        Step(
            "reassign",
            "Change roles…",
            CHANGE,
            _reassign,
            form=RolesForm,
            legal=_works_here,
            done="Changed.",
        ),
        Step(
            "dismiss",
            "Dismiss…",
            CHANGE,
            _dismiss,
            form=Confirm,
            legal=_works_here,
            done="Dismissed.",
            intro="The person can no longer sign in; what they did stays theirs.",
            danger=True,
        ),
        Step("readmit", "Readmit", CHANGE, _readmit, legal=_dismissed, done="Readmitted."),
    )
    list_display = ("name", "email", "role_names", "is_staff", "is_active")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("name", "email")
    ordering = ("name",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="Roles")
    def role_names(self, user: User) -> str:
        return ", ".join(sorted(group.name for group in user.groups.all())) or "–"

    def facts(self, subject: User) -> list[tuple[str, Any]]:
        return [
            ("Name", subject.name),
            ("Address", subject.email),
            ("Roles", self.role_names(subject)),
            ("Works in the desk", "yes" if subject.is_staff else "no, for a client"),
            ("May sign in", "yes" if subject.is_active else "no"),
            ("Since", text.instant(subject.date_joined)),
        ]


@admin.register(Event, site=site)
class EventAdmin(StepAdmin):
    """The record of what happened: read-only, also in the database."""

    list_display = ("id", "at", "who", "verb", "about", "side")
    list_display_links = ("id",)
    list_filter = ("subject_kind", "side")
    list_per_page = 50
    list_select_related = ("actor",)
    search_fields = ("verb", "actor__name")
    search_help_text = "A verb, a person, or the kind and id of a subject: ticket 12"
    ordering = ("-id",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Event], search_term: str
    ) -> tuple[QuerySet[Event], bool]:
        kind, _, number = search_term.strip().partition(" ")
        if kind in Event.Kind.values and number.isascii() and number.isdigit() and len(number) < 19:
            return queryset.filter(subject_kind=kind, subject_id=int(number)), False
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    @admin.display(description="Who")
    def who(self, event: Event) -> str:
        return str(event.actor) if event.actor else "The system"

    @admin.display(description="About")
    def about(self, event: Event) -> Any:
        return subject_link(event.subject_kind, event.subject_id)

    def facts(self, subject: Event) -> list[tuple[str, Any]]:
        return [
            ("About", subject_link(subject.subject_kind, subject.subject_id)),
            ("What", subject.verb),
            ("Who", self.who(subject)),
            ("Side", subject.get_side_display()),
            ("At", text.instant(subject.at)),
            ("Recorded", text.instant(subject.recorded_at)),
        ]

    def sections(self, subject: Event, request: HttpRequest) -> list[Section]:
        rows = [(name, str(value)) for name, value in subject.data.items()]
        return [Section("Data", ("Name", "Value"), rows)]


def _retry(doing: Doing) -> Any:
    if not letters.retry(doing.subject, at=doing.at):
        raise roles.NotPossible("This letter is not waiting for a person.")


def _stuck(letter: Letter, at: datetime) -> bool:
    return letter.state in (Letter.State.FAILED, Letter.State.UNCLEAR)


@admin.register(Letter, site=site)
class LetterAdmin(StepAdmin):
    refusals = (roles.NotPossible,)
    page_template = "admin/istockist_sla/letter/page.html"
    steps = (
        Step(
            "retry",
            "Try again",
            ("istockist_sla.change_letter",),
            _retry,
            legal=_stuck,
            done="It is sent once more with the next delivery.",
            icon="refresh-cw",
        ),
    )
    list_display = ("template", "to_address", "state", "about", "created_at", "sent_at", "attempts")
    list_filter = ("state", "template")
    list_per_page = 50
    search_fields = ("to_address", "subject", "message_id")
    ordering = ("-id",)

    def get_urls(self) -> list[URLPattern]:
        shown: Any = self.preview
        preview = self.admin_site.admin_view(csp_replace(PREVIEW)(shown))
        return [
            path("<int:object_id>/preview/", preview, name="istockist_sla_letter_preview"),
            *super().get_urls(),
        ]

    @admin.display(description="About")
    def about(self, letter: Letter) -> Any:
        return subject_link(letter.subject_kind, letter.subject_id)

    def facts(self, subject: Letter) -> list[tuple[str, Any]]:
        to = f"{subject.to_name} <{subject.to_address}>" if subject.to_name else subject.to_address
        rows: list[tuple[str, Any]] = [
            ("Subject", words_of(subject).subject),
            ("To", to),
            ("About", self.about(subject)),
            ("State", subject.get_state_display()),
            ("Written", text.instant(subject.created_at)),
            ("Sent", text.instant(subject.sent_at) if subject.sent_at else "not yet"),
            ("Attempts", subject.attempts),
            ("Attempts without an answer", subject.unknown_attempts),
        ]
        if subject.last_error:
            rows.append(("Last error", subject.last_error))
        return rows

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        letter = self.viewable(request, object_id)
        context = {
            "words": words_of(letter),
            "preview": reverse("admin:istockist_sla_letter_preview", args=[letter.pk]),
            "at": timezone.now(),
        }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def preview(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The letter as a mail reader shows it; nothing in it can act."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        letter = Letter.objects.filter(pk=object_id).first()
        if letter is None:
            raise Http404
        return HttpResponse(words_of(letter).html)


def words_of(letter: Letter) -> letters.Rendered:
    """What was sent; what would be sent now while it waits; the reason where that fails."""
    if letter.text:
        return letters.Rendered(letter.subject, letter.text, letter.html, {})
    try:
        return notices.render(letter)
    except Exception as error:
        told = f"It cannot be written: {type(error).__name__}: {error}"
        return letters.Rendered(str(letter), told, "", {})
