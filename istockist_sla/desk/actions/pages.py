"""Pages of actions: an address for each verb, a form that keeps its text, a door that decides.

An action's page asks for its permission itself and acts only by POST. A form carries `seen`, the
newest event that its author saw, and `once`, which makes a doubled submission act once. What
was typed and not sent is a draft of its author, kept under the form's own address.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from istockist_sla.core import submissions
from istockist_sla.core.drafts import keeping
from istockist_sla.core.lib.numbers import row_id
from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from istockist_sla.desk.actions.action import ActionForm, ActionLink, DetailTable, GuidedForm
from istockist_sla.desk.actions.read_only import ReadOnlyAdmin
from istockist_sla.desk.actions.rehearsal import rehearsed

NOT_NOW = "This step is not possible now."
# Pages that show the form of an action beside others, and to which it leads back once it is done.
LEADS_BACK = {"approvals": "admin:approvals"}


class ActionAdmin(ReadOnlyAdmin):
    """Rows change through actions alone, each one class of `ActionForm`."""

    admin_site: Any
    action_forms: ClassVar[Sequence[type[ActionForm]]] = ()
    add_action_form: ClassVar[type[ActionForm] | None] = None
    action_template: ClassVar[str] = "admin/action.html"

    def get_action_forms(self) -> list[type[ActionForm]]:
        """Its own, and those that other screens add."""
        added = self.admin_site.extensions[self.model]
        return [*self.action_forms, *(form for each in added for form in each.actions)]

    def get_all_tables(self, subject: Any, request: HttpRequest) -> list[DetailTable]:
        added = self.admin_site.extensions[self.model]
        tables = [table for each in added for table in each.tables(subject, request)]
        return [*super().get_all_tables(subject, request), *tables]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.add_action_form is not None and self.add_action_form.has_permission(
            request.user
        )

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_action"
        view = self.admin_site.admin_view(self.action_view)
        return [
            path("<id:object_id>/steps/<slug:verb>/", view, name=name),
            *super().get_urls(),
        ]

    def get_refusal_text(self, error: Exception) -> Any:
        return NOT_NOW if isinstance(error, TransitionNotAllowed) else str(error)

    def get_action_url(self, subject: Any, verb: str) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_action"
        return reverse(name, args=[subject.pk, verb])

    def available_actions(
        self, request: HttpRequest, subject: Any, at: datetime
    ) -> list[ActionLink]:
        """What this person may do with this subject now."""
        return [
            ActionLink(form, form.get_label(subject), self.get_action_url(subject, form.verb))
            for form in self.get_action_forms()
            if form.has_permission(request.user)
            and form.has_object_permission(subject, request.user)
            and form.is_available(subject, request.user, at)
        ]

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if self.add_action_form is None or not self.add_action_form.has_permission(request.user):
            raise PermissionDenied
        return self._answer(request, None, self.add_action_form, timezone.now())

    def action_view(self, request: HttpRequest, object_id: int, verb: str) -> HttpResponse:
        form_class = next((form for form in self.get_action_forms() if form.verb == verb), None)
        if form_class is None:
            raise Http404
        if not form_class.has_permission(request.user):
            raise PermissionDenied
        subject = self.get_queryset(request).filter(pk=object_id).first()
        if subject is None:
            raise Http404
        if not form_class.has_object_permission(subject, request.user):
            raise PermissionDenied
        return self._answer(request, subject, form_class, timezone.now())

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        subject = self.get_viewable(request, object_id)
        actions = self.available_actions(request, subject, timezone.now())
        context = {"available_actions": actions}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def _answer(
        self, request: HttpRequest, subject: Any, form_class: type[ActionForm], at: datetime
    ) -> HttpResponse:
        about: dict[str, Any] = {"subject": subject, "user": request.user, "at": at}
        if request.method == "POST":
            return self._submit(request, form_class, about)
        if form_class.is_immediate or request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["POST"] if form_class.is_immediate else ["GET", "POST"])
        draft = keeping.find(request, draft_form(request))
        if subject is not None and not form_class.is_available(subject, request.user, at):
            messages.info(request, NOT_NOW)
            if draft is None:
                return redirect(self.get_page_url(subject))
        form = form_class(**about, initial=request.GET.dict())
        keeping.fill(form, draft)
        return self._form_page(request, form)

    def _submit(
        self, request: HttpRequest, form_class: type[ActionForm], about: dict[str, Any]
    ) -> HttpResponse:
        if request.POST.get("draft") and not form_class.is_immediate:
            # Another form hands its text over: nothing is sent yet.
            keeping.keep_own(request, at=about["at"])
            initial = {"text": request.POST.get("text", "")}
            return self._form_page(request, form_class(**about, initial=initial))
        seen = row_id(request.POST.get("seen", "")) or 0
        form = form_class(request.POST, request.FILES, **about, seen=seen)
        if request.POST.get("preview") and not form.is_immediate:
            return self.preview_action(request, form)
        if form.is_valid() and not (form.is_guided and request.POST.get("again")):
            preview = _preview(request, form)
            done = None if preview else self._perform(request, form)
            if done is not None:
                return done
            if preview:
                keeping.keep_own(request, at=form.at)
                return self._form_page(request, form, preview)
        if form.is_immediate:
            messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
            return redirect(self.get_page_url(form.subject))
        keeping.keep_own(request, at=form.at)
        return self._form_page(request, form)

    def preview_action(self, request: HttpRequest, form: ActionForm) -> HttpResponse:
        """The form once more, with what it would do where the desk can tell; nothing is done."""
        form.is_valid()
        return self._form_page(request, form)

    def _perform(self, request: HttpRequest, form: ActionForm) -> HttpResponse | None:
        """Through the door, once; None where it refused, with the reason on the form."""
        try:
            with transaction.atomic():
                is_first = submissions.is_first(request, at=form.at)
                made = form.perform() if is_first else None
        except (ActionRefused, TransitionNotAllowed) as refusal:
            form.add_error(None, self.get_refusal_text(refusal))
            return None
        keeping.drop(request)
        if is_first:
            messages.success(request, form.success_message)
            return redirect(came_from(request) or self.get_success_url(form, made))
        messages.info(request, submissions.SAID_TWICE)
        return redirect(self.get_page_url(form.subject) if form.subject else self.get_list_url())

    def get_success_url(self, form: ActionForm, made: Any) -> str:
        """Where an action leads: to the page of what it is about, or of what it made."""
        return self.get_page_url(made if form.subject is None else form.subject)

    def _form_page(
        self, request: HttpRequest, form: ActionForm, preview: Sequence[Any] = ()
    ) -> HttpResponse:
        subject, seen, newer = form.subject, 0, list[Event]()
        events = self._events_to_see(form)
        if events is not None:
            newer = newer_by_people(events, form.seen) if form.is_bound else []
            seen = events.newest_id()
        label = form.get_label(subject).rstrip("…")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "subject": subject,
            "form": form,
            "label": label,
            "title": label,
            "newer": self.describe_events(newer, request),
            "seen": seen,
            "back": self.get_page_url(subject) if subject else self.get_list_url(),
            "draft_form": draft_form(request),
            "mode": request.POST.get("mode", ""),
            "preview": preview,
            "came_from": request.POST.get("back", "") if came_from(request) else "",
            **self.get_action_context(request, form),
        }
        return TemplateResponse(request, form.template or self.action_template, context)

    def _events_to_see(self, form: ActionForm) -> Any:
        if form.subject is None:
            return None
        events = form.events_of(form.subject)
        if events is None and self.event_kind:
            return self.get_events(form.subject)
        return events

    def get_action_context(self, request: HttpRequest, form: ActionForm) -> dict[str, Any]:
        """More for an action's own template."""
        return {}


def _preview(request: HttpRequest, form: ActionForm) -> Sequence[Any]:
    """What a guided form would come to, done and undone; nothing where it is to be done, or would
    be refused, which its carrying out says."""
    if not form.is_guided or request.POST.get("sure"):
        return ()
    try:
        with rehearsed():
            lines = cast(GuidedForm, form).preview(form.perform())
    except ActionRefused:
        return ()
    return lines


def came_from(request: HttpRequest) -> str:
    """The address of the page that the form stood on, where it leads back there."""
    name = LEADS_BACK.get(request.POST.get("back", ""))
    return reverse(name) if name else ""


def draft_form(request: HttpRequest) -> str:
    """Where the draft of the page's form is kept: at its own address, or at that of the form that
    handed its text over."""
    written = keeping.own_authorship_of(request)
    return written.form if written is not None else f"{request.path}#form"


def newer_by_people(events: Any, seen: int) -> list[Event]:
    """Acts of people after `seen`, oldest first, at most the last ten."""
    newest = events.filter(id__gt=seen, actor__isnull=False).select_related("actor")
    return list(newest.order_by("-id")[:10])[::-1]
