"""Pages of steps in the desk: an address a verb, a form that keeps its text, a door that decides.

A step's page asks for its permission itself and acts only by POST. A form carries `seen`, the
newest event that its author saw, and `once`, which makes a doubled submission act once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from istockist_sla.models import Event, User

HOUR = 3600
NOT_NOW = "This step is not possible now."


class StepForm(forms.Form):
    """A step's form: knows what it is about, who fills it in, and when."""

    def __init__(self, *args: Any, subject: Any, by: User, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject, self.by, self.at = subject, by, at


class Confirm(StepForm):
    """Nothing to fill in: the page only says what will happen."""


@dataclass(frozen=True)
class Doing:
    """One submission: what a step's function is called with."""

    subject: Any
    data: dict[str, Any]
    by: User
    at: datetime
    seen: int


def always(subject: Any, at: datetime) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """`form` None acts at once, by a button; `events` are those whose newest a form has seen."""

    verb: str
    label: str | Callable[[Any], str]
    permission: str
    act: Callable[[Doing], Any]
    form: type[StepForm] | None = None
    legal: Callable[[Any, datetime], bool] = always
    done: str = "Done."
    intro: str = ""
    icon: str = ""
    danger: bool = False
    in_bar: bool = True
    template: str = "admin/step.html"
    events: Callable[[Any], Any] | None = None
    may: Callable[[Any, User], bool] | None = None

    def label_for(self, subject: Any) -> str:
        return self.label if isinstance(self.label, str) else self.label(subject)

    def allows(self, user: User | AnonymousUser) -> bool:
        return user.has_perm(self.permission)


@dataclass(frozen=True)
class Offered:
    """A step that is legal now, as a button."""

    step: Step
    label: str
    url: str


class StepAdmin(admin.ModelAdmin):
    """Lists, shows and calls: rows change through steps alone, and nothing is deleted."""

    steps: ClassVar[Sequence[Step]] = ()
    add_step: ClassVar[Step | None] = None
    event_kind: ClassVar[str] = ""
    refusals: ClassVar[tuple[type[Exception], ...]] = ()
    view_on_site = False
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.add_step is not None and self.add_step.allows(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        view = self.admin_site.admin_view(self.step_view)
        return [
            path("<int:object_id>/steps/<slug:verb>/", view, name=name),
            *super().get_urls(),
        ]

    def events_of(self, subject: Any) -> Any:
        return Event.objects.about(self.event_kind, subject.pk)

    def tell(self, events: Sequence[Event], request: HttpRequest) -> list[Any]:
        """What the page shows of events that came meanwhile."""
        return [f"{event.actor}: {event.verb}" for event in events]

    def refusal(self, error: Exception) -> str:
        return str(error)

    def page_of(self, subject: Any) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[subject.pk]
        )

    def step_url(self, subject: Any, verb: str) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_step"
        return reverse(name, args=[subject.pk, verb])

    def offered(self, request: HttpRequest, subject: Any, at: datetime) -> list[Offered]:
        """The steps that are legal for this subject and person now."""
        return [
            Offered(step, step.label_for(subject), self.step_url(subject, step.verb))
            for step in self.steps
            if step.allows(request.user) and self._is_legal(step, subject, request.user, at)
        ]

    def _is_legal(self, step: Step, subject: Any, user: Any, at: datetime) -> bool:
        return step.legal(subject, at) and (step.may is None or step.may(subject, user))

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if self.add_step is None or not self.add_step.allows(request.user):
            raise PermissionDenied
        return self._page(request, None, self.add_step, timezone.now())

    def step_view(self, request: HttpRequest, object_id: int, verb: str) -> HttpResponse:
        step = next((step for step in self.steps if step.verb == verb), None)
        if step is None:
            raise Http404
        if not step.allows(request.user):
            raise PermissionDenied
        subject = self.get_queryset(request).filter(pk=object_id).first()
        if subject is None:
            raise Http404
        return self._page(request, subject, step, timezone.now())

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        subject = self.get_object(request, unquote(object_id))
        if subject is None:
            raise Http404
        context = {"offered": self.offered(request, subject, timezone.now()), **self.token()}
        context["seen"] = self.events_of(subject).newest_id() if self.event_kind else 0
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @staticmethod
    def token() -> dict[str, str]:
        return {"once": uuid4().hex}

    def _page(self, request: HttpRequest, subject: Any, step: Step, at: datetime) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST") or (
            step.form is None and request.method != "POST"
        ):
            return HttpResponseNotAllowed(["POST"] if step.form is None else ["GET", "POST"])
        about = {"subject": subject, "by": request.user, "at": at}
        if request.method != "POST":
            if subject is not None and not self._is_legal(step, subject, request.user, at):
                messages.info(request, NOT_NOW)
                return redirect(self.page_of(subject))
            form = (step.form or Confirm)(**about, initial=request.GET.dict())
            return self._form_page(request, subject, step, form)
        form = (step.form or Confirm)(request.POST, request.FILES, **about)
        if form.is_valid():
            done = self._act(request, subject, step, form, at)
            if done is not None:
                return done
        if step.form is None:
            messages.error(request, " ".join(form.non_field_errors()))
            return redirect(self.page_of(subject))
        return self._form_page(request, subject, step, form)

    def _act(
        self, request: HttpRequest, subject: Any, step: Step, form: StepForm, at: datetime
    ) -> HttpResponse | None:
        """Through the door, once; None where it refused, with the reason on the form."""
        key = f"once:{request.user.pk}:{request.POST.get('once', '')[:64]}"
        if request.POST.get("once") and not cache.add(key, True, HOUR):
            messages.info(request, "This was sent twice and recorded once.")
            return redirect(self.page_of(subject) if subject else self.list_url())
        doing = Doing(subject, form.cleaned_data, request.user, at, _number(request.POST, "seen"))
        try:
            made = step.act(doing)
        except self.refusals as refusal:
            form.add_error(None, self.refusal(refusal))
            return None
        except Exception:
            cache.delete(key)
            raise
        messages.success(request, step.done)
        return redirect(self.after(step, subject, made))

    def after(self, step: Step, subject: Any, made: Any) -> str:
        """Where a step leads: to the page of what it is about, or of what it made."""
        return self.page_of(made if subject is None else subject)

    def list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _form_page(
        self, request: HttpRequest, subject: Any, step: Step, form: StepForm
    ) -> HttpResponse:
        seen, newer = 0, list[Event]()
        if subject is not None and (step.events or self.event_kind):
            events = (step.events or self.events_of)(subject)
            if form.is_bound:
                newer = newer_by_people(events, _number(request.POST, "seen"))
            seen = events.newest_id()
        label = step.label_for(subject)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "subject": subject,
            "step": step,
            "form": form,
            "label": label.rstrip("…"),
            "title": label.rstrip("…"),
            "newer": self.tell(newer, request),
            "seen": seen,
            "back": self.page_of(subject) if subject else self.list_url(),
            **self.token(),
            **self.context_of(request, step, subject, form),
        }
        return TemplateResponse(request, step.template, context)

    def context_of(
        self, request: HttpRequest, step: Step, subject: Any, form: StepForm
    ) -> dict[str, Any]:
        """More for a step's own template."""
        return {}


def newer_by_people(events: Any, seen: int) -> list[Event]:
    """Acts of people after `seen`, oldest first, at most the last ten."""
    newest = events.filter(id__gt=seen, actor__isnull=False).select_related("actor")
    return list(newest.order_by("-id")[:10])[::-1]


def _number(data: Any, name: str) -> int:
    """The id in a hidden field; 0, which has seen nothing, where it makes no sense."""
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
