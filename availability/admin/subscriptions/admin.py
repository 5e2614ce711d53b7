"""Who is told of the status page by mail: listed and removed, changed by themselves alone."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from availability import subscriptions
from availability.admin.event_text import component_names, instant_or_dash
from availability.models import Subscription
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import (
    ActionAdmin,
    ActionForm,
    ConfirmForm,
    by_presence,
    instant_column,
)
from istockist_sla.desk.site import site

EVENT_TEXTS = {
    "confirm": "confirmed it",
    "choose": "chose what it is about",
    "unsubscribe": "ended it",
    "unreachable": "ended it, as three letters in a row did not arrive",
    "remove": "removed it",
}


class RemoveForm(ConfirmForm):
    verb = "remove"
    label = "Remove…"
    permissions = ("availability.remove_subscription",)
    success_message = "Removed: the address is deleted, and gets nothing more."
    description = (
        "The address is deleted, and letters to it that wait are not sent. Whoever reads there may "
        "subscribe again."
    )
    icon = "trash-2"
    is_dangerous = True

    def perform(self) -> None:
        subscriptions.end(self.subject, by=self.user, at=self.at)


@admin.register(Subscription, site=site)
class SubscriptionAdmin(ActionAdmin):
    action_forms = (RemoveForm,)
    event_kind = Event.Kind.SUBSCRIPTION
    list_display = (
        "address",
        "about",
        instant_column("asked_at", "Asked"),
        instant_column("confirmed_at", "Confirmed"),
    )
    list_filter = (
        by_presence("confirmed_at", "standing", there="Confirmed", absent="Not confirmed"),
        "components",
    )
    search_fields = ("address",)
    search_help_text = "Address"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        return super().get_queryset(request).prefetch_related("components")

    def get_event_text(self, event: Event) -> str:
        return EVENT_TEXTS.get(event.verb, event.verb)

    def get_success_url(self, form: ActionForm, made: Any) -> str:
        return self.get_list_url()

    def get_details(self, subject: Subscription) -> list[tuple[str, Any]]:
        return [
            ("Address", subject.address),
            ("About", self.about(subject)),
            ("Asked", instant_or_dash(subject.asked_at)),
            ("Confirmed", instant_or_dash(subject.confirmed_at)),
        ]

    @admin.display(description="About")
    def about(self, subscription: Subscription) -> str:
        return component_names(subscription.components) or "all components"
