"""Files of other monitors: proposed by one person, decided by another (A5, G10)."""

from datetime import timedelta

import pytest

from availability import figures, incidents, probes
from availability.coverage import epoch
from availability.models import Component, ImportBatch, Interruption, Measurement, Outage
from istockist_sla.core.lib.months import Month, MonthCalendar
from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
TEN, NOON, LATER = gmt("10:00"), gmt("12:00", 20), gmt("13:00", 20)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def batch(niamh, api):
    """Niamh read ten minutes of the API: `+` answered, `-` failed."""

    def read(results="+++----+++", start=TEN, component=api):
        made = ImportBatch.objects.create(
            format="csv-checks", file_name="a.csv", evidence="Of the gateway.",
            read_by=niamh, read_at=NOON,
        )  # fmt: skip
        for minute, result in enumerate(results):
            if result != " ":
                second = epoch(start + minute * MINUTE)
                made.waiting.create(
                    component=component, second=second, ok=result == "+", latency_ms=7
                )
        return made

    return read


@pytest.fixture
def with_outage(batch, api):
    """With an outage of ten minutes of which nothing was measured, but for what `probe` feeds."""

    def read(source_id="7", impact="down"):
        made = batch("")
        made.outages.create(
            source="statuspage", source_id=source_id, component=api, title="Orders", impact=impact,
            starts_at=gmt("10:00"), ends_at=gmt("10:10"),
        )  # fmt: skip
        return made

    return read


@pytest.fixture
def propose(niamh):
    return lambda batch: incidents.propose_import(batch, by=niamh, at=NOON)


@pytest.fixture
def approve(propose, orla):
    return lambda batch: incidents.approve_import(propose(batch), by=orla, at=LATER)


def june(component):
    return figures.month_figure(component, *MonthCalendar().bounds(Month(2026, 6)), at=LATER)


def test_what_is_proposed_moves_nothing(batch, propose, api):
    propose(batch())
    assert june(api).up == june(api).down == 0
    assert not Measurement.objects.exists()


def test_what_is_approved_counts(batch, approve, api):
    approve(batch())
    assert (june(api).up, june(api).down) == (7 * 60, 4 * 60)


def test_what_is_refused_is_forgotten(batch, propose, orla, api):
    refused = incidents.refuse_import(propose(batch()), by=orla, at=LATER)
    assert june(api).up == june(api).down == 0
    assert not refused.waiting.exists()


def test_nobody_decides_what_they_proposed(batch, propose, niamh):
    with pytest.raises(ActionRefused, match="Another person"):
        incidents.approve_import(propose(batch()), by=niamh, at=LATER)


def test_nothing_is_decided_twice(batch, approve, orla):
    decided = approve(batch())
    with pytest.raises(ActionRefused, match="decided already"):
        incidents.refuse_import(decided, by=orla, at=LATER)


def test_a_draft_is_not_decided(batch, orla):
    with pytest.raises(ActionRefused, match="Nobody has proposed"):
        incidents.approve_import(batch(), by=orla, at=LATER)


def test_only_who_read_it_proposes_it(batch, orla):
    with pytest.raises(ActionRefused, match="Whoever read"):
        incidents.propose_import(batch(), by=orla, at=NOON)


def test_nothing_is_proposed_twice(batch, propose):
    made = propose(batch())
    with pytest.raises(ActionRefused, match="proposed already"):
        propose(made)


def test_what_is_proposed_is_not_discarded(batch, propose, niamh):
    with pytest.raises(ActionRefused, match="proposed already"):
        incidents.discard_import(propose(batch()), by=niamh)


def test_what_was_discarded_is_not_proposed(batch, propose, niamh):
    made = batch()
    incidents.discard_import(made, by=niamh)
    with pytest.raises(ActionRefused, match="discarded"):
        propose(ImportBatch(pk=1_000_000))


def test_its_checks_are_measurements_that_say_where_they_come_from(batch, approve):
    made = approve(batch())
    assert made.measurements.count() == 10
    assert set(made.measurements.filter(ok=False).values_list("error", flat=True)) == {"failed"}


def test_its_checks_are_marked_where_they_came_in_time(batch, approve):
    approve(batch("+++    +++"))
    assert Measurement.objects.filter(follows=False).count() == 2
    assert not Measurement.objects.wrongly_marked().exists()


def test_our_own_probe_decides_where_it_measured_meanwhile(batch, propose, orla, probe, api):
    made = propose(batch("----------"))
    probe("++++++++++")
    probe("++++++++++", start=gmt("10:00:30"))
    incidents.approve_import(made, by=orla, at=LATER)
    assert june(api).down == 0


def test_an_imported_check_is_none_of_two_in_a_row_of_our_own(batch, approve, api):
    approve(batch("-", start=gmt("12:59", 20)))
    probes.record(api, probes.Result(40, "timeout"), at=LATER)
    assert not Outage.objects.exists()


def test_the_component_is_measured_since_its_first_check(batch, approve, api, probe):
    probe("+")
    approve(batch())
    assert Component.objects.get(pk=api.pk).monitored_since == gmt("10:00")
    [event] = Event.objects.filter(verb="approve_import")
    assert event.data["monitored_since"] == "2026-06-09T10:00:00+00:00"


def test_later_checks_do_not_move_the_beginning_of_the_measuring(batch, approve, api, probe):
    probe("+", start=gmt("09:00"))
    approve(batch())
    assert Component.objects.get(pk=api.pk).monitored_since == gmt("09:00")


def test_the_outage_that_checks_tell_of_is_its_proposers_and_approved(batch, approve, niamh, orla):
    approve(batch())
    [interruption] = Interruption.objects.all()
    assert (interruption.started_at, interruption.ended_at) == (gmt("10:03"), gmt("10:07"))
    assert (interruption.declared_by, interruption.decided_by) == (niamh, orla)
    assert interruption.outage.title == "Interruption of the API"
    assert interruption.detected_at == LATER


def test_outages_of_several_components_at_once_are_one(batch, approve, ordering):
    made = batch()
    other = batch(component=ordering, start=gmt("10:01"))
    other.waiting.update(batch=made)
    approve(made)
    [outage] = Outage.objects.all()
    assert (outage.started_at, outage.ended_at) == (gmt("10:03"), gmt("10:08"))
    assert outage.interruptions.count() == 2


def test_outages_apart_are_two(batch, approve):
    approve(batch("+--++--++"))
    assert Outage.objects.count() == 2


def test_what_an_outage_on_record_covers_is_not_told_twice(batch, approve, aoife, api):
    incidents.declare(
        title="x", impacts={api: "down"}, started_at=gmt("10:00"), ended_at=gmt("10:30"),
        by=aoife, at=NOON,
    )  # fmt: skip
    approve(batch())
    assert Outage.objects.count() == 1


def test_an_outage_of_a_file_counts_at_once_where_nobody_measured(with_outage, propose, api):
    propose(with_outage())
    assert june(api).down == 600


def test_an_outage_of_a_file_counts_where_it_was_up_once_it_is_approved(
    with_outage, approve, propose, api, probe, orla
):
    probe("+++++++++++++", start=gmt("09:58"))
    made = propose(with_outage())
    assert june(api).down == 0
    incidents.approve_import(made, by=orla, at=LATER)
    assert june(api).down == 600


def test_a_refused_outage_stays_down_where_nobody_measured(with_outage, propose, orla, api):
    incidents.refuse_import(propose(with_outage()), by=orla, at=LATER)
    assert june(api).down == 600
    assert Interruption.objects.get().approved is False


def test_what_was_decided_on_the_outages_own_page_stays(with_outage, propose, orla):
    made = propose(with_outage())
    incidents.refuse_interruption(Interruption.objects.get(), by=orla, at=LATER)
    incidents.approve_import(made, by=orla, at=LATER)
    assert Interruption.objects.get().approved is False


def test_the_same_outage_in_two_drafts_is_declared_once(with_outage, propose):
    first, second = with_outage(), with_outage()
    propose(first)
    with pytest.raises(ActionRefused, match="come with another file"):
        propose(second)
    assert Outage.objects.count() == 1


def test_rows_of_one_incident_are_one_outage(with_outage, propose, ordering):
    made = with_outage()
    row = made.outages.get()
    row.pk, row.component = None, ordering
    row.save()
    propose(made)
    assert Outage.objects.get().interruptions.count() == 2


def test_each_step_is_an_event_of_each_component(batch, approve, api):
    made = approve(batch())
    events = Event.objects.filter(subject_kind="component", subject_id=api.pk)
    assert list(events.values_list("verb", "data__batch")) == [
        ("propose_import", made.pk),
        ("approve_import", made.pk),
    ]


def test_the_events_tell_the_rows(batch, with_outage, approve):
    approve(batch())
    approve(with_outage())
    assert figures.told() == figures.stored()
