"""Help articles are written, revised, shown and withdrawn in the desk."""

import pytest

from tests.tickets.admin.conftest import NOW, page_url, step_url, verbs_of
from tickets import lifecycle, records
from tickets.models import Article

ADD = "/desk/tickets/article/add/"
WORDS = {"title": "Renew an API key", "body": "Make the new one first."}


@pytest.fixture
def article(agent):
    agent.post(ADD, WORDS | {"sure": "yes"})
    return Article.objects.get()


def act(browser, article, verb, **data):
    return browser.post(step_url(article, verb, "article"), {"seen": "0", **data})


def test_a_new_article_is_not_shown_to_clients(article):
    assert (article.title, article.body, article.is_published) == (*WORDS.values(), False)


def test_writing_leads_to_the_article(agent):
    answer = agent.post(ADD, WORDS | {"sure": "yes"})
    assert answer.url == page_url(Article.objects.get(), "article")


def test_an_article_needs_a_title_and_a_text(agent):
    answer = agent.post(ADD, {"title": "", "body": " "})
    assert set(answer.context["form"].errors) == {"title", "body"}


def test_revising_starts_from_the_present_text(agent, article):
    form = agent.get(step_url(article, "revise", "article")).context["form"]
    assert form.initial == WORDS | {"section": "", "audience": "clients"}


def test_an_article_is_revised(agent, article):
    act(agent, article, "revise", title="Renew a key", body="So.", sure="yes")
    article = Article.objects.get()
    assert (article.title, article.body) == ("Renew a key", "So.")


def test_it_is_shown_and_withdrawn(agent, article):
    act(agent, article, "publish")
    assert Article.objects.get().is_published
    act(agent, article, "withdraw")
    assert not Article.objects.get().is_published


def test_only_the_opposite_is_available(agent, article):
    assert verbs_of(agent.get(page_url(article, "article"))) == ["revise", "publish"]
    act(agent, article, "publish")
    assert verbs_of(agent.get(page_url(article, "article"))) == ["revise", "withdraw"]


@pytest.mark.parametrize("verb", ["revise", "publish", "withdraw"])
def test_a_technical_person_changes_no_article(client, ruairi, article, verb):
    client.force_login(ruairi)
    assert act(client, article, verb, **WORDS).status_code == 403
    assert client.post(ADD, WORDS).status_code == 403


def test_it_is_shown_as_its_readers_will_see_it_before_it_is_kept(agent):
    page = agent.post(ADD, WORDS | {"section": "API", "audience": "public"})
    assert page.context["preview"] == [
        "For: Everybody, under API.",
        "Title: Renew an API key",
        "<p>Make the new one first.</p>\n",
    ]
    assert not Article.objects.exists()


def test_an_answer_in_a_ticket_is_the_first_words_of_an_article(agent, ticket, aoife):
    lifecycle.reply(ticket.pk, text="Make a new key.", by=aoife, at=NOW)
    lifecycle.note(ticket.pk, text="Their third one.", by=aoife, at=NOW)
    reply, note = ticket.messages.order_by("id")[1:]
    form = agent.get(f"{ADD}?message={reply.pk}").context["form"]
    assert (form.initial["title"], form.initial["body"]) == (ticket.subject, "Make a new key.")
    for message in (note.pk, ticket.messages.first().pk, "x", 10**30):
        assert "body" not in agent.get(f"{ADD}?message={message}").context["form"].initial


def test_what_readers_say_is_counted(agent, article, clara, charlie):
    act(agent, article, "publish")
    for person, kinds in ((clara, ["helped", "solved"]), (charlie, ["helped", "not-helped"])):
        for kind in kinds:
            records.say_of_article(article, kind=kind, by=person.user, at=NOW)
    page = agent.get(page_url(article, "article"))
    assert ("Helped, not, tickets saved", "1, 1, 1") in page.context["details"]
