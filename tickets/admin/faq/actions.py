"""Actions on help articles: written and revised by Support, then shown to clients."""

from datetime import datetime
from typing import Any

from django import forms

from istockist_sla.core.lib.numbers import row_id
from istockist_sla.core.markdown import as_html
from istockist_sla.desk.actions import GuidedForm, ImmediateAction
from tickets import records
from tickets.admin.fields import TextField
from tickets.models import Article, Message

CHANGE = ("tickets.change_article",)


class ArticleForm(GuidedForm):
    title = forms.CharField(max_length=120, label="Title")
    section = forms.CharField(
        max_length=60, required=False, label="Section", help_text="Like Orders, API, Prices."
    )
    audience = forms.ChoiceField(
        required=False,
        choices=Article.Audience.choices,
        initial=Article.Audience.CLIENTS,
        label="Who reads it",
        help_text="Everybody also reads it without signing in.",
    )
    body = TextField(
        required=True,
        rows=14,
        label="Text",
        help_text="Markdown: an empty line begins a new paragraph, - an item, ## a heading, "
        "**bold**, `code`, [words](https://address).",
    )

    def clean_audience(self) -> str:
        return self.cleaned_data["audience"] or Article.Audience.CLIENTS

    def preview(self, made: Article) -> list[Any]:
        """As its readers will see it."""
        readers = made.get_audience_display()
        where = f", under {made.section}" if made.section else ""
        return [f"For: {readers}{where}.", f"Title: {made.title}", as_html(made.body)]


class WriteForm(ArticleForm):
    verb = "write"
    label = "Write an article"
    permissions = ("tickets.add_article",)
    submit_label = "Keep the article"
    success_message = "Written. Nobody sees it yet."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """An answer in a ticket may be its first words."""
        super().__init__(*args, **kwargs)
        answer = self.initial.get("message")
        if answer and self.user.has_perm("tickets.view_ticket"):
            self.initial.update(first_words(str(answer)))

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
        self.initial.setdefault("section", self.subject.section)
        self.initial.setdefault("audience", self.subject.audience)

    def perform(self) -> Article:
        return records.revise_article(
            article_id=self.subject.pk, **self.cleaned_data, by=self.user, at=self.at
        )


def first_words(message_id: str) -> dict[str, str]:
    """The text of a reply to a client, and its ticket's subject as the title; nothing of what is
    internal or the client's own."""
    pk = row_id(message_id)
    replies = Message.objects.filter(kind=Message.Kind.REPLY).select_related("ticket")
    found = replies.filter(pk=pk).first() if pk is not None else None
    return {} if found is None else {"title": found.ticket.subject[:120], "body": found.text}


class PublishAction(ImmediateAction):
    verb = "publish"
    label = "Show to its readers"
    permissions = CHANGE
    success_message = "Its readers see it."

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
