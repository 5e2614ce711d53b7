"""Help articles in the desk."""

from typing import Any

from django.contrib import admin

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, by_flag, flag_column, instant_column, stamp
from istockist_sla.desk.site import site
from tickets.admin.faq.actions import ACTION_FORMS, WriteForm
from tickets.models import Article


@admin.register(Article, site=site)
class ArticleAdmin(ActionAdmin):
    event_kind = Event.Kind.ARTICLE
    add_action_form = WriteForm
    action_forms = ACTION_FORMS
    list_display = (
        "title",
        flag_column("is_published", "Shown to clients", "shown"),
        instant_column("updated_at", "Last changed"),
    )
    list_filter = (by_flag("is_published", "shown to clients", yes="Shown", no="Not shown"),)
    search_fields = ("title", "body")
    search_help_text = "Title, text"

    def get_details(self, subject: Article) -> list[tuple[str, Any]]:
        return [
            ("Title", subject.title),
            ("Address", f"…/{subject.slug}"),
            ("Shown to clients", "yes" if subject.is_published else "no"),
            ("Last changed", stamp(subject.updated_at)),
            ("Text", subject.body),
        ]
