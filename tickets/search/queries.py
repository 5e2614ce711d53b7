"""Searches for tickets, clients and help articles by what a person types."""

import re

from django.db.models import Q

from tickets.models.faq import ArticleQuerySet

# A search for articles reads so many words at most.
MOST_WORDS = 8


def ticket_number(term: str) -> int | None:
    """A ticket's number, if that is what was typed: `4131` or `#4131`."""
    digits = term.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def fault_id(term: str) -> int | None:
    """A fault's id, if its reference was typed: `F-315`."""
    match = re.fullmatch(r"[Ff]-?([0-9]{1,9})", term.strip())
    return int(match[1]) if match else None


def articles_with_every_word(articles: ArticleQuerySet, words: str) -> ArticleQuerySet:
    """Those that have each word in the title or the text."""
    for word in words.split()[:MOST_WORDS]:
        articles = articles.filter(Q(title__icontains=word) | Q(body__icontains=word))
    return articles
