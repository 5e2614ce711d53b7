"""The first page of the portal."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from availability.models import Component, Impact, Interruption, Maintenance, Measurement, Outage
from tests.conftest import OPENED
from tests.factories import FactFactory
from tests.tickets.portal.conftest import NOW, words
from tickets import inputs, lifecycle
from tickets.models import Article


def test_it_says_that_support_is_open_and_until_when(clara_in):
    assert "Closes in <strong>7 h</strong> · 17:00 GMT" in words(clara_in.get("/"))


def test_out_of_hours_it_says_when_support_opens(clara_in):
    with time_machine.travel(datetime(2026, 3, 10, 20, 0, tzinfo=UTC), tick=False):
        text = words(clara_in.get("/"))
    assert "Support is closed" in text
    assert "Opens in <strong>13 h</strong> · Wed 11 March, 09:00 GMT" in text


def test_the_limits_are_those_of_the_agreement(clara_in):
    assert "We answer first within 4, 8 or 10 support hours" in words(clara_in.get("/"))


def test_a_free_client_is_promised_no_limit(clara_in, meadow):
    FactFactory(client=meadow, kind="plan", value="free", since=OPENED)
    assert "Your plan names no limit" in words(clara_in.get("/"))


def test_an_open_ticket_says_what_it_waits_for(clara_in, ticket):
    text = words(clara_in.get("/"))
    assert "With us, first answer to come" in text
    assert "By 13:00 GMT at the latest." in text


def test_a_question_stands_first_with_its_words(clara_in, asked, open_ticket):
    newer = open_ticket(at=NOW, subject="Labels print twice")
    text = words(clara_in.get("/"))
    assert "Aoife asks: Which order do you still miss?" in text
    assert text.index(str(asked.number)) < text.index(str(newer.number))


def test_a_closed_ticket_is_not_among_the_open(clara_in, closed):
    assert "No ticket is open." in words(clara_in.get("/"))


def test_anothers_ticket_is_not_there(charlie_in, ticket):
    text = words(charlie_in.get("/"))
    assert ticket.subject not in text
    assert "No ticket is open." in text


def test_a_quiet_service_is_not_mentioned(clara_in):
    assert "notice-critical" not in words(clara_in.get("/"))


def test_an_interruption_stands_on_top(clara_in):
    outage = Outage.objects.create(
        title="Ordering is interrupted", started_at=OPENED, detected_at=OPENED, published_at=OPENED
    )
    Interruption.objects.create(
        outage=outage,
        component=Component.objects.get(code="ordering"),
        impact=Impact.DOWN,
        by_probe=True,
        started_at=OPENED,
        detected_at=OPENED,
    )
    outage.updates.create(stage="identified", text="A disk was full.", at=OPENED)
    text = words(clara_in.get("/"))
    assert "<strong>Ordering is interrupted.</strong> A disk was full." in text
    assert "Updated 09:00 GMT." in text


def test_announced_maintenance_is_shown(clara_in):
    work = Maintenance.objects.create(kind="technical", title="Database servers get new disks")
    work.components.add(Component.objects.get(code="ordering"))
    work.windows.create(
        published_at=OPENED,
        starts_at=OPENED + timedelta(days=5, hours=-4),
        ends_at=OPENED + timedelta(days=5, hours=-2),
    )
    text = words(clara_in.get("/"))
    assert f'<a href="/status/maintenance/{work.pk}.ics">Add to my calendar</a>' in text
    assert "Sunday 15 March, 05:00–07:00 GMT" in text
    assert "Database servers get new disks" in text


def test_the_newest_articles_are_offered(clara_in):
    Article.objects.create(
        title="Renew an API key", slug="renew", body="So.", is_published=True, updated_at=OPENED
    )
    Article.objects.create(title="A draft", slug="draft", body="So.", updated_at=OPENED)
    text = words(clara_in.get("/"))
    assert '<a href="/articles/renew/">Renew an API key</a>' in text
    assert "A draft" not in text


def test_last_months_card_sets_kept_and_not_kept_apart(clara_in, open_ticket, aoife):
    for hours, test in ((1, "other"), (1, "orders-stopped"), (6, "orders-stopped")):
        found = open_ticket(at=datetime(2026, 2, 10, 9, 0, tzinfo=UTC))
        at = found.opened_at + timedelta(hours=hours)
        lifecycle.qualify(found.pk, class_test=test, by=aoife, at=at, seen=None)
    text = words(clara_in.get("/"))
    assert '<h3 class="level">February</h3>' in text
    assert "Low: 1 of 1 in time" in text
    assert "Critical: 1 of 2 in time, below 98 %" in text


def test_this_month_is_told_so_far_and_blames_nobody(clara_in, open_ticket, aoife):
    found = open_ticket()
    late = OPENED + timedelta(hours=6)
    lifecycle.qualify(found.pk, class_test="orders-stopped", by=aoife, at=late, seen=None)
    with time_machine.travel(late, tick=False):
        text = words(clara_in.get("/"))
    assert '<h3 class="level">March so far</h3>' in text
    assert "Critical: 0 of 1 in time" in text
    assert "Not kept" not in text


def measured_in_february(days=28):
    api, first = Component.objects.get(code="api"), datetime(2026, 2, 1, tzinfo=UTC)
    Measurement.objects.bulk_create(
        Measurement(component=api, second=int(first.timestamp()) + 120 * i, ok=True)
        for i in range(days * 720)
    )
    return api, first


def test_the_card_of_a_month_measured_in_part_gives_its_bounds(clara_in):
    measured_in_february(days=14)
    assert (
        "Availability 100.00 % (measured for 50.00 % of the time: between 50.00 % and 100.00 %)"
        in words(clara_in.get("/"))
    )


@pytest.mark.parametrize(
    ("hours", "words_of_it"),
    [(1, "Availability 99.85 %"), (24, "Availability 96.42 %, below 98 %")],
)
def test_the_card_says_the_months_availability(clara_in, hours, words_of_it):
    api, first = measured_in_february()
    outage = Outage.objects.create(
        title="The API is interrupted",
        started_at=first,
        detected_at=first,
        published_at=first,
        ended_at=first + timedelta(hours=hours),
    )
    Interruption.objects.create(
        outage=outage,
        component=api,
        impact=Impact.DOWN,
        by_probe=True,
        started_at=first,
        detected_at=first,
        ended_at=first + timedelta(hours=hours),
    )
    inputs.forget()  # No event tells of this outage.
    assert words_of_it in words(clara_in.get("/"))


def test_a_month_without_any_figure_is_left_out(clara_in, ticket):
    text = words(clara_in.get("/"))
    assert "1 ticket opened, none judged" in text
    assert "February" not in text


def test_its_queries_do_not_grow_with_the_tickets(clara_in, open_ticket, aoife):
    lifecycle.ask(open_ticket().pk, text="Which one?", by=aoife, at=NOW)
    clara_in.get("/")
    with CaptureQueriesContext(connection) as few:
        clara_in.get("/")
    for _ in range(5):
        lifecycle.ask(open_ticket().pk, text="Which one?", by=aoife, at=NOW)
    with CaptureQueriesContext(connection) as many:
        clara_in.get("/")
    assert len(many) == len(few) <= 15
