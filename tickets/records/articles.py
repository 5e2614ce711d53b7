"""Help articles: written, revised, shown to clients and withdrawn."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets.models import Article, ArticleFeedback
from tickets.records.events import append_event

Feedback = ArticleFeedback.Kind


@transaction.atomic
def write_article(
    *,
    title: str,
    body: str,
    by: User,
    at: datetime,
    section: str = "",
    audience: str = Article.Audience.CLIENTS,
) -> Article:
    """A new article, shown to nobody yet."""
    at, title = to_second(at), " ".join(title.split())
    article = Article.objects.create(
        title=title,
        slug=_free_slug(title),
        section=" ".join(section.split()),
        audience=audience,
        body=body.strip(),
        updated_at=at,
    )
    append_event(Event.Kind.ARTICLE, article.pk, "write", by=by, at=at)
    return article


@transaction.atomic
def revise_article(
    *, article_id: int, title: str, body: str, section: str, audience: str, by: User, at: datetime
) -> Article:
    """New words under the old address."""
    article, at = Article.objects.select_for_update().get(pk=article_id), to_second(at)
    article.title, article.body, article.updated_at = " ".join(title.split()), body.strip(), at
    article.section, article.audience = " ".join(section.split()), audience
    article.save(update_fields=["title", "body", "section", "audience", "updated_at"])
    append_event(Event.Kind.ARTICLE, article.pk, "revise", by=by, at=at)
    return article


def say_of_article(article: Article, *, kind: str, by: User, at: datetime) -> None:
    """A reader says once whether it helped; who changes their mind takes the other back."""
    if kind not in Feedback.values:
        raise ActionRefused("Say whether it helped.")
    opposite = {Feedback.HELPED: Feedback.NOT_HELPED, Feedback.NOT_HELPED: Feedback.HELPED}
    with transaction.atomic():
        taken_back = opposite.get(Feedback(kind))
        ArticleFeedback.objects.filter(article=article, reader=by, kind=taken_back).delete()
        ArticleFeedback.objects.get_or_create(
            article=article, reader=by, kind=kind, defaults={"at": to_second(at)}
        )


def publish_article(*, article_id: int, by: User, at: datetime) -> Article:
    return _set_published(article_id, "publish", True, by, at)


def withdraw_article(*, article_id: int, by: User, at: datetime) -> Article:
    return _set_published(article_id, "withdraw", False, by, at)


@transaction.atomic
def _set_published(
    article_id: int, verb: str, is_published: bool, by: User, at: datetime
) -> Article:
    article, at = Article.objects.select_for_update().get(pk=article_id), to_second(at)
    if article.is_published == is_published:
        raise ActionRefused("Clients see it already." if is_published else "Clients do not see it.")
    article.is_published, article.updated_at = is_published, at
    article.save(update_fields=["is_published", "updated_at"])
    append_event(Event.Kind.ARTICLE, article.pk, verb, by=by, at=at)
    return article


def _free_slug(title: str) -> str:
    base = slugify(title)[:100] or "article"
    taken = set(Article.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for n in range(2, 10_000) if (slug := f"{base}-{n}") not in taken)
