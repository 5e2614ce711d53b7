"""Who else has a ticket's page open."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from istockist_sla.core.models import Event
from tests.tickets.admin.conftest import NOW, seen
from tickets import lifecycle


@pytest.fixture
def here(ticket):
    def asked(browser, **said):
        return browser.post(f"/desk/tickets/ticket/{ticket.pk}/here/", said).json()

    return asked


@pytest.fixture
def other(declan):
    browser = Client()
    browser.force_login(declan)
    return browser


def test_one_sees_the_others_and_what_they_do(here, agent, other):
    assert here(other, writing="note")["others"] == []
    assert here(agent)["others"] == [
        {"name": "Declan Moore", "doing": "is writing an internal note"}
    ]
    assert here(other)["others"] == [{"name": "Aoife Brennan", "doing": "is looking"}]


def test_whoever_has_left_is_forgotten_after_a_minute(here, agent, other, time_machine, aoife):
    here(other)
    time_machine.move_to(NOW + timedelta(minutes=2))
    agent.force_login(aoife)
    assert here(agent)["others"] == []


def test_what_came_meanwhile_is_counted_and_what_was_seen_is_remembered(here, agent, ticket, clara):
    before = seen(ticket)
    assert here(agent, seen=before) == {"others": [], "newer": 0, "looked": 0}
    lifecycle.write(ticket.pk, text="Any news?", by=clara.user, at=NOW)
    assert here(agent, seen=before)["newer"] == 1
    assert here(agent, seen=seen(ticket)) == {"others": [], "newer": 0, "looked": before}


def test_it_leaves_no_event_and_bears_odd_words(here, agent):
    events = Event.objects.count()
    assert here(agent, seen="9" * 40, writing="<b>")["newer"] == 1
    assert Event.objects.count() == events


def test_without_the_cache_nobody_is_said_to_look(here, agent, other, monkeypatch):
    """Of its keys alone: with Redis, sessions are read through the same cache."""

    def failing(answer):
        def call(key, *args, **options):
            if str(key).startswith("look"):
                raise ConnectionError
            return answer(key, *args, **options)

        return call

    monkeypatch.setattr(cache, "get", failing(cache.get))
    monkeypatch.setattr(cache, "set", failing(cache.set))
    here(other)
    assert here(agent) == {"others": [], "newer": 1, "looked": 0}
