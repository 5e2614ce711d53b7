"""Outages put right in the desk: corrected, withdrawn, split and merged; and what is said next."""

import pytest
import time_machine

from availability import incidents
from availability.models import Correction, Outage, Regrouping
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
OUTAGES = "/desk/availability/outage/"


@pytest.fixture(autouse=True)
def afternoon():
    with time_machine.travel(gmt("14:46"), tick=False):
        yield


@pytest.fixture
def published(declare, api, ordering, aoife):
    """The API and Ordering, down from 13:00 to 13:30, on the status page since 13:10."""
    outage = declare(impacts={api: "down", ordering: "down"})
    incidents.publish(outage, text="We are looking.", by=aoife, at=gmt("13:10"))
    return incidents.end(outage, ended_at=gmt("13:30"), text="Back.", by=aoife, at=gmt("13:31"))


@pytest.fixture
def desk(client, ruairi):
    client.force_login(ruairi)
    return client


def step(outage, verb):
    return f"{OUTAGES}{outage.pk}/steps/{verb}/"


def part(outage, code):
    return outage.interruptions.get(component__code=code)


def page_of(client, outage):
    return client.get(f"{OUTAGES}{outage.pk}/change/").text


def correction(interruption, **given):
    return {
        "interruption": interruption.pk,
        "component": "reports",
        "impact": "down",
        "starts_at": "2026-06-09T13:00",
        "ends_at": "2026-06-09T13:30",
        "reason": "Log of the gateway",
        **given,
    }


def test_another_component_is_proposed(desk, published):
    desk.post(step(published, "correct"), correction(part(published, "api")))
    assert Correction.objects.get().component.code == "reports"


def test_a_correction_without_a_component_keeps_the_one_recorded(desk, published):
    given = correction(part(published, "api"), component="", impact="degraded")
    desk.post(step(published, "correct"), given)
    assert Correction.objects.get().component.code == "api"


@pytest.mark.parametrize(
    "given",
    [
        {"component": "none"},
        {"component": "x\x00"},
        {"interruption": "9" * 30},
        {"starts_at": "9999-12-31T23:59"},
        {"ends_at": "0001-01-01T00:00"},
        {"reason": " "},
        {"reason": "x" * 2001},
    ],
)
def test_a_correction_that_makes_no_sense_comes_back_with_its_text(desk, published, given):
    answer = desk.post(step(published, "correct"), {**correction(part(published, "api")), **given})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text
    assert not Correction.objects.exists()


def test_an_interruption_is_withdrawn_by_two_hands(desk, published, niamh):
    api = part(published, "api")
    desk.post(step(published, "withdraw"), {"interruption": api.pk, "reason": "Our own cable"})
    desk.force_login(niamh)
    statement = f"correction-{Correction.objects.get().pk}"
    text = desk.get(step(published, "decide")).text
    assert "API: withdrawn, no interruption from" in text
    desk.post(step(published, "decide"), {"statement": statement, "decision": "approve"})
    api.refresh_from_db()
    assert api.withdrawn


def test_what_was_withdrawn_says_so_on_its_page(desk, published, ruairi, niamh):
    proposed = incidents.propose_withdrawal(
        part(published, "api"), reason="x", by=niamh, at=gmt("14:00")
    )
    assert "to decide" in page_of(desk, published)
    incidents.approve_correction(proposed, by=ruairi, at=gmt("14:10"))
    assert "up, withdrawn" in page_of(desk, published)


def test_an_outage_is_split(desk, published):
    given = {
        "interruptions": [part(published, "api").pk],
        "title": "Other",
        "text": "It was the gateway.",
        "reason": "Two causes",
    }
    desk.post(step(published, "split"), given)
    other = Outage.objects.get(title="Other")
    assert other.interruptions.get().component.code == "api"
    text = page_of(desk, other)
    assert "Two causes" in text
    assert f"{OUTAGES}{published.pk}/change/" in text


def test_a_split_of_everything_is_refused_in_words(desk, published):
    given = {
        "interruptions": [each.pk for each in published.interruptions.all()],
        "title": "Other",
        "text": "x",
        "reason": "x",
    }
    answer = desk.post(step(published, "split"), given)
    assert "at least one interruption goes" in answer.text


def test_an_unpublished_outage_is_split_without_public_words(desk, declare, api, ordering):
    outage = declare(impacts={api: "down", ordering: "down"})
    assert 'name="text"' not in desk.get(step(outage, "split")).text
    chosen = {"interruptions": [part(outage, "api").pk], "title": "Other", "reason": "x"}
    desk.post(step(outage, "split"), chosen)
    assert Outage.objects.get(title="Other").published_at is None


@pytest.fixture
def later(published, declare, aoife):
    """Twenty minutes after the first, on the status page too."""
    outage = declare(started_at=gmt("13:20"), at=gmt("13:25"), title="Orders fail")
    return incidents.publish(outage, text="x", by=aoife, at=gmt("13:26"))


def test_an_outage_is_merged_with_one_that_is_offered(desk, published, later):
    assert "Orders fail" in desk.get(step(published, "merge")).text
    desk.post(step(published, "merge"), {"other": later.pk, "reason": "One disk"})
    assert Outage.objects.get(pk=later.pk).part_of == published
    assert Regrouping.objects.get().reason == "One disk"


def test_an_outage_of_another_day_is_not_offered(desk, published, declare, aoife):
    other = declare(started_at=gmt("13:00", day=8), ended_at=gmt("14:00", day=8), at=gmt("13:00"))
    incidents.publish(other, text="x", by=aoife, at=gmt("13:10"))
    assert "/steps/merge/" not in page_of(desk, other)


def test_a_part_is_taken_out_again(desk, published, later, aoife):
    incidents.merge(later, into=published, reason="x", by=aoife, at=gmt("14:00"))
    desk.post(step(later, "separate"), {"text": "Another matter.", "reason": "Two causes"})
    assert Outage.objects.get(pk=later.pk).part_of is None


def test_a_cause_is_confirmed_by_another_person(desk, published, niamh):
    desk.post(step(published, "cause"), {"cause": "systems", "evidence": "Host 4"})
    assert "once another person confirms it" in page_of(desk, published)
    desk.force_login(niamh)
    statement = f"causestatement-{published.causes.get().pk}"
    assert "Host 4" in desk.get(step(published, "decide")).text
    desk.post(step(published, "decide"), {"statement": statement, "decision": "approve"})
    assert Outage.objects.get(pk=published.pk).cause == "systems"


def test_a_cause_without_evidence_comes_back(desk, published):
    answer = desk.post(step(published, "cause"), {"cause": "systems", "evidence": ""})
    assert "This field is required." in answer.text
    assert not published.causes.exists()


def test_an_outage_with_a_cause_to_confirm_is_among_those_that_wait(desk, published, niamh):
    Outage.objects.get().interruptions.update(
        approved=True, decided_by=niamh, decided_at=gmt("14:00")
    )
    waiting = f"{OUTAGES}?waits=yes"
    assert "Orders do not arrive" not in desk.get(waiting).text
    desk.post(step(published, "cause"), {"cause": "systems", "evidence": "Host 4"})
    assert "Orders do not arrive" in desk.get(waiting).text


def checked(text):
    return text.partition("checked")[0].rpartition('value="')[2].partition('"')[0]


def test_an_update_begins_with_the_present_stage_and_shows_what_was_said(desk, declare, aoife):
    outage = incidents.publish(declare(), text="We are looking.", by=aoife, at=gmt("13:10"))
    incidents.update(outage, stage="identified", text="The disk.", by=aoife, at=gmt("13:20"))
    text = desk.get(step(outage, "update")).text
    assert checked(text) == "identified"
    assert text.index("The disk.") < text.index("We are looking.")


def test_an_incident_that_goes_on_in_a_part_is_not_resolved_by_its_form(
    desk, published, later, aoife
):
    incidents.merge(later, into=published, reason="x", by=aoife, at=gmt("14:00"))
    text = desk.get(step(published, "update")).text
    assert 'value="resolved"' not in text
    assert checked(text) == "investigating"


def test_who_decides_a_correction_sees_what_it_would_change(desk, published, niamh):
    given = correction(
        part(published, "api"), component="api", ends_at="2026-06-09T13:10", impact="down"
    )
    desk.post(step(published, "correct"), given)
    desk.force_login(niamh)
    text = desk.get(step(published, "decide")).text.replace("\u00a0", " ")
    assert "Proposed by Ruair" in text
    assert '<td data-label="Recorded">0:30:00</td><td data-label="Proposed">0:10:00</td>' in text


def test_who_decides_a_withdrawal_sees_what_no_longer_counts(desk, published, niamh):
    api = part(published, "api")
    desk.post(step(published, "withdraw"), {"interruption": api.pk, "reason": "Our own cable"})
    desk.force_login(niamh)
    text = desk.get(step(published, "decide")).text
    assert '<td data-label="Recorded">0:30:00</td><td data-label="Proposed">0:00:00</td>' in text


def test_what_flaps_is_published_without_a_title_of_its_own(desk, probe, aoife):
    probe("--++")
    first = Outage.objects.get()
    incidents.publish(first, title="The API flaps", text="x", by=aoife, at=gmt("13:05"))
    probe("--++", start=gmt("13:30"))
    second = Outage.objects.exclude(pk=first.pk).get()
    text = desk.get(step(second, "publish")).text
    assert "It becomes a part of “The API flaps”" in text
    assert 'name="title"' not in text
