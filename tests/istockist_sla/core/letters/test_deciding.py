"""What a person decides about letters that did not arrive."""

import pytest

from istockist_sla.core import letters
from istockist_sla.core.models import Event, Letter
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tests.istockist_sla.core.letters.outgoing import (
    BUSY,
    GONE,
    HOUR,
    MINUTE,
    SILENT,
    fresh,
    secret,
    send,
    write,
    write_many,
)

pytestmark = pytest.mark.django_db
LATER = OPENED + 24 * HOUR


def ended(state="failed", **more) -> Letter:
    letter = write(**more)
    Letter.objects.filter(pk=letter.pk).update(state=state)
    return fresh(letter)


@pytest.mark.parametrize(("answer", "unknown"), [(GONE, 0), (SILENT, 1)])
def test_a_person_asks_for_more_attempts(server, aoife, answer, unknown):
    server(answer)
    letter = write()
    send()
    assert letters.retry([letter.pk], by=aoife, at=LATER) == 1
    assert send(at=LATER) == 1
    assert (fresh(letter).state, fresh(letter).unknown_attempts) == (Letter.State.SENT, unknown)


def test_many_are_tried_again_at_once_in_few_queries(aoife, django_assert_max_num_queries):
    ids = [letter.pk for letter in write_many(50)]
    Letter.objects.update(state="failed")
    with django_assert_max_num_queries(8):
        assert letters.retry(ids, by=aoife, at=LATER) == 50
    assert set(Letter.objects.values_list("state", "next_try_at")) == {("queued", LATER)}


def test_patience_begins_anew(server, aoife):
    server(*[BUSY] * 2)
    letter = write()
    Letter.objects.update(state="failed", attempts=30, refused_since=OPENED)
    letters.retry([letter.pk], by=aoife, at=LATER + 99 * HOUR)
    send(at=LATER + 99 * HOUR)
    letter = fresh(letter)
    assert (letter.state, letter.refused_since) == (Letter.State.QUEUED, LATER + 99 * HOUR)


@pytest.mark.parametrize("state", ["queued", "sending"])
def test_a_letter_on_its_way_is_not_tried_again(aoife, state):
    assert letters.retry([ended(state).pk], by=aoife, at=LATER) == 0


def test_a_sent_letter_is_not_tried_again(aoife):
    letter = write()
    send()
    assert letters.retry([letter.pk], by=aoife, at=LATER) == 0


def test_nobody_can_have_a_secret_sent_past_its_time(aoife):
    letter = secret()
    send(at=OPENED + 10 * MINUTE)
    assert letters.retry([letter.pk], by=aoife, at=OPENED + 11 * MINUTE) == 0


def test_silence_after_a_persons_retry_is_left_to_a_person_again(server, aoife):
    server(SILENT, SILENT)
    letter = write()
    send()
    letters.retry([letter.pk], by=aoife, at=LATER)
    send(at=LATER)
    letter = fresh(letter)
    assert (letter.state, letter.unknown_attempts) == (Letter.State.UNCLEAR, 2)


@pytest.mark.parametrize("state", ["failed", "unclear"])
def test_what_is_undelivered_waits_for_a_person_until_one_gives_it_up(aoife, state):
    letter = ended(state)
    assert list(Letter.objects.undecided()) == [letter]
    assert letters.give_up([letter.pk], note=" She left. ", by=aoife, at=LATER) == 1
    letter = fresh(letter)
    assert not Letter.objects.undecided().exists()
    assert (letter.state, letter.given_up_at, letter.given_up_note) == (state, LATER, "She left.")


def test_undecided_rows_and_their_list_agree():
    rows = [ended(state, key=state) for state in Letter.State.values if state != "sent"]
    Letter.objects.filter(pk=secret().pk).update(state="failed")
    Letter.objects.filter(pk=ended(key="x").pk).update(given_up_at=OPENED)
    ended(key="to a stranger", kind=Event.Kind.MAIL)
    found = set(Letter.objects.undecided())
    assert found == {row for row in Letter.objects.all() if row.is_undecided}
    assert {row.state for row in found} == {"failed", "unclear"} < {row.state for row in rows}


def test_what_waits_may_be_given_up_too_and_is_not_sent(aoife):
    letter = write()
    letters.give_up([letter.pk], note="Written in error", by=aoife, at=LATER)
    assert send(at=LATER) == 0
    assert (fresh(letter).state, fresh(letter).next_try_at) == (Letter.State.FAILED, LATER)


def test_a_letter_that_is_being_sent_is_not_given_up(aoife):
    letter = ended("sending")
    assert letters.give_up([letter.pk], note="No", by=aoife, at=LATER) == 0


def test_who_gives_up_says_why(aoife):
    with pytest.raises(ActionRefused):
        letters.give_up([ended().pk], note="  ", by=aoife, at=LATER)


def test_what_was_given_up_may_be_tried_again(aoife):
    letter = ended()
    letters.give_up([letter.pk], note="She left.", by=aoife, at=LATER)
    assert letters.retry([letter.pk], by=aoife, at=LATER) == 1
    assert (fresh(letter).given_up_at, fresh(letter).given_up_note) == (None, "")


def test_each_decision_is_an_event_without_personal_words(aoife):
    letter = ended()
    letters.give_up([letter.pk], note="She left.", by=aoife, at=LATER)
    letters.retry([letter.pk], by=aoife, at=LATER)
    events = Event.objects.about("letter", letter.pk)
    assert [(event.verb, event.actor, event.data) for event in events] == [
        ("give_up", aoife, {}),
        ("retry", aoife, {}),
    ]
