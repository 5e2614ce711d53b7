"""Who speaks for a client, from a day until a day."""

from datetime import UTC, date, datetime

import pytest

from istockist_sla.core.models import Event, User
from tickets import records

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
TODAY = AT.date()


def appoint(client, niamh, **columns):
    return records.appoint_administrator(
        **{
            "client_id": client.pk,
            "name": "Ben Adeyemi",
            "email": " Ben@Meadow.example ",
            "since": TODAY,
            "by": niamh,
            "at": AT,
            **columns,
        }
    )


def test_an_administrator_gets_an_account_of_their_own(niamh, meadow):
    row = appoint(meadow, niamh)
    assert (row.user.email, row.user.is_staff) == ("ben@meadow.example", False)


def test_a_known_address_is_linked_to_its_account(niamh, meadow, charlie):
    records.end_administrator(administrator_id=charlie.pk, until=date(2026, 3, 1), by=niamh, at=AT)
    row = appoint(meadow, niamh, email=charlie.email)
    assert row.user == charlie.user


def test_a_person_administers_one_client_at_a_time(niamh, meadow, charlie):
    with pytest.raises(records.ActionRefused, match="one client"):
        appoint(meadow, niamh, email=charlie.email.upper())


def test_staff_cannot_speak_for_a_client(niamh, meadow, aoife):
    with pytest.raises(records.ActionRefused):
        appoint(meadow, niamh, email=aoife.email)


def test_an_ended_client_appoints_nobody(niamh, meadow):
    records.end_client(client_id=meadow.pk, by=niamh, at=AT)
    with pytest.raises(records.ActionRefused):
        appoint(meadow, niamh)


def test_the_last_day_is_included(niamh, meadow, clara):
    records.end_administrator(administrator_id=clara.pk, until=TODAY, by=niamh, at=AT)
    on = meadow.administrators.on
    assert clara in on(TODAY)
    assert clara not in on(date(2026, 3, 3))


def test_what_has_ended_stays_ended(niamh, clara):
    records.end_administrator(administrator_id=clara.pk, until=date(2026, 3, 1), by=niamh, at=AT)
    with pytest.raises(records.ActionRefused):
        records.end_administrator(
            administrator_id=clara.pk, until=date(2026, 4, 1), by=niamh, at=AT
        )


def test_the_last_day_is_not_before_the_first(niamh, clara):
    with pytest.raises(records.ActionRefused):
        records.end_administrator(
            administrator_id=clara.pk, until=date(2019, 1, 1), by=niamh, at=AT
        )


def test_an_ended_administrator_keeps_the_account(niamh, clara):
    records.end_administrator(administrator_id=clara.pk, until=TODAY, by=niamh, at=AT)
    assert User.objects.filter(pk=clara.user_id).exists()


def test_copies_can_be_asked_for(niamh, clara):
    assert records.set_copies(administrator_id=clara.pk, wanted=True, by=niamh, at=AT).wants_copies


def test_reports_can_be_asked_for(niamh, clara):
    found = records.set_reports(administrator_id=clara.pk, wanted=True, by=niamh, at=AT)
    assert found.wants_reports


def test_a_customer_success_contact_is_named_and_ended(niamh, meadow):
    contact = records.name_contact(
        client_id=meadow.pk, name="Orla Keane", email="", since=TODAY, by=niamh, at=AT
    )
    records.end_contact(contact_id=contact.pk, until=TODAY, by=niamh, at=AT)
    verbs = Event.objects.about("client", meadow.pk).values_list("verb", flat=True)
    assert {"name_contact", "end_contact"} <= set(verbs)


def test_events_about_people_hold_no_names(niamh, meadow):
    appoint(meadow, niamh)
    event = Event.objects.about("client", meadow.pk).get(verb="appoint")
    assert set(event.data) == {"administrator", "since"}
