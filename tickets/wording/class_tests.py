"""The class tests of C1: as a clause, as a sentence, as a choice and as a question."""

from typing import NamedTuple

from django.utils.text import capfirst

from tickets.sla.terms import TEST_WORDS


class Question(NamedTuple):
    """A test as a client is asked it."""

    title: str
    explanation: str


class ClassTestText(NamedTuple):
    """A test as a client reads why it gave the class."""

    ordinal: str
    sentence: str


# After "a Critical fault:".
CLAUSES: dict[str, str] = TEST_WORDS
# What Support chooses from.
CHOICES: dict[str, str] = {code: capfirst(clause) for code, clause in CLAUSES.items()}
SENTENCES: dict[str, str] = {code: f"{choice}." for code, choice in CHOICES.items()}
ORDINALS: dict[str, str] = {
    "inaccessible": "first",
    "orders-stopped": "second",
    "orders-partly": "third",
    "read-only": "fourth",
    "degraded": "fifth",
    "other": "last",
}
# "other" is not asked: it is the answer when all the others are no.
QUESTIONS: dict[str, Question] = {
    "inaccessible": Question(
        "Is there no way in at all?",
        "Nobody gets into the client admin, or the API gives no answer.",
    ),
    "orders-stopped": Question(
        "Have orders stopped?",
        "No order can be placed, or none arrives.",
    ),
    "orders-partly": Question(
        "Is ordering partly disrupted?",
        "Some shops or customers cannot order, or more than one order in ten arrives over "
        "30 minutes late.",
    ),
    "read-only": Question(
        "Is it only something that you read?",
        "Reports or statistics are missing or out of date; everything else works.",
    ),
    "degraded": Question(
        "Does work go on, but badly?",
        "You need a workaround, it is extremely slow, errors come and go, or another function "
        "does not do what it should.",
    ),
}


def text_for_client(code: str) -> ClassTestText | None:
    """None before a test has given the class."""
    return ClassTestText(ORDINALS[code], SENTENCES[code]) if code in SENTENCES else None
