"""Canned replies in the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from istockist_sla.desk.actions import ActionAdmin, by_flag, flag_column, instant_column, stamp
from istockist_sla.desk.site import site
from tickets.admin.canned.actions import ACTION_FORMS, WriteForm
from tickets.models import CannedReply


@admin.register(CannedReply, site=site)
class CannedReplyAdmin(ActionAdmin):
    add_action_form = WriteForm
    action_forms = ACTION_FORMS
    list_display = (
        "title",
        "whose",
        flag_column("is_offered", "Offered", "offered"),
        instant_column("updated_at", "Last changed"),
    )
    list_filter = (by_flag("is_offered", "offered", yes="Offered", no="Not offered"),)
    search_fields = ("title", "text")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CannedReply]:
        """Without those of others."""
        rows = super().get_queryset(request).select_related("owner")
        return rows.filter(Q(owner=None) | Q(owner=request.user.pk))

    @admin.display(description="Whose", ordering="owner")
    def whose(self, canned: CannedReply) -> str:
        return "yours" if canned.owner_id else "shared"

    def get_details(self, subject: CannedReply) -> list[tuple[str, Any]]:
        return [
            ("Title", subject.title),
            ("Whose", self.whose(subject)),
            ("Offered", "yes" if subject.is_offered else "no"),
            ("Last changed", stamp(subject.updated_at)),
            ("Text", subject.text),
        ]
