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


def test_a_stranger_reads_the_public_ones_alone(client, keys, labels):
    Article.objects.filter(pk=keys.pk).update(audience="public")
    text = words(client.get("/articles/"))
    assert (keys.title in text, labels.title in text) == (True, False)
    assert client.get(f"/articles/{keys.slug}/").status_code == 200
    assert client.get(f"/articles/{labels.slug}/").status_code == 302


def test_what_is_internal_is_not_there_for_clients(clara_in, keys):
    Article.objects.filter(pk=keys.pk).update(audience="internal")
    assert clara_in.get(f"/articles/{keys.slug}/").status_code == 404
    assert keys.title not in words(clara_in.get("/articles/"))


def test_they_stand_under_their_sections(clara_in, keys, labels):
    Article.objects.filter(pk=keys.pk).update(section="API")
    assert "<h2>API</h2>" in words(clara_in.get("/articles/"))


def test_a_reader_says_once_whether_it_helped(clara_in, keys):
    url = f"/articles/{keys.slug}/feedback/"
    for kind in ("helped", "helped", "not-helped", "nothing"):
        clara_in.post(url, {"kind": kind})
    assert list(keys.feedback.values_list("kind", flat=True)) == ["not-helped"]
    assert "it did not help" in words(clara_in.get(f"/articles/{keys.slug}/"))
