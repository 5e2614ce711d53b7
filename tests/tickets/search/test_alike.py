"""What is like the line that a person types."""

import pytest

from tests.conftest import OPENED
from tickets.models import Article, Ticket
from tickets.search.alike import similar_articles, similar_tickets, telling_words


def alike(subject):
    return similar_articles(Article.objects.all(), subject)


def test_those_that_share_most_words_with_a_subject_come_first(keys, labels):
    assert alike("A key for the labels: print") == [labels, keys]
    assert alike("Renewing the keys and labels")[0] == keys


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "how to do it",
        "asdf qwertz",
        "nothing works any more, please help",
        "ke lab re",
        "🙂",
    ],
)
def test_nonsense_finds_nothing(keys, labels, nonsense):
    assert alike(nonsense) == []


def test_a_word_inside_another_says_nothing(keys):
    assert alike("monkeys") == []


def test_one_word_of_a_text_is_not_enough(keys):
    Article.objects.filter(pk=keys.pk).update(title="Access", body="Make the new one first.")
    assert alike("make coffee") == []


@pytest.mark.parametrize("word", ["order", "orders", "ordered", "ordering"])
def test_a_word_is_known_by_its_stem(word):
    assert telling_words(f"The {word} again") == {"order"}


def test_an_own_ticket_is_like_what_shares_half_of_its_words(open_ticket):
    known = open_ticket(at=OPENED, subject="Labels print twice since the update")
    open_ticket(at=OPENED, subject="Orders arrive twice")
    mine = Ticket.objects.all()
    assert similar_tickets(mine, "All labels are printed twice") == [known]
    assert similar_tickets(mine, "Twice a strange noise") == []
