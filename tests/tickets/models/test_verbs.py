"""Verbs of a ticket, and every table over them."""

import pytest

from tickets import access, replay
from tickets.admin import event_text
from tickets.explain import act_rows
from tickets.lifecycle import documentation
from tickets.models import Verb
from tickets.models.verbs import ICONS, SEEN_BY_CLIENT
from tickets.notifications import LETTER_RULES
from tickets.portal import event_texts
from tickets.sla.history import HANDLING, STEPS
from tickets.wording import findings as finding_words

FINDING_VERBS = {Verb.PROPOSE, Verb.APPROVE, Verb.DECLINE, Verb.CONTEST, Verb.UPHOLD, Verb.WITHDRAW}
# What only follows questions: it changes no other column.
OF_QUESTIONS = {Verb.NOTICE_FAILED, Verb.NOTICE_DELIVERED, Verb.ANSWER, Verb.CONFIRM_PERSON}
NO_LETTER = {
    Verb.NOTICE_DELIVERED,
    Verb.ANSWER,
    Verb.MOVE,
    Verb.NOTIFY,
    Verb.SET_PRIORITY,
    Verb.RESOLVE,
    Verb.SPLIT,
    Verb.AMEND,
}
# These change no column of their own: at most the last word, and what is waited for.
NO_COLUMN = {
    *FINDING_VERBS,
    *(OF_QUESTIONS - {Verb.CONFIRM_PERSON}),
    Verb.ASK,
    Verb.REPLY,
    Verb.NOTIFY,
    Verb.NOTE,
    Verb.RESOLVE,
    Verb.SPLIT,
    Verb.RATE,
    Verb.AMEND,
}
# Of these the client reads the message itself.
MESSAGES = {Verb.WRITE, Verb.REPLY, Verb.ASK}
# Each table with the verbs that it covers.
TABLES = [
    (ICONS, set(Verb)),
    (documentation.STEPS, set(Verb)),
    (event_text.TEXTS, set(Verb)),
    (event_text.RECENT_ACTIONS, set(Verb)),
    (replay.STEPS, set(Verb) - NO_COLUMN),
    (LETTER_RULES, set(Verb) - NO_LETTER),
    (act_rows.TEXTS, {verb for verb in Verb if verb.is_handling or verb in STEPS}),
    (finding_words.OUTCOMES, FINDING_VERBS - {Verb.PROPOSE, Verb.CONTEST}),
    (access.FINDING_KINDS_SEEN, {Verb.PROPOSE, Verb.APPROVE, Verb.DECLINE}),
    (event_texts.TEXTS, {*SEEN_BY_CLIENT, *access.FINDING_KINDS_SEEN} - MESSAGES),
]


@pytest.mark.parametrize(("table", "verbs"), TABLES)
def test_a_table_covers_its_verbs(table, verbs):
    assert set(table) == verbs


def test_handling_is_what_the_clocks_stop_at():
    """A closing counts for some reasons only, which the clocks decide themselves (E4)."""
    assert {verb for verb in Verb if verb.is_handling} == HANDLING | {Verb.CLOSE}


def test_what_the_client_sees_is_either_shown_always_or_by_its_finding():
    assert not {verb for verb in access.FINDING_KINDS_SEEN if verb.is_seen_by_client}


@pytest.mark.parametrize("verb", Verb)
def test_a_verb_has_a_label_and_an_icon(verb):
    assert verb.label
    assert verb.icon
