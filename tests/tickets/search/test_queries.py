"""What people type finds tickets, clients and articles."""

import pytest

from tickets.models import Article
from tickets.search.queries import (
    articles_with_every_word,
    fault_id,
    ticket_number,
)


@pytest.mark.parametrize("term", ["4131", "#4131", "  #4131 "])
def test_a_number_is_read_with_or_without_its_sign(term):
    assert ticket_number(term) == 4131


@pytest.mark.parametrize("term", ["", "#", "41 31", "-1", "٤", "1" * 10])
def test_anything_else_is_no_number(term):
    assert ticket_number(term) is None


@pytest.mark.parametrize(("term", "found"), [("F-315", 315), ("f12", 12), ("fe-1", None)])
def test_a_fault_is_named_by_its_reference(term, found):
    assert fault_id(term) == found


def test_every_word_must_be_in_an_article(keys, labels):
    assert list(articles_with_every_word(Article.objects.all(), "KEY remove")) == [keys]
