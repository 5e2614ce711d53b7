"""How well a closed ticket was handled, as its client says: once a closing, and changed in time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from istockist_sla.core.models import Event, Letter
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tickets import inputs, lifecycle
from tickets.models import InformationRequest, Rating, Ticket
from tickets.replay import replay_ratings
from tickets.sla.verdict import judge

pytestmark = pytest.mark.django_db
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
CLOSED = OPENED + 3 * HOUR
RATED = CLOSED + HOUR


@pytest.fixture
def closed(ticket, aoife):
    """Aoife's ticket, answered in time and closed as resolved."""
    lifecycle.take(ticket.pk, by=aoife, at=OPENED + HOUR, seen=None)
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None)
    return lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=CLOSED, seen=None)


@pytest.fixture
def rate(clara):
    def rated(ticket, value=4, text="", at=RATED):
        return lifecycle.rate(ticket.pk, value=value, text=text, by=clara.user, at=at)

    return rated


def standing(ticket) -> list[int]:
    return list(Rating.objects.filter(ticket=ticket).standing().values_list("value", flat=True))


def event_of(ticket) -> Event:
    return Event.objects.about(Event.Kind.TICKET, ticket.pk).filter(verb="rate").last()


def test_the_client_rates_a_closed_ticket(closed, rate):
    rating = rate(closed, 4, "  Quick, thank you. ")
    assert (rating.value, rating.text, rating.given_at) == (4, "Quick, thank you.", RATED)
    assert (rating.client, rating.closed_at) == (closed.client, CLOSED)


def test_the_event_says_who_and_how_but_not_the_words(closed, rate, clara):
    rating, event = rate(closed, 4, "Quick."), event_of(closed)
    assert (event.actor, event.side, event.at) == (clara.user, "client", RATED)
    assert event.data == {"rating": rating.pk, "value": 4}


def test_an_open_ticket_is_not_rated(ticket, rate):
    with pytest.raises(ActionRefused, match="once it is closed"):
        rate(ticket)


@pytest.mark.parametrize("reason", ["no-answer", "confirmed"])
def test_an_unsolved_ticket_is_rated_too(ticket, aoife, clara, rate, reason):
    lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=OPENED + HOUR)
    said = ticket.messages.first() if reason == "confirmed" else None
    lifecycle.close(ticket.pk, reason=reason, confirmation=said, by=aoife, at=CLOSED, seen=None)
    rate(ticket, 2)
    assert standing(ticket) == [2]


@pytest.mark.parametrize("reason", ["spam", "duplicate"])
def test_housekeeping_is_not_rated(open_ticket, aoife, rate, reason):
    first, second = open_ticket(), open_ticket(at=OPENED + SECOND)
    original = {"duplicate_of": first} if reason == "duplicate" else {}
    lifecycle.close(second.pk, reason=reason, by=aoife, at=OPENED + HOUR, seen=None, **original)
    with pytest.raises(ActionRefused, match="not rated"):
        rate(second)


@pytest.mark.parametrize("value", [0, 6, -1])
def test_only_one_to_five_is_a_rating(closed, rate, value):
    with pytest.raises(ActionRefused, match="from 1 to 5"):
        rate(closed, value)


def test_a_later_answer_takes_the_place_of_the_first(closed, rate):
    first, second = rate(closed, 4), rate(closed, 2, at=RATED + 14 * DAY)
    first.refresh_from_db()
    assert standing(closed) == [2]
    assert (first.replaced_at, second.replaced_at) == (second.given_at, None)


def test_each_answer_is_an_event(closed, rate):
    rate(closed, 4)
    rate(closed, 2, at=RATED + DAY)
    events = Event.objects.about(Event.Kind.TICKET, closed.pk).filter(verb="rate")
    assert [event.data["value"] for event in events] == [4, 2]


def test_the_same_answer_again_changes_nothing(closed, rate):
    assert rate(closed, 4, "Quick.") == rate(closed, 4, "Quick.", at=RATED + DAY)
    assert Rating.objects.count() == 1


def test_other_words_to_the_same_value_are_an_answer(closed, rate):
    rate(closed, 4, "Quick.")
    rate(closed, 4, "Quick, and kind.", at=RATED + DAY)
    assert Rating.objects.standing().get().text == "Quick, and kind."


def test_fourteen_days_after_the_first_answer_the_rating_stays(closed, rate):
    rate(closed, 4)
    rate(closed, 3, at=RATED + 10 * DAY)
    with pytest.raises(ActionRefused, match="Fourteen days"):
        rate(closed, 2, at=RATED + 14 * DAY + SECOND)
    assert standing(closed) == [3]


def test_the_first_answer_may_come_late(closed, rate):
    rate(closed, 5, at=CLOSED + 300 * DAY)
    assert standing(closed) == [5]


def test_a_second_closing_is_rated_anew(closed, rate, aoife, clara):
    rate(closed, 5)
    lifecycle.reopen_by_client(closed.pk, by=clara.user, at=RATED + HOUR)
    with pytest.raises(ActionRefused):
        rate(closed, 1, at=RATED + HOUR)
    again = RATED + 2 * HOUR
    lifecycle.close(closed.pk, reason="resolved", by=aoife, at=again, seen=None)
    rate(closed, 2, at=again + 20 * DAY)
    assert standing(closed) == [5, 2]


def test_it_is_not_the_last_word_and_flags_nothing(closed, rate):
    before = Ticket.objects.values().get(pk=closed.pk)
    rate(closed, 1, "No.")
    assert Ticket.objects.values().get(pk=closed.pk) == before


def test_it_touches_no_verdict(closed, rate):
    now = RATED + DAY
    before = judge(inputs.load_inputs(closed), now=now)
    results = [result.row for result in Ticket.objects.get(pk=closed.pk).results]
    rate(closed, 1, "No.")
    after = judge(inputs.load_inputs(closed), now=now)
    assert (after.response, after.fix) == (before.response, before.fix)
    assert [result.row for result in Ticket.objects.get(pk=closed.pk).results] == results


def test_it_undoes_no_closing_for_want_of_an_answer(ticket, aoife, rate):
    lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=OPENED + HOUR)
    lifecycle.close(ticket.pk, reason="no-answer", by=aoife, at=CLOSED, seen=None)
    rate(ticket, 1, at=CLOSED)
    assert Ticket.objects.get(pk=ticket.pk).is_closed


def test_it_answers_no_question_of_its_own_second(closed, rate, aoife, clara):
    """Rated, reopened and asked within one second."""
    rate(closed, 1)
    lifecycle.reopen_by_client(closed.pk, by=clara.user, at=RATED - SECOND)
    lifecycle.ask(closed.pk, text="Which?", by=aoife, at=RATED)
    assert InformationRequest.objects.get(ticket=closed).ended_at is None
    assert Ticket.objects.get(pk=closed.pk).waiting_since == RATED


def test_a_poor_rating_is_told_to_the_owner(closed, rate, aoife):
    rate(closed, 2, "It took two days.")
    letter = Letter.objects.get(template="rate")
    assert (letter.to_address, letter.is_required) == (aoife.email, False)


def test_other_ratings_are_told_to_nobody(closed, rate):
    rate(closed, 3, "It took two days.")
    assert not Letter.objects.filter(template="rate").exists()


def test_a_poor_rating_of_nobodys_ticket_is_told_to_nobody(ticket, clara, rate):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=CLOSED)
    rate(ticket, 1)
    assert not Letter.objects.filter(template="rate").exists()


def test_the_events_tell_the_rows(closed, rate, aoife, clara):
    rate(closed, 4)
    rate(closed, 3, at=RATED + HOUR)
    lifecycle.reopen_by_client(closed.pk, by=clara.user, at=RATED + DAY)
    lifecycle.close(closed.pk, reason="resolved", by=aoife, at=RATED + 2 * DAY, seen=None)
    rate(closed, 1, at=RATED + 3 * DAY)
    rows = replay_ratings(inputs.load_folders([closed])[closed.pk].events)
    columns = rows[0]._fields
    assert [tuple(row) for row in rows] == list(Rating.objects.values_list(*columns))


def test_the_database_lets_one_answer_to_a_closing_stand(closed, rate):
    first = rate(closed, 4)
    copy = {"ticket": closed, "client": closed.client, "closed_at": CLOSED, "value": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(**copy, given_at=first.given_at)


@pytest.mark.parametrize("columns", [{"value": 6}, {"replaced_at": OPENED}])
def test_the_database_refuses_what_is_no_rating(closed, rate, columns):
    rate(closed, 4)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.update(**columns)
