"""Help articles."""

from tests.tickets.portal.conftest import NOW, words
from tickets.models import Article


def test_published_articles_are_listed(clara_in, keys):
    Article.objects.create(title="A draft", slug="draft", body="So.", updated_at=NOW)
    text = words(clara_in.get("/articles/"))
    assert keys.title in text
    assert "A draft" not in text


def test_every_word_must_be_found(clara_in, keys, labels):
    text = words(clara_in.get("/articles/?q=KEY remove"))
    assert keys.title in text
    assert labels.title not in text


def test_words_that_nobody_wrote_lead_to_a_report(clara_in, keys):
    text = words(clara_in.get("/articles/?q=unheard"))
    assert "No article has these words." in text
    assert 'href="/report/"' in text


def test_an_article_stands_in_paragraphs(clara_in, keys):
    text = words(clara_in.get("/articles/renew-an-api-key/"))
    assert "<p>Make the new one first.</p>" in text
    assert "<p>Then remove the &lt;old&gt; one.</p>" in text


def test_a_draft_is_not_there(clara_in, keys):
    Article.objects.update(is_published=False)
    assert clara_in.get("/articles/renew-an-api-key/").status_code == 404


def test_thirty_stand_on_a_page(clara_in, db):
    Article.objects.bulk_create(
        Article(title=f"A {i}", slug=f"a-{i}", body="So.", is_published=True, updated_at=NOW)
        for i in range(31)
    )
    assert words(clara_in.get("/articles/")).count("row-title") == 30
