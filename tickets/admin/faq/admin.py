"""Help articles in the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from istockist_sla.core.markdown import as_html
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
        "section",
        "audience",
        flag_column("is_published", "Shown", "shown"),
        "says",
        instant_column("updated_at", "Last changed"),
    )
    list_filter = (by_flag("is_published", "shown", yes="Shown", no="Not shown"), "audience")
    search_fields = ("title", "body")
    search_help_text = "Title, text"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles: Any = super().get_queryset(request)
        return articles.with_feedback()

    @admin.display(description="Helped, not, tickets saved")
    def says(self, article: Any) -> str:
        return f"{article.helped}, {article.not_helped}, {article.solved}"

    def get_details(self, subject: Article) -> list[tuple[str, Any]]:
        return [
            ("Title", subject.title),
            ("Address", f"…/{subject.slug}"),
            ("Section", subject.section or "none"),
            ("Who reads it", subject.get_audience_display()),
            ("Shown to them", "yes" if subject.is_published else "no"),
            ("Helped, not, tickets saved", self.says(subject)),
            ("Last changed", stamp(subject.updated_at)),
            ("Text", as_html(subject.body)),
        ]
