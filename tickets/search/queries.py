"""Searches for tickets, clients and help articles by what a person types."""

from django.db.models import Q, QuerySet

from tickets.models import Article, Client, Ticket
from tickets.models.faq import ArticleQuerySet
from tickets.models.tickets import TicketQuerySet

LARGEST_NUMBER = 2**31 - 1
# A search for articles reads so many words at most.
MOST_WORDS = 8


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
