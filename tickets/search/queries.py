"""Searches for tickets, clients and help articles by what a person types."""

import re

from django.db.models import Q, QuerySet

from tickets.models import Article, Client, Ticket
from tickets.models.faq import ArticleQuerySet
from tickets.models.tickets import TicketQuerySet

LARGEST_NUMBER = 2**31 - 1
# A search for articles reads so many words at most.
MOST_WORDS = 8
# A word shorter than that says nothing about the likeness of two texts.
LEAST_LETTERS = 4


def ticket_number(term: str) -> int | None:
    """A ticket's number, if that is what was typed: `4131` or `#4131`."""
    digits = term.strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def tickets_matching(term: str) -> QuerySet[Ticket]:
    """By subject or by the client's name."""
    return Ticket.objects.filter(Q(subject__icontains=term) | Q(client__name__icontains=term))


def clients_matching(term: str) -> QuerySet[Client]:
    """By name, or by the exact code."""
    return Client.objects.filter(Q(name__icontains=term) | Q(code=term))


def articles_matching(term: str) -> QuerySet[Article]:
    """By title or text, unpublished ones too."""
    return Article.objects.filter(Q(title__icontains=term) | Q(body__icontains=term))


def tickets_with_every_word(tickets: TicketQuerySet, words: str) -> TicketQuerySet:
    """Those that have each word in the subject, or as the number."""
    for word in words.split():
        match = Q(subject__icontains=word)
        if word.isdecimal() and int(word) <= LARGEST_NUMBER:
            match |= Q(number=int(word))
        tickets = tickets.filter(match)
    return tickets


def articles_with_every_word(articles: ArticleQuerySet, words: str) -> ArticleQuerySet:
    """Those that have each word in the title or the text."""
    for word in words.split()[:MOST_WORDS]:
        articles = articles.filter(Q(title__icontains=word) | Q(body__icontains=word))
    return articles


def similar_articles(articles: ArticleQuerySet, subject: str, most: int = 3) -> list[Article]:
    """Those that share most words with a report's subject; a word of the title counts twice."""
    words = {word.lower() for word in re.findall(r"\w+", subject) if len(word) >= LEAST_LETTERS}
    longest = sorted(words, key=len, reverse=True)[:MOST_WORDS]
    if not longest:
        return []
    any_word = Q()
    for word in longest:
        any_word |= Q(title__icontains=word) | Q(body__icontains=word)
    scored = [(_score(article, longest), article) for article in articles.filter(any_word)]
    scored.sort(key=lambda pair: (-pair[0], pair[1].title))
    return [article for _, article in scored[:most]]


def _score(article: Article, words: list[str]) -> int:
    title, body = article.title.lower(), article.body.lower()
    return sum(2 * (word in title) + (word in body) for word in words)
