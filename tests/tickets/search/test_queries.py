"""What people type finds tickets, clients and articles."""

import pytest

from tickets.models import Article, Ticket
from tickets.search.queries import (
    articles_matching,
    articles_with_every_word,
    clients_matching,
    similar_articles,
    ticket_number,
    tickets_matching,
    tickets_with_every_word,
)


@pytest.mark.parametrize("term", ["4131", "#4131", "  #4131 "])
def test_a_number_is_read_with_or_without_its_sign(term):
    assert ticket_number(term) == 4131


@pytest.mark.parametrize("term", ["", "#", "41 31", "-1", "٤", "1" * 10])
def test_anything_else_is_no_number(term):
    assert ticket_number(term) is None


@pytest.mark.parametrize("term", ["orders", "MEADOW"])
def test_tickets_match_by_subject_or_client(ticket, term):
    assert list(tickets_matching(term)) == [ticket]


@pytest.mark.parametrize(("term", "found"), [("finch", 1), ("meadow", 1), ("meado", 1), ("x9", 0)])
def test_clients_match_by_name_or_code(meadow, term, found):
    assert clients_matching(term).count() == found


def test_articles_match_by_title_or_text(keys, labels):
    assert list(articles_matching("key")) == [labels, keys]


def test_every_word_must_be_in_a_subject(ticket):
    words = ticket.subject.split()
    assert list(tickets_with_every_word(Ticket.objects.all(), " ".join(words[::-1]))) == [ticket]
    assert not tickets_with_every_word(Ticket.objects.all(), f"{words[0]} unheard")


@pytest.mark.parametrize("typed", ["9" * 40, "²", "٣"])
def test_odd_digits_find_no_ticket(ticket, typed):
    assert not tickets_with_every_word(Ticket.objects.all(), typed)


def test_every_word_must_be_in_an_article(keys, labels):
    assert list(articles_with_every_word(Article.objects.all(), "KEY remove")) == [keys]


def test_those_that_share_most_words_with_a_subject_come_first(keys, labels):
    articles = Article.objects.all()
    assert similar_articles(articles, "A key for the labels: print") == [labels]
    assert similar_articles(articles, "renew labels, remove labels")[0] == keys


def test_short_words_say_nothing(keys):
    assert similar_articles(Article.objects.all(), "an API to do it") == []
