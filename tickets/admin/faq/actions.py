"""Actions on help articles: written and revised by Support, then shown to clients."""

from datetime import datetime
from typing import Any

from django import forms

from istockist_sla.desk.actions import ActionForm, ImmediateAction
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


class WriteForm(ArticleForm):
    verb = "write"
    label = "Write an article"
    permissions = ("tickets.add_article",)
    success_message = "Written. Clients do not see it yet."

    def perform(self) -> Article:
        return records.write_article(**self.cleaned_data, by=self.user, at=self.at)


class ReviseForm(ArticleForm):
    verb = "revise"
    label = "Revise…"
    permissions = CHANGE
    success_message = "Revised."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("title", self.subject.title)
        self.initial.setdefault("body", self.subject.body)

    def perform(self) -> Article:
        return records.revise_article(
            article_id=self.subject.pk, **self.cleaned_data, by=self.user, at=self.at
        )


class PublishAction(ImmediateAction):
    verb = "publish"
    label = "Show to clients"
    permissions = CHANGE
    success_message = "Clients see it."

    @classmethod
    def is_available(cls, subject: Article, user: Any, at: datetime) -> bool:
        return not subject.is_published

    def perform(self) -> Article:
        return records.publish_article(article_id=self.subject.pk, by=self.user, at=self.at)


class WithdrawAction(ImmediateAction):
    verb = "withdraw"
    label = "Withdraw"
    permissions = CHANGE
    success_message = "Withdrawn."

    @classmethod
    def is_available(cls, subject: Article, user: Any, at: datetime) -> bool:
        return subject.is_published

    def perform(self) -> Article:
        return records.withdraw_article(article_id=self.subject.pk, by=self.user, at=self.at)


ACTION_FORMS = (ReviseForm, PublishAction, WithdrawAction)
