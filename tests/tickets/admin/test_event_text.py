"""Events of tickets as sentences."""

import pytest

from istockist_sla.core.models import Event
from tickets.admin.event_text import RECENT_ACTIONS, describe
from tickets.models import Verb


@pytest.mark.parametrize("verb", Verb)
def test_a_recent_action_names_the_ticket_once(verb):
    assert RECENT_ACTIONS[verb].count("{}") == 1


@pytest.mark.parametrize("verb", Verb)
def test_an_event_without_data_has_a_sentence(db, verb):
    (line,) = describe([Event(verb=verb.value, subject_kind=Event.Kind.TICKET, data={})])
    assert line.text
    assert line.icon == verb.icon


def test_the_actor_is_named(ticket, aoife):
    event = Event(verb="note", actor=aoife, subject_kind=Event.Kind.TICKET, data={})
    (line,) = describe([event])
    assert line.who == "Aoife Brennan"


def test_the_viewer_is_addressed(ticket, aoife):
    event = Event(verb="note", actor=aoife, subject_kind=Event.Kind.TICKET, data={})
    (line,) = describe([event], viewer=aoife)
    assert (line.who, line.by_viewer) == ("You", True)


def test_what_nobody_did_was_the_system(db):
    (line,) = describe([Event(verb="close", subject_kind=Event.Kind.TICKET, data={})])
    assert line.who == "The system"


def test_a_verb_of_another_record_is_spelt_out(db):
    (line,) = describe([Event(verb="import_orders", subject_kind=Event.Kind.CLIENT, data={})])
    assert (line.text, line.icon) == ("import orders", "activity")
