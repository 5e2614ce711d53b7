"""The audit log, read-only."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from istockist_sla.core.lib.numbers import row_id
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import DetailTable, ReadOnlyAdmin, instant_column, stamp
from istockist_sla.desk.admin.links import subject_link, with_link_facts
from istockist_sla.desk.site import site


@admin.register(Event, site=site)
class EventAdmin(ReadOnlyAdmin):
    """Read-only, also in the database."""

    list_display = ("id", instant_column("at", "At"), "who", "what", "about", "side")
    list_display_links = ("id",)
    list_filter = ("subject_kind", "side")
    list_select_related = ("actor",)
    search_fields = ("verb", "actor__name")
    search_help_text = "What, who, or ticket 4119"
    order_words = "Newest first"
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return with_link_facts(super().get_queryset(request), request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Event], search_term: str
    ) -> tuple[QuerySet[Event], bool]:
        kind, _, number = search_term.strip().partition(" ")
        subject_id = row_id(number)
        if kind in Event.Kind.values and subject_id is not None:
            wanted = Q(subject_id=subject_id)
            if kind == Event.Kind.TICKET:
                wanted = Q(ticket_number=subject_id)
            return queryset.filter(wanted, subject_kind=kind), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="What", ordering="verb")
    def what(self, event: Event) -> str:
        return event.verb.replace("_", " ")

    @admin.display(description="Who")
    def who(self, event: Event) -> str:
        return str(event.actor) if event.actor else "The system"

    @admin.display(description="About")
    def about(self, event: Any) -> Any:
        return subject_link(event)

    def get_details(self, subject: Event) -> list[tuple[str, Any]]:
        return [
            ("About", self.about(subject)),
            ("What", self.what(subject)),
            ("Who", self.who(subject)),
            ("Side", subject.get_side_display()),
            ("At", stamp(subject.at)),
            ("Recorded", stamp(subject.recorded_at)),
        ]

    def get_tables(self, subject: Event, request: HttpRequest) -> list[DetailTable]:
        rows = [(name, str(value)) for name, value in subject.data.items()]
        return [DetailTable("Data", ("Name", "Value"), rows)]
