"""What is like a ticket: others by the words of their subjects, and articles that may answer it."""

from typing import NamedTuple

from tickets.models import Article, Ticket
from tickets.search import hits
from tickets.search.filters import Filters
from tickets.search.sources import ARTICLE, TICKET
from tickets.search.terms import WORD, Query, Term, any_of, fold
from tickets.search.viewers import Viewer

MOST_TICKETS, MOST_ARTICLES, MOST_WORDS = 5, 3, 6
# First those that share so many of the longest words, then fewer; one alone says little.
SHARED = (6, 4, 3, 2)
LOOKED_AT = 12


class Similar(NamedTuple):
    tickets: list[Ticket]
    articles: list[Article]


def similar_to(ticket: Ticket, viewer: Viewer) -> Similar:
    terms = any_of(ticket.subject, MOST_WORDS)
    articles = _articles(terms) if ARTICLE in viewer.small else []
    return Similar(_tickets(ticket, terms, viewer), articles)


def _tickets(ticket: Ticket, terms: tuple[Term, ...], viewer: Viewer) -> list[Ticket]:
    """Those that share most words first, of these the newest."""
    found: dict[int, None] = {}
    for most in sorted({min(most, len(terms)) for most in SHARED}, reverse=True):
        if not terms or len(found) > MOST_TICKETS:
            break
        query = Query(wanted=terms[:most])
        hit = hits.in_folders(query, Filters(), viewer, MOST_TICKETS + 1, sources=[TICKET])
        found |= dict.fromkeys(each.ticket_id for each in hit)
    ids = [pk for pk in found if pk != ticket.pk][:MOST_TICKETS]
    tickets = Ticket.objects.select_related("client").in_bulk(ids)
    return [tickets[pk] for pk in ids if pk in tickets]


def _articles(terms: tuple[Term, ...]) -> list[Article]:
    """Those that have at least two of the words, or the only one."""
    if not terms:
        return []
    found = hits.in_small_tables(hits.any_question(terms), [ARTICLE])[:LOOKED_AT]
    articles = Article.objects.in_bulk([hit.id for hit in found])
    near = [articles[hit.id] for hit in found if hit.id in articles]
    return [each for each in near if _shared(each, terms) >= min(2, len(terms))][:MOST_ARTICLES]


def _shared(article: Article, terms: tuple[Term, ...]) -> int:
    tokens = set(WORD.findall(fold(f"{article.title} {article.body}")))
    return sum(any(term[0].fits(token) for token in tokens) for term in terms)
