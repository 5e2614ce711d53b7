"""Help articles in the desk: written and revised by Support, shown to clients by a step."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, ActionForm, Doing, Step, instant_column, stamp
from istockist_sla.desk.site import site
from tickets import records
from tickets.admin.fields import TextField
from tickets.models import Article

CHANGE = ("tickets.change_article",)


class ArticleForm(ActionForm):
    title = forms.CharField(max_length=120, label="Title")
    body = TextField(
        required=True,
        rows=14,
        label="Text",
        help_text="Plain text; an empty line begins a new paragraph.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            self.initial.setdefault("title", self.subject.title)
            self.initial.setdefault("body", self.subject.body)


def _write(doing: Doing) -> Article:
    return records.write_article(**doing.data, by=doing.by, at=doing.at)


def _revise(doing: Doing) -> Article:
    return records.revise_article(
        article_id=doing.subject.pk, **doing.data, by=doing.by, at=doing.at
    )


def _publish(doing: Doing) -> Article:
    return records.publish_article(article_id=doing.subject.pk, by=doing.by, at=doing.at)


def _withdraw(doing: Doing) -> Article:
    return records.withdraw_article(article_id=doing.subject.pk, by=doing.by, at=doing.at)


def _hidden(article: Article, at: datetime) -> bool:
    return not article.is_published


def _shown(article: Article, at: datetime) -> bool:
    return article.is_published


@admin.register(Article, site=site)
class ArticleAdmin(ActionAdmin):
    event_kind = Event.Kind.ARTICLE
    add_step = Step(
        "write",
        "Write an article",
        ("tickets.add_article",),
        _write,
        form=ArticleForm,
        done="Written. Clients do not see it yet.",
    )
    steps = (
        Step("revise", "Revise…", CHANGE, _revise, form=ArticleForm, done="Revised."),
        Step("publish", "Show to clients", CHANGE, _publish, legal=_hidden, done="Clients see it."),
        Step("withdraw", "Withdraw", CHANGE, _withdraw, legal=_shown, done="Withdrawn."),
    )
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
