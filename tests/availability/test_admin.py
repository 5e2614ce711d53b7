"""Availability in the desk: who may take which step, and that only a step changes anything."""

import pytest
import time_machine

from availability import incidents
from availability.models import Correction, Exclusion, Maintenance, Outage
from istockist_sla.core.models import Event
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
OUTAGES, EXCLUSIONS, WORK = (
    f"/desk/availability/{name}/" for name in ("outage", "exclusion", "maintenance")
)
WINDOW = {"starts_at": "2026-06-10T22:00", "ends_at": "2026-06-10T23:00"}


@pytest.fixture(autouse=True)
def afternoon():
    with time_machine.travel(gmt("14:46"), tick=False) as clock:
        yield clock


@pytest.fixture
def outage(declare):
    return declare()


@pytest.fixture
def over(outage, aoife):
    return incidents.end(outage, ended_at=gmt("13:30"), text="", by=aoife, at=gmt("13:31"))


@pytest.fixture
def exclusion(over, ruairi, ordering):
    return incidents.propose_exclusion(
        outage=over,
        components=[ordering],
        cause="intermediary",
        starts_at=gmt("13:00"),
        ends_at=gmt("13:30"),
        evidence="Notice 4711",
        by=ruairi,
        at=gmt("14:00"),
    )


@pytest.fixture
def work(announce):
    return announce()


def declaration(**given):
    return {
        "title": "Orders do not arrive",
        "started_at": "2026-06-09T14:30",
        "impact_admin": "works",
        "impact_api": "degraded",
        "impact_ordering": "down",
        "impact_reports": "works",
        **given,
    }


def test_an_agent_declares_an_outage(client, aoife):
    client.force_login(aoife)
    client.post(f"{OUTAGES}add/", declaration())
    outage = Outage.objects.get()
    assert outage.started_at == gmt("14:30")
    assert set(outage.interruptions.values_list("component__code", "impact")) == {
        ("api", "degraded"),
        ("ordering", "down"),
    }
    assert outage.published_at is None


def test_a_declaration_with_words_is_published_with_them(client, aoife):
    client.force_login(aoife)
    client.post(f"{OUTAGES}add/", declaration(text="We are looking."))
    assert Outage.objects.get().updates.get().text == "We are looking."


@pytest.mark.parametrize(
    "given",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"started_at": "yesterday"},
        {"started_at": "2026-06-09T14:47"},
        {"impact_ordering": "works", "impact_api": "works"},
        {"impact_ordering": "on fire"},
        {"text": "x" * 2001},
    ],
)
def test_a_declaration_that_makes_no_sense_comes_back_with_its_text(client, aoife, given):
    client.force_login(aoife)
    response = client.post(f"{OUTAGES}add/", declaration(**given))
    assert response.status_code == 200
    assert not Outage.objects.exists()


def test_an_outage_is_published_updated_and_ended_by_its_steps(client, aoife, outage):
    client.force_login(aoife)
    page = f"{OUTAGES}{outage.pk}/steps/"
    words = {"title": "Orders wait", "stage": "investigating", "text": "We are looking."}
    client.post(f"{page}publish/", words)
    client.post(f"{page}update/", {"stage": "identified", "text": "The disk is full."})
    client.post(f"{page}end/", {"ended_at": "2026-06-09T14:40", "text": "It works again."})
    outage.refresh_from_db()
    assert (outage.title, outage.ended_at) == ("Orders wait", gmt("14:40"))
    assert [said.stage for said in outage.updates.all()] == [
        "resolved",
        "identified",
        "investigating",
    ]


def test_a_refusal_of_the_door_is_told_on_the_form(client, aoife, outage):
    client.force_login(aoife)
    response = client.post(
        f"{OUTAGES}{outage.pk}/steps/end/", {"ended_at": "2026-06-09T12:00", "text": "x"}
    )
    assert b"An outage ends after its start." in response.content


def test_a_cause_is_stated(client, ruairi, outage):
    client.force_login(ruairi)
    client.post(f"{OUTAGES}{outage.pk}/steps/cause/", {"cause": "systems", "evidence": "Host 4"})
    stated = outage.causes.get()
    assert (stated.cause, stated.evidence, stated.approved) == ("systems", "Host 4", None)


def test_an_exclusion_of_an_outage_is_proposed(client, ruairi, over, ordering):
    client.force_login(ruairi)
    client.post(
        f"{OUTAGES}{over.pk}/steps/exclude/",
        {
            "components": [ordering.pk],
            "cause": "intermediary",
            "starts_at": "2026-06-09T13:00",
            "ends_at": "2026-06-09T13:30",
            "evidence": "Notice 4711",
        },
    )
    assert Exclusion.objects.get().outage == over


def test_a_manager_approves_what_another_person_proposed(client, niamh, exclusion):
    client.force_login(niamh)
    client.post(f"{EXCLUSIONS}{exclusion.pk}/steps/approve/")
    exclusion.refresh_from_db()
    assert (exclusion.approved, exclusion.decided_by) == (True, niamh)


def test_a_manager_decides_nothing_of_their_own(client, niamh, exclusion):
    Exclusion.objects.filter(pk=exclusion.pk).update(proposed_by=niamh)
    client.force_login(niamh)
    assert client.post(f"{EXCLUSIONS}{exclusion.pk}/steps/approve/").status_code == 403
    exclusion.refresh_from_db()
    assert exclusion.approved is None


def test_maintenance_is_announced_and_done(client, ruairi, api, afternoon):
    client.force_login(ruairi)
    given = {"kind": "technical", "title": "New disks", "components": [api.pk], **WINDOW}
    client.post(f"{WORK}add/", given)
    work = Maintenance.objects.get()
    afternoon.move_to(gmt("22:10", day=10))
    client.force_login(ruairi)
    client.post(f"{WORK}{work.pk}/steps/begin/")
    afternoon.move_to(gmt("22:20", day=10))
    client.post(f"{WORK}{work.pk}/steps/end/")
    work.refresh_from_db()
    assert (work.work_started_at, work.work_ended_at) == (
        gmt("22:10", day=10),
        gmt("22:20", day=10),
    )


def test_a_window_that_would_not_be_planned_is_announced_only_knowingly(client, ruairi, api):
    client.force_login(ruairi)
    given = {
        "kind": "technical",
        "title": "New disks",
        "components": [api.pk],
        "starts_at": "2026-06-09T14:46",
        "ends_at": "2026-06-09T16:00",
    }
    assert b"would not be planned" in client.post(f"{WORK}add/", given).content
    client.post(f"{WORK}add/", {**given, "late": "on"})
    assert Maintenance.objects.get().planned() == []


def test_a_window_is_moved_and_cancelled(client, ruairi, work):
    client.force_login(ruairi)
    client.post(f"{WORK}{work.pk}/steps/move/", WINDOW)
    client.post(f"{WORK}{work.pk}/steps/cancel/")
    work.refresh_from_db()
    assert work.window.starts_at == gmt("22:00", day=10)
    assert work.cancelled_at == gmt("14:46")


STEPS = {
    "outage": {
        "publish": {"aoife", "ruairi", "niamh"},
        "update": {"aoife", "ruairi", "niamh"},
        "end": {"aoife", "ruairi", "niamh"},
        "cause": {"ruairi", "niamh"},
        "exclude": {"ruairi", "niamh"},
        **{
            verb: {"ruairi", "niamh"}
            for verb in ("correct", "withdraw", "split", "separate", "merge")
        },
        "decide": {"niamh"},
    },
    "exclusion": {"approve": {"niamh"}, "refuse": {"niamh"}},
    "work": {verb: {"ruairi", "niamh"} for verb in ("begin", "end", "move", "cancel", "record")}
    | {"decide": {"niamh"}},
}
MATRIX = [(row, verb, may) for row, verbs in STEPS.items() for verb, may in verbs.items()]


@pytest.mark.parametrize("person", ["aoife", "ruairi", "niamh", "sys", "charlie", "nobody"])
@pytest.mark.parametrize(("row", "verb", "may"), MATRIX)
def test_a_step_asks_for_its_own_permission(request, client, person, row, verb, may):
    subject = request.getfixturevalue(row)
    place = {"outage": OUTAGES, "exclusion": EXCLUSIONS, "work": WORK}[row]
    if person != "nobody":
        who = request.getfixturevalue(person)
        client.force_login(getattr(who, "user", who))
    events = Event.objects.count()
    status = client.post(f"{place}{subject.pk}/steps/{verb}/").status_code
    if person in may:
        assert status in (200, 302)
        return
    assert status == {"charlie": 404, "nobody": 302}.get(person, 403)
    assert Event.objects.count() == events


@pytest.mark.parametrize("verb", ["begin", "end", "cancel"])
def test_reading_an_address_never_acts(client, ruairi, work, verb):
    client.force_login(ruairi)
    assert client.get(f"{WORK}{work.pk}/steps/{verb}/").status_code == 405
    work.refresh_from_db()
    assert (work.work_started_at, work.cancelled_at) == (None, None)


@pytest.mark.parametrize("place", [OUTAGES, EXCLUSIONS, WORK, "/desk/availability/component/"])
def test_nothing_is_edited_or_deleted_past_the_steps(client, admin_client, place, request):
    subject = {
        OUTAGES: "outage",
        EXCLUSIONS: "exclusion",
        WORK: "work",
    }.get(place, "api")
    pk = request.getfixturevalue(subject).pk
    assert admin_client.post(f"{place}{pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.post(f"{place}{pk}/change/", {"title": "x"}).status_code == 405


@pytest.mark.parametrize("place", [OUTAGES, EXCLUSIONS, WORK, "/desk/availability/component/"])
def test_lists_and_pages_are_read_by_every_role(client, aoife, place, request, outage, work, api):
    row = {OUTAGES: outage, WORK: work}.get(place) or (
        request.getfixturevalue("exclusion") if place == EXCLUSIONS else api
    )
    client.force_login(aoife)
    assert client.get(place).status_code == 200
    assert client.get(f"{place}{row.pk}/change/").status_code == 200


def test_only_legal_steps_are_offered(client, niamh, over):
    client.force_login(niamh)
    text = client.get(f"{OUTAGES}{over.pk}/change/").content.decode()
    assert "/steps/publish/" in text
    assert "/steps/end/" not in text
    assert "/steps/update/" not in text


def test_hostile_words_are_shown_as_words(client, niamh, outage):
    incidents.state_cause(
        outage, cause="systems", evidence="<script>x</script>", by=niamh, at=gmt("14:00")
    )
    client.force_login(niamh)
    text = client.get(f"{OUTAGES}{outage.pk}/change/").content.decode()
    assert "<script>x" not in text


@pytest.mark.parametrize("key", ["0", "99999999999999999999", "-1", "x"])
def test_a_row_that_is_not_there_is_not_found(client, niamh, key):
    client.force_login(niamh)
    assert client.get(f"{OUTAGES}{key}/steps/publish/").status_code in (302, 404)


def test_a_doubled_submission_acts_once(client, aoife, outage):
    client.force_login(aoife)
    words = {"title": "x", "stage": "investigating", "text": "We are looking.", "once": "a1"}
    for _ in range(2):
        client.post(f"{OUTAGES}{outage.pk}/steps/publish/", words)
    assert outage.updates.count() == 1


def decide(client, place, row, statement, decision="approve"):
    given = {"statement": statement, "decision": decision}
    return client.post(f"{place}{row.pk}/steps/decide/", given)


def test_an_outage_that_is_over_is_declared_with_its_end(client, aoife):
    client.force_login(aoife)
    given = declaration(ended_at="2026-06-09T14:40", text="It was the disk.")
    client.post(f"{OUTAGES}add/", given)
    outage = Outage.objects.get()
    assert outage.ended_at == gmt("14:40")
    assert outage.updates.get().stage == "resolved"


def test_a_manager_approves_what_another_person_declared(client, niamh, over):
    [declared] = over.interruptions.all()
    client.force_login(niamh)
    decide(client, OUTAGES, over, f"interruption-{declared.pk}")
    declared.refresh_from_db()
    assert (declared.approved, declared.decided_by) == (True, niamh)


def test_a_manager_does_not_see_their_own_declaration_to_decide(client, niamh, declare):
    outage = declare(ended_at=gmt("13:30"), at=gmt("13:40"), by=niamh)
    client.force_login(niamh)
    [declared] = outage.interruptions.all()
    decide(client, OUTAGES, outage, f"interruption-{declared.pk}")
    declared.refresh_from_db()
    assert declared.approved is None


@pytest.mark.parametrize("statement", ["", "interruption-0", "user-1", "x" * 500])
def test_a_statement_that_is_not_there_is_not_decided(client, niamh, over, statement):
    client.force_login(niamh)
    assert decide(client, OUTAGES, over, statement).status_code == 200
    assert over.interruptions.get().approved is None


def test_a_correction_is_proposed_by_one_person_and_decided_by_another(client, ruairi, niamh, over):
    [declared] = over.interruptions.all()
    client.force_login(ruairi)
    given = {
        "interruption": declared.pk,
        "impact": "down",
        "starts_at": "2026-06-09T12:50",
        "ends_at": "2026-06-09T13:20",
        "reason": "Log of the gateway",
    }
    client.post(f"{OUTAGES}{over.pk}/steps/correct/", given)
    client.force_login(niamh)
    page = client.get(f"{OUTAGES}{over.pk}/steps/decide/").content.decode()
    assert "Log of the gateway" in page
    decide(client, OUTAGES, over, f"correction-{Correction.objects.get().pk}", "refuse")
    declared.refresh_from_db()
    assert (Correction.objects.get().approved, declared.ended_at) == (False, gmt("13:30"))


def test_work_recorded_later_is_decided_by_another_person(client, ruairi, niamh, announce):
    work = announce(starts_at=gmt("10:00"), ends_at=gmt("11:00"))
    client.force_login(ruairi)
    given = {"begun_at": "2026-06-09T10:05", "ended_at": "2026-06-09T10:50"}
    client.post(f"{WORK}{work.pk}/steps/record/", given)
    assert client.get(f"{WORK}{work.pk}/change/").content.decode().count("to decide") == 3
    client.force_login(niamh)
    for late in work.late_work.all():
        decide(client, WORK, work, f"latework-{late.pk}")
    work.refresh_from_db()
    assert (work.work_started_at, work.work_ended_at) == (gmt("10:05"), gmt("10:50"))


def test_work_recorded_later_names_a_beginning_or_an_end(client, ruairi, work):
    client.force_login(ruairi)
    response = client.post(f"{WORK}{work.pk}/steps/record/", {})
    assert b"Say when the work began" in response.content


def test_an_end_that_is_refused_takes_its_beginning_back(client, ruairi, announce):
    work = announce(starts_at=gmt("10:00"), ends_at=gmt("11:00"))
    client.force_login(ruairi)
    given = {"begun_at": "2026-06-09T10:50", "ended_at": "2026-06-09T10:05"}
    response = client.post(f"{WORK}{work.pk}/steps/record/", given)
    assert b"The work ends after its start." in response.content
    assert not work.late_work.exists()
