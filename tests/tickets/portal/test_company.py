"""Who speaks for a client, and who gets what."""

from datetime import date, timedelta

import pytest

from tests.factories import AdministratorFactory
from tests.tickets.portal.conftest import NOW, words
from tickets.models import CustomerSuccessContact

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def named(clara, name, **dates):
    email = f"{name.lower()}@meadow.example"
    return AdministratorFactory(client=clara.client, name=name, email=email, **dates)


def test_an_administrator_stands_with_since_when_and_what_they_get(clara_in, clara):
    clara.since, clara.wants_copies, clara.wants_reports = date(2021, 5, 4), True, True
    clara.save()
    text = words(clara_in.get("/company/"))
    assert "Since 4 May 2021" in text
    assert "E-mails about all tickets of the company; the report of each closed month" in text


def test_one_who_begins_tomorrow_reads_so(clara_in, clara):
    named(clara, "Ben", since=NOW.date() + DAY)
    text = words(clara_in.get("/company/"))
    assert "From tomorrow, Wed 11 March" in text
    assert "Cannot sign in or write before that day" in text


def test_one_who_ends_reads_so_and_one_who_has_ended_is_gone(clara_in, clara):
    named(clara, "Ben", since=date(2026, 1, 1), until=NOW.date())
    named(clara, "Ada", since=date(2026, 1, 1), until=NOW.date() - DAY)
    text = words(clara_in.get("/company/"))
    assert "Since 1 January 2026, until 10 March 2026" in text
    assert "Ada" not in text


def test_another_client_has_its_own(charlie_in, clara):
    text = charlie_in.get("/company/").text
    assert clara.name not in text
    assert clara.client.name not in text


def test_the_contact_of_the_day_is_named(clara_in, clara):
    old = {"client": clara.client, "since": date(2025, 1, 1), "until": date(2026, 1, 1)}
    CustomerSuccessContact.objects.create(name="Old Hand", email="o@cs.example", **old)
    CustomerSuccessContact.objects.create(
        client=clara.client, name="Sean Hill", email="s@cs.example", since=date(2026, 1, 2)
    )
    text = clara_in.get("/company/").text
    assert "Sean Hill" in text
    assert "mailto:s@cs.example" in text
    assert "Old Hand" not in text
