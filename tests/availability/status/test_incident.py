"""The page of one outage."""

import pytest

from availability import incidents
from availability.models import Outage
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(declare, aoife):
    return incidents.publish(declare(), text="We are looking.", by=aoife, at=gmt("13:10"))


def test_it_tells_the_story(read, published, aoife):
    incidents.end(published, ended_at=gmt("13:30"), text="Back.", by=aoife, at=gmt("13:31"))
    text = read(f"/status/incidents/{published.pk}/")
    assert "Orders do not arrive" in text
    assert text.index("Back.") < text.index("We are looking.")


def test_an_unpublished_outage_has_no_page(client, declare):
    assert client.get(f"/status/incidents/{declare().pk}/").status_code == 404


@pytest.mark.parametrize("key", ["0", "999", "99999999999999999999999"])
def test_an_outage_that_is_not_there_is_not_found(client, key):
    assert client.get(f"/status/incidents/{key}/").status_code == 404


def test_its_note_for_the_desk_is_not_shown(read, published, aoife):
    incidents.state_cause(
        published, cause="systems", remark="Host 4 of rack B", by=aoife, at=gmt("14:00")
    )
    text = read(f"/status/incidents/{published.pk}/")
    assert "The systems themselves were down" in text
    assert "rack B" not in text


@pytest.fixture
def in_two_parts(probe, aoife):
    """The API was interrupted twice within the hour; published at 13:14, the second is a part."""
    probe("--++")
    probe("--++", start=gmt("13:10"))
    first, second = Outage.objects.order_by("pk")
    incidents.publish(first, text="We are looking.", by=aoife, at=gmt("13:14"))
    return first, second


def test_an_incident_lists_each_interruption_with_its_own_delay(read, in_two_parts):
    text = read(f"/status/incidents/{in_two_parts[0].pk}/")
    assert text.count('<th scope="row">API</th>') == 2
    assert "13 min later" in text
    assert "3 min later" in text


def test_a_part_leads_to_its_incident(client, in_two_parts):
    first, second = in_two_parts
    assert client.get(f"/status/incidents/{second.pk}/").url == f"/status/incidents/{first.pk}/"


def test_the_status_page_shows_an_incident_with_parts_once(read, in_two_parts):
    assert read().count("Interruption of the API") == 1


def test_an_incident_is_over_with_its_last_part(read, probe, aoife):
    probe("--++")
    incidents.publish(Outage.objects.get(), text="x", by=aoife, at=gmt("13:05"))
    probe("--", start=gmt("13:40"))
    incidents.publish_overdue(at=gmt("13:56"))
    assert "not over" in read(f"/status/incidents/{Outage.objects.order_by('pk').first().pk}/")
