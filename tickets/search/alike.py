"""What is like the line that a person types: by whole words that say something."""

import re
from collections.abc import Iterable

from django.db.models import Q

from tickets.models import Article, Ticket
from tickets.models.faq import ArticleQuerySet
from tickets.models.tickets import TicketQuerySet

MOST_WORDS, LEAST_LETTERS = 8, 3
# So much of a text is compared.
LONGEST = 20_000
# Said of any problem, and so of none.
_LINES = (
    "about after again all and any anymore anything are because been before but can cannot could",
    "did does don done error every everything for from get got had has have help hello here how",
    "into isn issue its just like more need not nothing now off our out please problem same seem",
    "should since some something still test than that the their them then there they thing this",
    "today very want was way were what when where which while who why will with won work would",
    "wrong yesterday you your",
)
# What a shared word counts in an article's title and in its text, and what makes it alike.
IN_TITLE, IN_TEXT, ALIKE = 2, 1, 2
EMPTY = frozenset(word for line in _LINES for word in line.split())


def similar_articles(articles: ArticleQuerySet, subject: str, most: int = 3) -> list[Article]:
    """Those that share a word of their title, or two of their text, with the subject."""
    words = telling_words(subject)
    wanted = _any(words, "title", "body")
    if wanted is None:
        return []
    scored = [
        (_shared(words, article.title, article.body), article)
        for article in articles.filter(wanted)
    ]
    alike = [pair for pair in scored if pair[0] >= ALIKE]
    alike.sort(key=lambda pair: (-pair[0], pair[1].title))
    return [article for _, article in alike[:most]]


def similar_tickets(tickets: TicketQuerySet, subject: str, most: int = 3) -> list[Ticket]:
    """Those that share at least half of the telling words, and two of them, where there are two."""
    words = telling_words(subject)
    wanted = _any(words, "subject")
    if wanted is None:
        return []
    least = max(min(2, len(words)), (len(words) + 1) // 2)
    found = [
        (len(words & telling_words(ticket.subject)), ticket) for ticket in tickets.filter(wanted)
    ]
    alike = sorted(
        (pair for pair in found if pair[0] >= least), key=lambda pair: (-pair[0], -pair[1].number)
    )
    return [ticket for _, ticket in alike[:most]]


def telling_words(text: str) -> set[str]:
    """Its words that say something, each as its stem; the longest of many."""
    words = re.findall(r"[^\W_]+", text[:LONGEST].lower())
    stems = {_stem(word) for word in words if len(word) >= LEAST_LETTERS}
    telling = stems - EMPTY - {_stem(word) for word in EMPTY}
    return set(sorted(telling, key=lambda stem: (-len(stem), stem))[:MOST_WORDS])


def _any(words: Iterable[str], *fields: str) -> Q | None:
    wanted = None
    for word in words:
        for field in fields:
            each = Q(**{f"{field}__icontains": word})
            wanted = each if wanted is None else wanted | each
    return wanted


def _shared(words: set[str], title: str, text: str) -> int:
    in_title, in_text = _stems(title), _stems(text)
    return IN_TITLE * len(words & in_title) + IN_TEXT * len(words & in_text)


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in re.findall(r"[^\W_]+", text[:LONGEST].lower())}


def _stem(word: str) -> str:
    """`order` of orders, ordered and ordering, `remov` of remove and removing: what stays is a part
    of the word itself."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_LETTERS:
            return word.removesuffix(ending)
    return word
