"""Help articles in the desk."""

from typing import Any

from django.contrib import admin

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, instant_column, stamp
from istockist_sla.desk.site import site
from tickets.admin.faq.actions import ACTION_FORMS, WriteForm
from tickets.models import Article


@admin.register(Article, site=site)
class ArticleAdmin(ActionAdmin):
    event_kind = Event.Kind.ARTICLE
    add_action_form = WriteForm
    action_forms = ACTION_FORMS
    list_display = ("title", "is_published", instant_column("updated_at", "Last changed"))
    list_filter = ("is_published",)
    search_fields = ("title", "body")

    def get_details(self, subject: Article) -> list[tuple[str, Any]]:
        return [
            ("Title", subject.title),
            ("Address", f"…/{subject.slug}"),
            ("Shown to clients", "yes" if subject.is_published else "no"),
            ("Last changed", stamp(subject.updated_at)),
            ("Text", subject.body),
        ]
