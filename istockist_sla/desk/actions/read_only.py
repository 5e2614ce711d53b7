"""Pages of records: lists and single rows, read-only, with their events."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from istockist_sla.core.lib.numbers import row_id
from istockist_sla.core.lib.text import NONE
from istockist_sla.core.models import Event
from istockist_sla.desk.actions.action import DetailTable, EventText
from istockist_sla.desk.actions.event_text import EVENT_TEXTS
from istockist_sla.desk.actions.filters import ByDecision
from istockist_sla.desk.actions.lists import MOST, RecordList, Sentence

LAST_EVENTS = 20


class CappedPaginator(Paginator):
    """Counts so far and no further: who looks for more than that searches."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.order_by().values("pk")[:MOST].count()


class ReadOnlyAdmin(admin.ModelAdmin):
    """Lists and shows; nothing is added, changed or deleted by Django's own forms."""

    event_kind: ClassVar[str] = ""
    # How the rows of its list follow one another.
    order_words: ClassVar[str] = ""
    page_template: ClassVar[str] = "admin/read_only.html"
    view_on_site = False
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    list_per_page = 50
    list_max_show_all = 0
    empty_value_display = NONE

    @property
    def media(self) -> forms.Media:
        """Of Django's scripts only the one that counts what is chosen, where something can be."""
        return forms.Media(js=["admin/js/actions.js"] if self.actions else [])

    def get_action_choices(
        self, request: HttpRequest, default_choices: Any = (("", "Choose what to do"),)
    ) -> list[tuple[str, str]]:
        return super().get_action_choices(request, list(default_choices))

    def get_sentence(self, changelist: RecordList) -> Sentence:
        """How many there are, or how many of them fit; of what waits for a person, that it does."""
        tabs = next(
            (each for each in changelist.filter_specs if isinstance(each, ByDecision)), None
        )
        count = changelist.result_count
        name = str(self.opts.verbose_name_plural if count != 1 else self.opts.verbose_name)
        if tabs is not None and tabs.value() is None and not changelist.is_narrowed:
            if not count:
                return Sentence("Nothing waits for a decision.")
            waits = "waits" if count == 1 else "wait"
            return Sentence(f"{capfirst(changelist.counted)} {waits} for a decision.")
        if not count and not changelist.is_narrowed:
            return Sentence(f"There are no {name} here.")
        if changelist.is_narrowed:
            return Sentence(f"{capfirst(changelist.counted)} {'fits' if count == 1 else 'fit'}.")
        return Sentence(f"{capfirst(changelist.counted)}.")

    def get_urls(self) -> list[URLPattern]:
        """Without Django's former address of a row, which led anybody on to the present one."""
        return [each for each in super().get_urls() if each.name]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Always by its id: the parameter by which Django lets a page name another field may hold
        what is no field."""
        return super().get_object(request, object_id)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[RecordList]:
        return RecordList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD") and not self.get_actions(request):
            return HttpResponseNotAllowed(["GET"])
        if ERROR_FLAG in request.GET:
            messages.warning(request, "There is no such filter here: all rows are listed.")
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if any(row_id(each) is None for each in chosen):
            messages.warning(request, "Choose rows of the list.")
            return redirect(request.get_full_path())
        name = str(self.opts.verbose_name_plural)
        title = {"title": name[:1].upper() + name[1:]}
        return super().changelist_view(request, title | (extra_context or {}))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The record as it stands, read-only, with the steps that are legal now."""
        subject = self.get_viewable(request, object_id)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        events = self.get_events(subject) if self.event_kind else Event.objects.none()
        newest = list(events.select_related("actor").order_by("-id")[:LAST_EVENTS])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(subject),
            "subject": subject,
            "details": self.get_details(subject),
            "tables": self.get_all_tables(subject, request),
            "events": self.describe_events(newest, request),
            "seen": newest[0].pk if newest else 0,
        }
        return TemplateResponse(request, self.page_template, context | (extra_context or {}))

    def get_viewable(self, request: HttpRequest, object_id: str) -> Any:
        """The row, for who may see it; 404 for an unknown one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        subject = self.get_object(request, unquote(object_id))
        if subject is None:
            raise Http404
        return subject

    @method_decorator(require_safe)
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The record's page ends with its events."""
        return redirect(self.get_page_url(self.get_viewable(request, object_id)))

    def get_details(self, subject: Any) -> list[tuple[str, Any]]:
        """What the record's page says of it: name and value."""
        return []

    def get_tables(self, subject: Any, request: HttpRequest) -> list[DetailTable]:
        """Tables of what belongs to the record."""
        return []

    def get_all_tables(self, subject: Any, request: HttpRequest) -> list[DetailTable]:
        return self.get_tables(subject, request)

    def get_events(self, subject: Any) -> Any:
        return Event.objects.about(self.event_kind, subject.pk)

    def describe_events(self, events: Sequence[Event], request: HttpRequest) -> list[Any]:
        """Events as sentences: those of the record, and those that came meanwhile."""
        return [
            EventText(str(event.actor or "The system"), self.get_event_text(event), event.at)
            for event in events
        ]

    def get_event_text(self, event: Event) -> str:
        return EVENT_TEXTS.get(event.verb, event.verb.replace("_", " "))

    def get_page_url(self, subject: Any) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[subject.pk]
        )

    def get_list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
