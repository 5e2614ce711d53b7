"""Pages of steps: an address a verb, a form that keeps its text, a door that decides.

A step's page asks for its permission itself and acts only by POST. A form carries `seen`, the
newest event that its author saw, and `once`, which makes a doubled submission act once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from istockist_sla.core.models import Event
from istockist_sla.desk.actions.action import ActionForm, ConfirmForm, Doing, Offered, Step
from istockist_sla.desk.actions.read_only import ReadOnlyAdmin

HOUR = 3600
NOT_NOW = "This step is not possible now."


class ActionAdmin(ReadOnlyAdmin):
    """Rows change through steps alone."""

    steps: ClassVar[Sequence[Step]] = ()
    add_step: ClassVar[Step | None] = None
    refusals: ClassVar[tuple[type[Exception], ...]] = ()
    step_template: ClassVar[str] = "admin/step.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.add_step is not None and self.add_step.allows(request.user)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        view = self.admin_site.admin_view(self.step_view)
        return [
            path("<int:object_id>/steps/<slug:verb>/", view, name=name),
            *super().get_urls(),
        ]

    def refusal(self, error: Exception) -> str:
        return str(error)

    def step_url(self, subject: Any, verb: str) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_step"
        return reverse(name, args=[subject.pk, verb])

    def offered(self, request: HttpRequest, subject: Any, at: datetime) -> list[Offered]:
        """The steps that are legal for this subject and person now."""
        return [
            Offered(step, step.label_for(subject), self.step_url(subject, step.verb))
            for step in self.steps
            if step.allows(request.user, subject) and step.is_legal(subject, request.user, at)
        ]

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
        if not step.allows(request.user, subject):
            raise PermissionDenied
        return self._page(request, subject, step, timezone.now())

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        subject = self.viewable(request, object_id)
        context = {"offered": self.offered(request, subject, timezone.now()), **self.token()}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    @staticmethod
    def token() -> dict[str, str]:
        return {"once": uuid4().hex}

    def _page(self, request: HttpRequest, subject: Any, step: Step, at: datetime) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST") or (
            step.form is None and request.method != "POST"
        ):
            return HttpResponseNotAllowed(["POST"] if step.form is None else ["GET", "POST"])
        about: dict[str, Any] = {"subject": subject, "by": request.user, "at": at}
        if request.method != "POST":
            if subject is not None and not step.is_legal(subject, request.user, at):
                messages.info(request, NOT_NOW)
                return redirect(self.page_of(subject))
            form = (step.form or ConfirmForm)(**about, initial=request.GET.dict())
            return self._form_page(request, subject, step, form)
        if request.POST.get("draft") and step.form is not None:
            # Another form hands its text over: nothing is sent yet.
            form = step.form(**about, initial={"text": request.POST.get("text", "")})
            return self._form_page(request, subject, step, form)
        form = (step.form or ConfirmForm)(request.POST, request.FILES, **about)
        if form.is_valid():
            done = self._act(request, subject, step, form, at)
            if done is not None:
                return done
        if step.form is None:
            messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
            return redirect(self.page_of(subject))
        return self._form_page(request, subject, step, form)

    def _act(
        self, request: HttpRequest, subject: Any, step: Step, form: ActionForm, at: datetime
    ) -> HttpResponse | None:
        """Through the door, once; None where it refused, with the reason on the form."""
        key = f"once:{request.user.pk}:{request.POST.get('once', '')[:64]}"
        if request.POST.get("once") and not cache.add(key, True, HOUR):
            messages.info(request, "This was sent twice and recorded once.")
            return redirect(self.page_of(subject) if subject else self.list_url())
        seen = _number(request.POST, "seen")
        doing = Doing(subject, form.cleaned_data, form.by, at, seen)
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

    def _form_page(
        self, request: HttpRequest, subject: Any, step: Step, form: ActionForm
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
        return TemplateResponse(request, step.template or self.step_template, context)

    def context_of(
        self, request: HttpRequest, step: Step, subject: Any, form: ActionForm
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
