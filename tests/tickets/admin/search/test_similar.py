"""What is like a ticket: a page, of which the ticket's page shows a part."""

import pytest

from tests.conftest import gmt
from tickets.models import Article


@pytest.fixture
def like(agent, open_ticket):
    """The page of a ticket about labels, beside two others and two articles."""
    open_ticket(subject="Labels print twice on Mondays")
    open_ticket(subject="Nothing prints")
    for title in ("Labels that print twice", "Renew a key"):
        slug = title.lower().replace(" ", "-")
        Article.objects.create(title=title, slug=slug, body="", updated_at=gmt(1, 1, 9))
    ticket = open_ticket(subject="Labels print twice")
    return agent.get(f"/desk/tickets/ticket/{ticket.pk}/similar/")


def test_those_that_share_words_of_the_subject_are_named(like):
    similar = like.context["similar"]
    assert [ticket.subject for ticket in similar.tickets] == ["Labels print twice on Mondays"]
    assert [article.title for article in similar.articles] == ["Labels that print twice"]


def test_the_page_of_the_ticket_leads_there(agent, like):
    ticket = like.context["ticket"]
    page = agent.get(f"/desk/tickets/ticket/{ticket.pk}/change/").text
    assert f'data-part-of="/desk/tickets/ticket/{ticket.pk}/similar/"' in page


def test_a_subject_without_words_is_like_nothing(agent, open_ticket):
    ticket = open_ticket(subject="?!")
    similar = agent.get(f"/desk/tickets/ticket/{ticket.pk}/similar/").context["similar"]
    assert (similar.tickets, similar.articles) == ([], [])
