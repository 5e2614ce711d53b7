"""Who gets a letter of what, and that a thousand readers cost a few statements."""

import pytest

from availability import incidents
from availability.models import Outage, Subscription
from istockist_sla.core.models import Letter
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


@pytest.fixture
def subscribe(db):
    def subscribed(address="ops@shop.example", *components, confirmed=True):
        subscription = Subscription.objects.create(
            address=address,
            asked_at=gmt("08:00"),
            confirmed_at=gmt("08:01") if confirmed else None,
        )
        subscription.components.set(components)
        return subscription

    return subscribed


def told(template="status_update"):
    rows = Letter.objects.filter(template=template).order_by("pk")
    return list(rows.values_list("to_address", flat=True))


@pytest.fixture
def published(declare, aoife, subscribe):
    subscribe()
    return incidents.publish(declare(), text="We are looking.", by=aoife, at=gmt("13:10"))


def test_nothing_is_told_before_an_outage_is_published(declare, subscribe):
    subscribe()
    declare()
    assert told() == []


def test_new_updated_and_resolved_are_a_letter_each(published, aoife):
    assert len(told()) == 1
    incidents.update(published, stage="identified", text="A disk.", by=aoife, at=gmt("13:20"))
    assert len(told()) == 2
    incidents.end(published, ended_at=gmt("13:30"), text="Back.", by=aoife, at=gmt("13:31"))
    assert len(told()) == 3


def test_who_has_not_confirmed_is_not_told(declare, aoife, subscribe):
    subscribe(confirmed=False)
    incidents.publish(declare(), text="x", by=aoife, at=gmt("13:10"))
    assert told() == []


def test_each_is_told_of_their_own_components_once(declare, aoife, subscribe, api, ordering):
    subscribe("api@shop.example", api)
    subscribe("both@shop.example", api, ordering)
    subscribe("all@shop.example")
    incidents.publish(declare(), text="x", by=aoife, at=gmt("13:10"))
    assert told() == ["both@shop.example", "all@shop.example"]


def test_what_publishes_itself_is_told_too(probe, subscribe):
    subscribe()
    probe("--")
    incidents.publish_overdue(at=gmt("13:16"))
    assert told() == ["ops@shop.example"]


def test_a_refused_update_tells_nobody(published, aoife):
    with pytest.raises(incidents.ActionRefused):
        incidents.update(published, stage="resolved", text="x", by=aoife, at=gmt("13:20"))
    assert len(told()) == 1


def test_what_was_over_a_week_ago_is_no_news(declare, aoife, subscribe):
    subscribe()
    outage = declare(started_at=gmt("13:00", day=1), ended_at=gmt("14:00", day=1))
    incidents.publish(outage, text="x", stage="resolved", by=aoife, at=gmt("13:10"))
    assert told() == []


def test_maintenance_is_told_when_it_is_announced_moved_and_cancelled(announce, subscribe, ruairi):
    subscribe()
    work = announce()
    incidents.move(work, starts_at=gmt("23:00"), ends_at=gmt("23:30"), by=ruairi, at=gmt("10:00"))
    incidents.cancel(work, by=ruairi, at=gmt("11:00"))
    assert len(told("status_maintenance")) == 3


def test_a_thousand_readers_take_three_statements_more_than_none(
    declare, aoife, django_assert_max_num_queries
):
    Subscription.objects.bulk_create(
        Subscription(address=f"{n}@shop.example", asked_at=gmt("08:00"), confirmed_at=gmt("08:01"))
        for n in range(1000)
    )
    outage = declare()
    with django_assert_max_num_queries(40):
        incidents.publish(outage, text="x", by=aoife, at=gmt("13:10"))
    assert Letter.objects.count() == 1000
    assert Outage.objects.get().published_at == gmt("13:10")
