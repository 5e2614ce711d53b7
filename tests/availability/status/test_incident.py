"""The page of one outage."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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


def test_its_cause_is_shown_once_it_is_confirmed_and_its_evidence_never(
    read, published, aoife, niamh
):
    path, words = f"/status/incidents/{published.pk}/", "The systems themselves were down"
    stated = incidents.state_cause(
        published, cause="systems", evidence="Host 4 of rack B", by=aoife, at=gmt("14:00")
    )
    assert words not in read(path)
    incidents.approve_cause(stated, by=niamh, at=gmt("14:10"))
    text = read(path)
    assert words in text
    assert "rack B" not in text


@pytest.fixture
def ended(published, aoife):
    return incidents.end(published, ended_at=gmt("13:30"), text="Back.", by=aoife, at=gmt("13:31"))


def correct(outage, by, approver, **given):
    [interruption] = outage.interruptions.all()
    bounds = {"impact": "down", "starts_at": gmt("13:00"), "ends_at": gmt("13:20:05")}
    proposed = incidents.propose_correction(
        interruption, **{**bounds, **given}, reason="Log of the gateway", by=by, at=gmt("14:00")
    )
    incidents.approve_correction(proposed, by=approver, at=gmt("15:00"))


def test_it_says_what_was_corrected_and_when_but_not_by_whom_or_why(read, ended, ruairi, niamh):
    correct(ended, ruairi, niamh, impact="degraded")
    text = read(f"/status/incidents/{ended.pk}/")
    assert "Corrected on 9 June 2026" in text
    assert "Ordering: degraded, not down; until Tue 9 June, 13:20:05 GMT, not" in text
    assert "gateway" not in text
    assert "Niamh" not in text


@pytest.mark.parametrize("path", ["/status/", "/status/history/2026/"])
def test_the_lists_mark_what_was_corrected(read, ended, ruairi, niamh, path):
    before = read(path)
    correct(ended, ruairi, niamh, impact="degraded")
    assert "· corrected" not in before
    assert "· corrected" in read(path)


def test_a_correction_that_waits_is_not_public(read, ended, ruairi):
    [interruption] = ended.interruptions.all()
    incidents.propose_withdrawal(interruption, reason="x", by=ruairi, at=gmt("14:00"))
    assert "Corrected" not in read(f"/status/incidents/{ended.pk}/")


def test_another_component_is_said_with_the_one_that_was_recorded(read, ended, ruairi, niamh, api):
    correct(ended, ruairi, niamh, component=api)
    text = read(f"/status/incidents/{ended.pk}/")
    assert '<th scope="row">API</th>' in text
    assert "Ordering: it was the API" in text


def test_what_was_withdrawn_stays_and_is_marked(read, ended, ruairi, niamh):
    [interruption] = ended.interruptions.all()
    proposed = incidents.propose_withdrawal(interruption, reason="x", by=ruairi, at=gmt("14:00"))
    incidents.approve_correction(proposed, by=niamh, at=gmt("14:30"))
    text = read(f"/status/incidents/{ended.pk}/")
    assert "There was no interruption" in text
    assert "Withdrawn" in text
    assert "We are looking." in text


def test_merged_incidents_tell_all_that_was_said_of_both(read, declare, published, aoife, ruairi):
    other = declare(title="Orders fail", started_at=gmt("13:20"), at=gmt("13:25"))
    incidents.publish(other, text="Said of the second.", by=aoife, at=gmt("13:26"))
    incidents.merge(other, into=published, reason="x", by=ruairi, at=gmt("14:00"))
    text = read(f"/status/incidents/{published.pk}/")
    assert text.index("Said of the second.") < text.index("We are looking.")
    assert "Orders fail: made one incident with “Orders do not arrive”" in text


def test_a_split_says_nothing_of_what_the_public_does_not_know(
    read, declare, api, ordering, ruairi, aoife
):
    outage = declare(impacts={api: "down", ordering: "down"})
    [moved] = outage.interruptions.filter(component=api)
    incidents.split(
        outage,
        interruptions=[moved],
        title="Secret",
        text="",
        reason="x",
        by=ruairi,
        at=gmt("13:06"),
    )
    incidents.publish(outage, text="x", by=aoife, at=gmt("13:07"))
    assert "Secret" not in read(f"/status/incidents/{outage.pk}/")


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


def test_its_page_asks_as_often_for_many_corrections_as_for_one(client, ended, ruairi, niamh, api):
    path = f"/status/incidents/{ended.pk}/"
    client.get(path)
    correct(ended, ruairi, niamh)
    with CaptureQueriesContext(connection) as one:
        assert "Corrected afterwards" in client.get(path).content.decode()
    correct(ended, ruairi, niamh, component=api)
    correct(ended, ruairi, niamh, impact="degraded")
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert 7 <= len(one) == len(many) < 20
