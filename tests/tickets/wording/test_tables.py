"""Every table of words has each of its codes."""

import pytest

from istockist_sla.core.templatetags import ui
from tickets.models import CONTESTABLE, ClientFact, CloseReason, FaultClass, TicketState, Verb
from tickets.sla import conditions, verdict
from tickets.sla.terms import CLASS_TESTS, CLASSES
from tickets.wording import (
    class_tests,
    client_facts,
    close_reasons,
    fault_classes,
    findings,
    not_judged,
    priorities,
)

TABLES = [
    (class_tests.CLAUSES, CLASS_TESTS),
    (class_tests.CHOICES, CLASS_TESTS),
    (class_tests.SENTENCES, CLASS_TESTS),
    (class_tests.ORDINALS, CLASS_TESTS),
    (class_tests.QUESTIONS, set(CLASS_TESTS) - {"other"}),
    (close_reasons.LABELS_FOR_CLIENT, CloseReason),
    (close_reasons.STATUS_FOR_CLIENT, CloseReason),
    (close_reasons.EVENTS, CloseReason),
    (close_reasons.EVENTS_FOR_CLIENT, CloseReason),
    (not_judged.LABELS, {*verdict.REASON_WORDS, *conditions.CONDITION_NAMES}),
    (not_judged.SENTENCES_FOR_CLIENT, {*verdict.REASON_WORDS, *conditions.CONDITION_NAMES}),
    (fault_classes.NAMES, CLASSES),
    (findings.DECISIONS, CONTESTABLE),
    (findings.OUTCOMES, {Verb.APPROVE, Verb.DECLINE, Verb.UPHOLD, Verb.WITHDRAW}),
    (priorities.NAMES, {True, False}),
    (client_facts.PLANS, ClientFact.Plan),
]


@pytest.mark.parametrize(("table", "codes"), TABLES)
def test_a_table_has_exactly_its_codes(table, codes):
    assert set(table) == set(codes)


def test_the_tests_are_shown_in_their_order():
    assert list(class_tests.CHOICES) == list(class_tests.ORDINALS) == list(CLASS_TESTS)


def test_a_class_has_no_name_before_it_is_given():
    assert fault_classes.class_name("") == ""


@pytest.mark.parametrize("fault_class", FaultClass)
def test_a_chip_names_a_class_as_the_table_does(fault_class):
    assert fault_classes.NAMES[fault_class] in ui.class_chip(fault_class)


@pytest.mark.parametrize("state", TicketState)
def test_a_mark_names_a_state_as_the_model_does(state):
    assert str(state.label) in ui.state_mark(state)
