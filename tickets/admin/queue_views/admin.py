"""The saved views of the queue, for whoever made them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.desk.actions import ActionAdmin, ActionForm
from istockist_sla.desk.site import site
from tickets.admin.queue_views.forms import (
    READ,
    ChangeViewForm,
    RemoveViewForm,
    SaveViewForm,
    in_words,
)
from tickets.admin.tickets.columns import CHOICE
from tickets.admin.tickets.tabs import words_of
from tickets.models import QueueView


@admin.display(description="Name", ordering="name")
def name(view: QueueView) -> SafeString:
    url = reverse("admin:tickets_queueview_change", args=[view.pk])
    return format_html('<a href="{}">{}</a>', url, view.name)


@admin.display(description="Who sees it", ordering="is_shared")
def who(view: QueueView) -> str:
    return f"all, from {view.owner}" if view.is_shared else "only you"


@admin.display(description="Shows")
def shows(view: QueueView) -> str:
    return in_words(view.filters)


@admin.register(QueueView, site=site)
class QueueViewAdmin(ActionAdmin):
    add_action_form = SaveViewForm
    action_forms = (ChangeViewForm, RemoveViewForm)
    list_display = (name, shows, who)
    list_display_links = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[QueueView]:
        views: Any = super().get_queryset(request)
        return views.shown_to(request.user).select_related("owner")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perms(READ)

    def get_details(self, subject: QueueView) -> list[tuple[str, Any]]:
        columns = [CHOICE[code].short_description for code in subject.columns if code in CHOICE]
        queue = reverse("admin:tickets_ticket_changelist")
        words = words_of(subject, subject.owner)
        opened = format_html('<a href="{}?{}">Open it in the queue</a>', queue, words)
        return [
            ("Shows", shows(subject)),
            ("Columns", ", ".join(columns) or "the usual ones"),
            ("Who sees it", who(subject)),
            ("Queue", opened),
        ]

    def get_success_url(self, form: ActionForm, made: Any) -> str:
        """To its tab; once removed, to the queue."""
        view = made if form.subject is None else form.subject
        queue = reverse("admin:tickets_ticket_changelist")
        return queue if view.pk is None else f"{queue}?{words_of(view, view.owner)}"
