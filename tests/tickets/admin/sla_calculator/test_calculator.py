"""The clock tester: golden cases typed in, drafts, and what it says to nonsense."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tickets import records
from tickets.admin.sla_calculator import forms, pages
from tickets.models import Agreement, AgreementVersion

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def desk(client, aoife):
    client.force_login(aoife)
    return client


@pytest.fixture
def version():
    return AgreementVersion.objects.get()


@pytest.fixture
def ask(desk, version):
    def asked(**case):
        return desk.get(reverse("clock_tester"), {"version": version.pk, **case})

    return asked


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


RESPONSE = [
    ("2026-03-10 09:00", "critical", "2026-03-10 13:00"),
    ("2026-03-13 16:00", "medium", "2026-03-16 16:00"),
    ("2026-03-16 16:00", "low", "2026-03-19 10:00"),
    ("2026-03-28 22:00", "critical", "2026-03-30 13:00"),
    ("2026-04-02 15:00", "medium", "2026-04-03 15:00"),
    ("2026-12-24 15:30", "critical", "2026-12-28 11:30"),
    ("2026-07-15 08:15", "critical", "2026-07-15 13:00"),
    ("2026-03-10 09:00", "medium", "2026-03-10 17:00"),
    ("2027-12-27 09:00", "critical", "2027-12-27 13:00"),
    ("2026-04-30 23:30", "critical", "2026-05-01 13:00"),
]


@pytest.mark.parametrize(("opened", "fault_class", "due"), RESPONSE)
def test_a_first_answer_is_due(ask, opened, fault_class, due):
    response = ask(opened=opened, fault_class=fault_class).context["clocks"][0]
    assert response.due_at == utc(due)
    assert response.rows[-1].start == utc(due)


FIX = [
    ({"opened": "2026-03-13 16:00", "fault_class": "medium",
      "pauses": "2026-03-13 16:30 – 2026-03-16 09:30"}, "2026-03-16 17:00"),
    ({"opened": "2026-03-10 09:00", "fault_class": "critical",
      "workaround": "2026-03-10 12:00"}, "2026-03-10 17:00"),
    ({"opened": "2026-03-10 09:00", "fault_class": "critical",
      "maintenance": "2026-03-10 10:00 – 2026-03-10 12:00"}, "2026-03-10 15:00"),
    ({"opened": "2026-03-10 09:00", "fault_class": "low",
      "pauses": "2026-03-10 10:00, 2026-03-10 11:00\n2026-03-10 11:00 to 2026-03-10 13:00",
      "maintenance": "2026-03-10 14:00 - 2026-03-10 15:00\n\n2026-03-10 14:30/2026-03-10 16:00"},
     "2026-03-11 16:00"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "due"), FIX)
def test_a_fix_is_due(ask, case, due):
    assert ask(**case).context["clocks"][-1].due_at == utc(due)


@pytest.mark.parametrize(
    ("handled", "verdict"), [("2026-03-10 13:00:00", "met"), ("2026-03-10 13:00:01", "missed")]
)
def test_an_answer_is_judged(ask, handled, verdict):
    page = ask(opened="2026-03-10 09:00", fault_class="critical", handled=handled)
    assert page.context["clocks"][0].verdict == verdict


def test_a_solution_is_judged(ask):
    page = ask(opened="2026-03-10 09:00", fault_class="critical", closed="2026-03-10 13:00:01")
    assert [clock.verdict for clock in page.context["clocks"]] == ["missed", "missed"]


def test_without_a_class_the_shortest_limit_counts(ask):
    response = ask(opened="2026-03-10 09:00", handled="2026-03-10 10:00").context["clocks"][0]
    assert (response.verdict, response.limit) == ("running", 4 * HOUR)


def test_a_question_may_still_be_open(ask):
    page = ask(opened="2026-03-10 09:00", fault_class="critical", pauses="2026-03-10 10:00")
    assert page.context["clocks"][1].due_at is None


def test_a_draft_can_be_tried(ask, sys):
    draft = records.draft_agreement(
        agreement_id=Agreement.objects.get().pk, by=sys, at=utc("2026-03-01")
    )
    AgreementVersion.objects.filter(pk=draft.pk).update(
        hours="elapsed", downgrade_counts_from="downgrade"
    )
    case = {"opened": "2026-03-10 16:00", "fault_class": "critical"}
    page = ask(version=draft.pk, **case)
    assert f"{draft}, draft" in page.text
    assert page.context["clocks"][0].due_at == utc("2026-03-10 20:00")
    downgraded = ask(version=draft.pk, workaround="2026-03-10 18:00", **case)
    assert downgraded.context["clocks"][1].due_at == utc("2026-03-11 02:00")


def test_a_draft_tried_stays_a_draft(ask, sys):
    draft = records.draft_agreement(
        agreement_id=Agreement.objects.get().pk, by=sys, at=utc("2026-03-01")
    )
    ask(version=draft.pk, opened="2026-03-10 16:00")
    assert AgreementVersion.objects.get(pk=draft.pk).effective_from == draft.effective_from


def test_an_earlier_version_can_be_tried_beside_the_newest(ask, version, sys):
    draft = records.draft_agreement(agreement_id=version.agreement_id, by=sys, at=utc("2026-01-01"))
    AgreementVersion.objects.filter(pk=draft.pk).update(hours="elapsed")
    records.publish_agreement(
        version_id=draft.pk, effective_on=date(2026, 2, 1), by=sys, at=utc("2026-01-01")
    )
    case = {"opened": "2026-03-10 16:00", "fault_class": "critical"}
    dues = [ask(version=pk, **case).context["clocks"][0].due_at for pk in (version.pk, draft.pk)]
    assert dues == [utc("2026-03-11 12:00"), utc("2026-03-10 20:00")]


def test_its_address_alone_is_the_case(ask):
    page = ask(opened="2026-03-10 09:00", fault_class="critical")
    assert 'value="2026-03-10 09:00"' in page.text
    assert "nothing is kept" in page.text


def test_it_holds_the_text_to_copy(ask):
    text = ask(opened="2026-03-10 09:00", fault_class="critical").context["text"]
    assert "Tue 2026-03-10 13:00:00" in text
    assert "Limit: 4 h for Critical (K7)" in text


def test_before_anything_is_typed_it_is_an_empty_form(desk):
    page = desk.get(reverse("clock_tester"))
    assert "clocks" not in page.context
    assert "This field is required" not in page.text


OPENED = {"opened": "2026-03-10 09:00"}
WRONG = [
    ({}, "Say when it was opened."),
    ({"opened": "yesterday"}, "Write a day and a time"),
    ({"opened": "2026-02-30 09:00"}, "Write a day and a time"),
    ({"opened": "1999-12-31 23:59"}, "between the years 2000 and 2100"),
    ({"opened": "9999-12-31 23:59"}, "between the years 2000 and 2100"),
    ({"opened": "0001-01-01 00:00+14:00"}, "between the years 2000 and 2100"),
    ({**OPENED, "fault_class": "urgent"}, "Select a valid choice"),
    ({**OPENED, "handled": "2026-03-10 08:59"}, "That is before the opening."),
    ({**OPENED, "fault_class": "low", "closed": "2026-03-10 08:59"}, "That is before the opening."),
    ({**OPENED, "closed": "2026-03-10 10:00"}, "Without a class it cannot be resolved (C6)."),
    ({**OPENED, "workaround": "2026-03-10 10:00"}, "Without a class there is none to lower (K9)."),
    ({**OPENED, "fault_class": "low", "workaround": "2026-03-10 10:00"}, "Low is the lowest class"),
    ({**OPENED, "fault_class": "medium", "closed": "2026-03-10 10:00",
      "handled": "2026-03-10 11:00"}, "That is after the closing."),
    ({**OPENED, "pauses": "lunch"}, "Write from and to"),
    ({**OPENED, "pauses": "2026-03-10 10:00 – 2026-03-10 09:30"}, "ends before it has begun"),
    ({**OPENED, "pauses": "2026-13-10 10:00"}, "There is no such day or time"),
    ({**OPENED, "pauses": "2026-03-10 08:00 – 2026-03-10 09:30"}, "before the opening, or two"),
    ({**OPENED, "pauses": "2026-03-10 10:00\n2026-03-10 10:00 – 2026-03-10 11:00"}, "or two of"),
    ({**OPENED, "pauses": "2026-03-10 10:00\n2026-03-10 11:00"}, "or two of them overlap"),
    ({**OPENED, "pauses": "2026-03-10 10:00\n" * 51}, "At most 50 lines."),
    ({**OPENED, "fault_class": "low", "closed": "2026-03-10 10:00",
      "pauses": "2026-03-10 09:30 – 2026-03-10 11:00"}, "It lasts longer than the ticket is open."),
    ({**OPENED, "maintenance": "2026-03-10 10:00"}, "has no end"),
    ({**OPENED, "maintenance": "2101-03-10 10:00 – 2101-03-10 11:00"}, "2000 and 2100"),
    ({**OPENED, "as_of": "2026-03-10 08:00"}, "Something of the case happens later."),
    ({**OPENED, "version": "9" * 40}, "Select a valid choice"),
    ({**OPENED, "version": ""}, "Choose an agreement."),
]  # fmt: skip


@pytest.mark.parametrize(("case", "told"), WRONG)
def test_what_makes_no_sense_is_said_in_words(ask, case, told):
    page = ask(**case)
    assert page.status_code == 200
    assert told in page.text
    assert "clocks" not in page.context


@pytest.mark.parametrize("text", ["a" * 5000, "<script>x</script>", "\u202e2026"])
@pytest.mark.parametrize("name", ["opened", "pauses", "maintenance", "version", "fault_class"])
def test_hostile_words_are_only_words(ask, name, text):
    page = ask(**{**OPENED, name: text})
    assert page.status_code == 200
    assert "<script>x" not in page.text


CENTURY = {"opened": "2000-01-03 09:00", "fault_class": "low"}


@pytest.mark.parametrize(
    ("name", "entered"),
    [
        ("handled", "2099-12-31 09:00"),
        ("workaround", "2001-02-04 09:01"),
        ("closed", "2099-12-31 09:00"),
        ("as_of", "2099-12-31 09:00"),
        ("pauses", "2000-01-04 09:00 – 2099-12-31 09:00"),
        ("pauses", "2099-12-31 09:00"),
        ("maintenance", "2000-01-04 09:00 – 2099-12-31 09:00"),
    ],
)
def test_what_lies_more_than_thirteen_months_ahead_is_said_beside_it(ask, name, entered):
    case = {**CENTURY, "fault_class": "medium", name: entered}
    page = ask(**case)
    assert page.context["form"].errors[name] == [forms.TOO_FAR]
    assert "clocks" not in page.context


def test_maintenance_more_than_thirteen_months_before_the_opening_is_said_beside_it(ask):
    long_ago = "2000-01-04 09:00 – 2000-01-04 10:00"
    page = ask(opened="2020-01-03 09:00", maintenance=long_ago)
    assert page.context["form"].errors == {"maintenance": [forms.TOO_EARLY]}


def test_thirteen_months_are_answered_month_by_month(ask):
    page = ask(**CENTURY, as_of="2001-02-03 09:00")
    for clock in page.context["clocks"]:
        assert clock.elapsed > 2000 * HOUR
        assert len(clock.rows) < 100
    assert "Support open on 21\u00a0days, past the limit" in page.text


def test_without_the_permission_it_is_closed(client, ruairi):
    client.force_login(ruairi)
    assert client.get(reverse("clock_tester")).status_code == 403


def test_for_a_client_it_is_not_there(client, clara):
    client.force_login(clara.user)
    assert client.get(reverse("clock_tester")).status_code == 404


def test_it_takes_no_form(desk):
    assert desk.post(reverse("clock_tester")).status_code == 405


def test_the_agreements_lead_to_it(desk):
    page = desk.get(reverse("admin:tickets_agreementversion_changelist"))
    assert f'href="{reverse("clock_tester")}"' in page.text


def test_its_queries_do_not_grow_with_the_case(ask):
    short = {"opened": "2026-03-10 09:00", "fault_class": "low"}
    ask(**short)
    with CaptureQueriesContext(connection) as few:
        ask(**short)
    with CaptureQueriesContext(connection) as many:
        ask(**short, pauses="2026-03-10 10:00 – 2026-04-10 10:00")
    assert len(many) == len(few) <= 30


def test_the_case_is_covered_and_nothing_excludes_it(version):
    terms = pages.terms_of(version, utc("2026-03-10 09:00"))
    blank = dict.fromkeys(["handled", "workaround", "closed", "fault_class"])
    case = {**blank, "opened": utc("2026-03-10 09:00"), "pauses": [], "maintenance": []}
    assert pages.facts_of(case, terms).in_force
