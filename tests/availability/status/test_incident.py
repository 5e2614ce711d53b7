"""The page of one outage."""

import pytest

from availability import incidents
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
