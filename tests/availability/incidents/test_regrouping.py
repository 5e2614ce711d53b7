"""Incidents split and merged: what stands where, and that no second counts otherwise."""

import pytest
from django.db import DatabaseError, transaction

from availability import figures, incidents
from availability.models import Interruption, Outage, Regrouping
from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(ruairi):
    return {"by": ruairi, "at": gmt("15:00"), "reason": "Two causes"}


@pytest.fixture
def both(declare, api, ordering):
    """The API and Ordering down from 13:00 to 13:30, declared at 13:40 as one outage."""
    impacts = {api: "down", ordering: "down"}
    return declare(impacts=impacts, ended_at=gmt("13:30"), at=gmt("13:40"))


@pytest.fixture
def split(author):
    def done(outage, *codes, **given):
        rows = outage.interruptions.filter(component__code__in=codes)
        words = {"title": "Orders wait", "text": "It was the queue."}
        return incidents.split(outage, interruptions=list(rows), **{**words, **author, **given})

    return done


def codes(outage):
    return set(outage.interruptions.values_list("component__code", flat=True))


def test_what_is_split_off_is_an_outage_of_its_own(both, split):
    other = split(both, "ordering")
    assert (codes(both), codes(other)) == ({"api"}, {"ordering"})
    assert (other.title, other.started_at, other.ended_at) == (
        "Orders wait",
        gmt("13:00"),
        gmt("13:30"),
    )


@pytest.mark.parametrize("chosen", [[], ["api", "ordering"]])
def test_something_goes_and_something_stays(both, split, chosen):
    with pytest.raises(ActionRefused, match="at least one"):
        split(both, *chosen)


def test_a_split_tells_the_public_of_the_new_incident(both, split, aoife):
    incidents.publish(both, text="x", by=aoife, at=gmt("13:50"))
    other = split(both, "ordering")
    assert other.published_at == gmt("13:50")
    assert other.updates.get().text == "It was the queue."


def test_a_published_incident_is_not_split_without_words(both, split, aoife):
    incidents.publish(both, text="x", by=aoife, at=gmt("13:50"))
    with pytest.raises(ActionRefused, match="status page"):
        split(both, "ordering", text=" ")


def test_what_is_split_off_unpublished_publishes_itself_in_its_own_time(both, split):
    split(both, "ordering")
    assert len(incidents.publish_overdue(at=gmt("13:55"))) == 2


def test_both_outages_have_the_bounds_of_what_they_hold(probe, split, api, ordering):
    for start, component in (("13:00", api), ("13:01", ordering)):
        probe("--", start=gmt(start), component=component)
    for start, component in (("13:02", api), ("13:03", ordering)):
        probe("++", start=gmt(start), component=component)
    [outage] = Outage.objects.all()
    other = split(outage, "api")
    outage.refresh_from_db()
    assert (other.started_at, other.detected_at) == (gmt("13:00"), gmt("13:01"))
    assert (outage.started_at, outage.detected_at) == (gmt("13:01"), gmt("13:02"))


def test_who_said_when_it_was_over_decides_no_more_of_it_after_a_split(
    declare, api, ordering, split, niamh
):
    outage = declare(impacts={api: "down", ordering: "down"})
    incidents.end(outage, ended_at=gmt("13:30"), text="", by=niamh, at=gmt("13:40"))
    moved = split(outage, "ordering").interruptions.get()
    with pytest.raises(ActionRefused, match="Another person"):
        incidents.approve_interruption(moved, by=niamh, at=gmt("16:00"))


@pytest.fixture
def two(probe, aoife):
    """The API was down twice within the hour, each an incident of its own on the status page."""
    for start in ("13:00", "13:40"):
        probe("--++", start=gmt(start))
    first, second = Outage.objects.order_by("started_at")
    for outage, at in ((second, "13:45"), (first, "13:46")):
        incidents.publish(outage, text="x", by=aoife, at=gmt(at))
    return first, second


@pytest.mark.parametrize("order", [1, -1])
def test_the_later_becomes_a_part_of_the_earlier(two, author, order):
    one, other = two[::order]
    assert incidents.merge(one, into=other, **author) == two[0]
    assert Outage.objects.get(pk=two[1].pk).part_of == two[0]


def test_merged_interruptions_keep_their_own_delays(two, author):
    incidents.merge(two[1], into=two[0], **author)
    delays = {each.publication_delay.total_seconds() for each in Interruption.objects.all()}
    assert delays == {45 * 60, 4 * 60}


def test_merging_takes_the_parts_along(two, author, probe):
    probe("--++", start=gmt("13:50"))
    incidents.publish_overdue(at=gmt("14:06"))
    third = Outage.objects.latest("started_at")
    Outage.objects.filter(pk=third.pk).update(part_of=two[1])
    incidents.merge(two[1], into=two[0], **author)
    third.refresh_from_db()
    assert third.part_of == two[0]


def test_merging_publishes_what_was_not_published(two, author, declare, api):
    later = declare(impacts={api: "down"}, started_at=gmt("13:50"), at=gmt("14:00"))
    incidents.merge(later, into=two[0], **author)
    later.refresh_from_db()
    assert (later.part_of, later.published_at) == (two[0], gmt("15:00"))


def test_an_incident_that_is_not_published_takes_nothing_in(declare, author):
    first, second = declare(), declare(started_at=gmt("13:02"))
    with pytest.raises(ActionRefused, match="Publish the earlier"):
        incidents.merge(second, into=first, **author)


def test_what_began_long_after_the_end_was_another_incident(two, author, probe):
    probe("--++", start=gmt("14:01"))
    third = Outage.objects.latest("started_at")
    with pytest.raises(ActionRefused, match="more than an hour"):
        incidents.merge(third, into=two[0], **author)


def test_an_outage_is_not_merged_with_itself_or_with_a_part(two, author):
    with pytest.raises(ActionRefused, match="another outage"):
        incidents.merge(two[0], into=two[0], **author)
    incidents.merge(two[1], into=two[0], **author)
    with pytest.raises(ActionRefused, match="already"):
        incidents.merge(two[1], into=two[0], **author)


def test_a_part_becomes_an_incident_of_its_own_again(two, author):
    incidents.merge(two[1], into=two[0], **author)
    apart = incidents.separate(two[1], text="Another cause.", **author)
    assert apart.part_of is None
    assert apart.updates.first().text == "Another cause."


def test_what_is_no_part_is_not_taken_out(two, author):
    with pytest.raises(ActionRefused, match="no part"):
        incidents.separate(two[0], text="x", **author)


def test_putting_right_needs_a_reason(two, author):
    with pytest.raises(ActionRefused, match="Say why"):
        incidents.merge(two[1], into=two[0], **{**author, "reason": " "})


def test_no_second_counts_otherwise(two, author, both, split, api):
    month = {"start": gmt("00:00", day=1), "end": gmt("00:00", day=30), "at": gmt("18:00")}
    before = figures.month_figure(api, **month)
    incidents.merge(two[1], into=two[0], **author)
    split(both, "api")
    after = figures.month_figure(api, **month)
    assert (before.down, before.unknown, before.up) == (after.down, after.unknown, after.up)


def test_both_outages_have_an_event_and_none_holds_the_reason(both, split):
    other = split(both, "ordering")
    assert set(
        Event.objects.filter(verb__startswith="split").values_list("subject_id", "verb")
    ) == {
        (both.pk, "split"),
        (other.pk, "split_off"),
    }
    assert "Two causes" not in str(list(Event.objects.values_list("data", flat=True)))


def test_a_regrouping_is_never_changed(both, split):
    split(both, "ordering")
    with pytest.raises(DatabaseError), transaction.atomic():
        Regrouping.objects.update(reason="another")
