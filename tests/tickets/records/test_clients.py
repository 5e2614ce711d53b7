"""Clients and their facts: rows are added, a client is ended."""

from datetime import UTC, datetime, timedelta

import pytest

from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tickets import records
from tickets.models import Client, ClientFact, Ticket

AT = datetime(2026, 3, 1, 10, 0, 0, 250_000, tzinfo=UTC)


def create(niamh, **columns):
    return records.create_client(
        **{
            "name": "Tolka Paper Co.",
            "code": "tolka",
            "plan": "self-service",
            "evidence": "Signed order",
            "by": niamh,
            "at": AT,
            **columns,
        }
    )


def fact(client, niamh, **columns):
    return records.record_fact(
        **{
            "client_id": client.pk,
            "kind": "rate_limit",
            "value": "yes",
            "since": AT,
            "evidence": "Written notice",
            "by": niamh,
            "at": AT,
            **columns,
        }
    )


def test_a_client_begins_with_its_plan(niamh):
    client = create(niamh)
    first = client.facts.get()
    assert (first.kind, first.value, first.author) == ("plan", "self-service", niamh)


def test_creating_leaves_an_event_without_personal_text(niamh):
    client = create(niamh)
    event = Event.objects.about("client", client.pk).get(verb="create")
    assert (event.actor, event.data) == (niamh, {})


def test_instants_are_cut_to_the_second(niamh):
    assert create(niamh).created_at == AT.replace(microsecond=0)


@pytest.mark.parametrize("columns", [{"code": "other"}, {"name": "Other"}])
def test_name_and_short_name_are_one_clients_alone(niamh, columns):
    create(niamh)
    with pytest.raises(records.ActionRefused):
        create(niamh, **columns)


def test_a_refused_plan_creates_nothing(niamh):
    with pytest.raises(records.ActionRefused):
        create(niamh, plan="gold")
    assert not Client.objects.filter(code="tolka").exists()


def test_a_client_can_be_renamed(niamh, meadow):
    records.rename_client(client_id=meadow.pk, name="Meadow  Ltd", by=niamh, at=AT)
    assert Client.objects.get(pk=meadow.pk).name == "Meadow Ltd"


def test_no_client_takes_the_name_of_another(niamh, meadow, charlie):
    with pytest.raises(records.ActionRefused):
        records.rename_client(client_id=meadow.pk, name="northgate fixings", by=niamh, at=AT)


def test_ending_a_client_ends_its_administrators_with_the_day(niamh, meadow, clara):
    records.end_client(client_id=meadow.pk, by=niamh, at=AT)
    clara.refresh_from_db()
    assert clara.until == AT.date()


def test_a_client_with_open_tickets_does_not_end(niamh, meadow, ticket):
    with pytest.raises(records.ActionRefused):
        records.end_client(client_id=meadow.pk, by=niamh, at=AT)


def test_a_client_ends_once(niamh, meadow):
    records.end_client(client_id=meadow.pk, by=niamh, at=AT)
    with pytest.raises(records.ActionRefused):
        records.end_client(client_id=meadow.pk, by=niamh, at=AT)


def test_a_correction_is_a_later_row_for_the_same_instant(niamh, meadow):
    fact(meadow, niamh)
    fact(meadow, niamh, value="no")
    held = meadow.facts.filter(kind="rate_limit").in_order_at(AT).first()
    assert (held.value, meadow.facts.filter(kind="rate_limit").count()) == ("no", 2)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("plan", "gold"),
        ("rate_limit", "perhaps"),
        ("first_order", "yesterday"),
        ("first_order", "2026-01-01T00:00:00"),
        ("weather", "yes"),
    ],
)
def test_a_value_must_suit_its_kind(niamh, meadow, kind, value):
    with pytest.raises(records.ActionRefused):
        fact(meadow, niamh, kind=kind, value=value)


def test_the_first_order_is_kept_in_utc(niamh, meadow):
    row = fact(meadow, niamh, kind="first_order", value="2026-02-01T10:00:00.5+01:00")
    assert row.value == "2026-02-01T09:00:00+00:00"


def test_a_fact_needs_evidence(niamh, meadow):
    with pytest.raises(records.ActionRefused):
        fact(meadow, niamh, evidence="  ")


def test_premium_needs_the_custom_plan(niamh, charlie):
    with pytest.raises(records.ActionRefused):
        fact(charlie.client, niamh, kind="premium", value="yes")


def test_the_custom_plan_stays_while_premium_holds(niamh, meadow):
    fact(meadow, niamh, kind="premium", value="yes")
    with pytest.raises(records.ActionRefused):
        fact(meadow, niamh, kind="plan", value="free", since=AT + timedelta(days=1))


def test_a_late_fact_judges_the_tickets_since_then_anew(niamh, meadow, ticket):
    fact(meadow, niamh, since=OPENED - timedelta(days=1), at=OPENED + timedelta(hours=1))
    assert Ticket.objects.get(pk=ticket.pk).response.verdict == "excluded"


def test_a_fact_is_told_in_an_event(niamh, meadow):
    row = fact(meadow, niamh)
    event = Event.objects.about("client", meadow.pk).get(verb="record_fact")
    assert event.data == {"fact": row.pk, "kind": "rate_limit", "since": row.since.isoformat()}


def test_facts_are_never_changed(niamh, meadow):
    row = fact(meadow, niamh)
    with pytest.raises(Exception, match="only added"):
        ClientFact.objects.filter(pk=row.pk).update(value="no")
