"""Help articles: written, revised, shown and withdrawn."""

from datetime import UTC, datetime, timedelta

import pytest

from istockist_sla.core.models import Event
from tickets import records
from tickets.models import Article

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def write(aoife, title="Orders held in a queue"):
    return records.write_article(title=title, body="They come.", by=aoife, at=AT)


def test_a_new_article_is_not_shown(aoife):
    assert not write(aoife).is_published


def test_two_articles_of_one_title_have_addresses_of_their_own(aoife):
    assert {write(aoife).slug, write(aoife).slug} == {
        "orders-held-in-a-queue",
        "orders-held-in-a-queue-2",
    }


def test_a_title_without_letters_has_an_address(aoife):
    assert write(aoife, "???").slug == "article"


def test_revising_keeps_the_address(aoife):
    article = write(aoife)
    records.revise_article(
        article_id=article.pk,
        title="New",
        body="New",
        section="",
        audience=article.audience,
        by=aoife,
        at=AT + timedelta(days=1),
    )
    revised = Article.objects.get()
    assert (revised.title, revised.slug) == ("New", article.slug)


def test_an_article_is_shown_and_withdrawn(aoife):
    article = write(aoife)
    records.publish_article(article_id=article.pk, by=aoife, at=AT)
    records.withdraw_article(article_id=article.pk, by=aoife, at=AT)
    verbs = [event.verb for event in Event.objects.about("article", article.pk)]
    assert verbs == ["write", "publish", "withdraw"]


def test_what_is_shown_is_not_shown_again(aoife):
    article = write(aoife)
    records.publish_article(article_id=article.pk, by=aoife, at=AT)
    with pytest.raises(records.ActionRefused):
        records.publish_article(article_id=article.pk, by=aoife, at=AT)
