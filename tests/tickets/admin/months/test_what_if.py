"""The page that judges closed months by other terms."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils.html import escape

from availability import incidents
from availability.models import Cause, Component, Maintenance, Measurement
from availability.ranges import TimeRange
from istockist_sla.core import roles
from tests.availability.measurements import history
from tests.conftest import OPENED, member
from tests.tickets.reports.closing.conftest import CLOSED, closed_month
from tickets import lifecycle
from tickets.models import (
    Agreement,
    AgreementVersion,
    CalendarVersion,
    ClosedMonth,
    Holiday,
    HolidayList,
)

pytestmark = pytest.mark.django_db
PAGE = "/desk/months/what-if/"
MARCH = {"month": "2026-03"}
HOUR = timedelta(hours=1)
WRITING = ("INSERT", "UPDATE", "DELETE")
NOW = datetime(2026, 4, 12, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _after_the_closing():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ticket_of_march(open_ticket, aoife, niamh):
    """Answered after three hours, in a month that is closed."""
    ticket = open_ticket()
    lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + 3 * HOUR, seen=None
    )
    closed_month(by=niamh, at=CLOSED)
    return ticket


@pytest.fixture
def manager(client, niamh):
    client.force_login(niamh)
    return client


@pytest.fixture
def page_of(manager):
    def read(url=PAGE, **query):
        answer = manager.get(url, query, follow=True)
        assert answer.status_code == 200
        return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")

    return read


@pytest.fixture
def errors_of(manager):
    def read(**query):
        answer = manager.get(PAGE, {**MARCH, **query})
        assert answer.status_code == 200
        assert "found" not in answer.context
        return {name: list(found) for name, found in answer.context["form"].errors.items()}

    return read


def values_of(manager, draft):
    answer = manager.get(PAGE, {"draft": draft}, follow=True)
    form = answer.context["form"]
    assert form.errors == {}
    return {name: form[name].value() for name in form.fields if form[name].value()}


def test_without_a_closed_month_it_says_so(page_of):
    assert "No month is closed yet" in page_of()
    assert "No month is closed yet" in page_of(**MARCH)


def test_the_newest_closed_month_is_chosen_first(page_of, ticket_of_march):
    page = page_of()
    assert 'value="2026-03" id="id_month_0" checked' in page
    assert 'id="found"' not in page


def test_it_says_that_it_is_no_figure_of_record(page_of, ticket_of_march):
    assert "A supposition, no figure of record." in page_of(**MARCH)


def test_without_a_change_nothing_flips(page_of, ticket_of_march):
    page = page_of(**MARCH)
    assert "No verdict would be different." in page
    assert "Nothing is supposed to be other than it was." in page


def test_a_stricter_limit_shows_the_ticket_that_flips(page_of, ticket_of_march):
    page = page_of(**MARCH, critical_answer="2:30")
    ticket = ticket_of_march
    assert "1 verdict would be different." in page
    link = f'<a href="/desk/tickets/ticket/{ticket.pk}/change/">Ticket {ticket.number}</a>'
    assert f'{link}<span class="second">{escape(ticket.client)}</span>' in page
    assert "3 h of 2 h 30 min" in page


def test_the_figures_stand_as_closed_and_as_supposed(page_of, ticket_of_march):
    page = page_of(**MARCH, critical_answer="2:30")
    assert '100.00 %<span class="second">1 of 1, few</span>' in page
    assert '0.00 %</span><span class="second">0 of 1, few</span>' in page
    assert "1 fewer would be kept" in page


def test_what_is_supposed_is_told(page_of, ticket_of_march):
    page = page_of(**MARCH, index="95", hours="elapsed")
    assert "<dt>Index, %</dt><dd>95</dd>" in page
    assert "<dt>Hours of a limit</dt><dd>every hour</dd>" in page


@pytest.fixture
def interrupted_march(niamh, orla):
    """Measured throughout; three hours of a release in which nothing answered, and three hours
    in which the systems themselves were down."""
    api, start = Component.objects.contractual(), datetime(2026, 3, 1, tzinfo=UTC)
    released, crashed = (TimeRange(start + n * HOUR, start + (n + 3) * HOUR) for n in (4, 30))
    month = TimeRange(start, datetime(2026, 4, 1, tzinfo=UTC))
    rows = history(api, month, failing=[released, crashed], every=HOUR / 30)
    Measurement.objects.bulk_create(rows)
    work = incidents.announce(
        kind=Maintenance.Kind.RELEASE,
        title="Release 26.3",
        text="It may pause.",
        components=[api],
        starts_at=released.start,
        ends_at=released.end,
        by=niamh,
        at=start - 48 * HOUR,
    )
    incidents.begin_work(work, by=niamh, at=released.start)
    incidents.end_work(work, by=niamh, at=released.end)
    for down in (released, crashed):
        outage = incidents.declare(
            title="Nothing answers",
            impacts={api: "down"},
            started_at=down.start,
            ended_at=down.end,
            by=niamh,
            at=down.end,
        )
        incidents.approve_interruption(outage.interruptions.get(), by=orla, at=down.end + HOUR)
    exclusion = incidents.propose_exclusion(
        components=[api],
        cause=Cause.SYSTEMS,
        starts_at=crashed.start,
        ends_at=crashed.end,
        evidence="No server of the rack had power.",
        by=niamh,
        at=crashed.end + 2 * HOUR,
    )
    incidents.approve_exclusion(exclusion, by=orla, at=crashed.end + 3 * HOUR)


@pytest.mark.parametrize(
    ("supposed", "told", "figure"),
    [
        ({"release": "yes"}, "A release can be planned maintenance</dt><dd>Yes", "100.00 %"),
        (
            {"uptime": "scheduled"},
            "System uptime</dt><dd>the month less excluded causes",
            "99.19 %",
        ),
    ],
    ids=["release", "uptime"],
)
def test_what_counts_as_uptime_may_be_supposed(
    interrupted_march, ticket_of_march, page_of, supposed, told, figure
):
    page = page_of(**MARCH, **supposed)
    assert told in page
    assert '99.59 %<span class="second">kept' in page
    assert f'{figure}<span class="second">kept' in page


def test_a_clients_own_agreement_may_be_supposed_alone(page_of, ticket_of_march, charlie):
    Agreement.objects.create(name="Northgate's", client=charlie.client)
    page = page_of(**MARCH, agreement="own-northgate", critical_answer="1")
    assert "No verdict would be different." in page


def test_one_client_may_be_chosen(page_of, charlie, ticket_of_march):
    assert "0 tickets judged once more" in page_of(**MARCH, client="northgate")


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("critical_answer", "soon", "Write hours and minutes"),
        ("critical_answer", "0", "Write hours and minutes"),
        ("low_fix", "never", "Write hours and minutes"),
        ("index", "many", "Write a percentage"),
        ("index", "NaN", "Write a percentage"),
        ("index", "97.555", "Write a percentage"),
        ("availability", "101", "less than or equal to 100"),
        ("hours", "half", "Choose one of the list."),
        ("zone", "Europe/Nowhere", "Write a time zone"),
        ("monday", "9 to 5", "Write hours like 09:00-13:00"),
        ("monday", "17:00-09:00", "not after it opens"),
        ("holidays", "17 March", "Write a date a line"),
        ("holidays", "2026-02-30", "There is no such day as 2026-02-30."),
        ("holidays", "1999-01-01", "Choose days of the years"),
        ("holidays", "2026-03-17\n2026-03-17", "stands there twice"),
        ("holidays", "2026-03-17 at noon", "Write hours like"),
        ("worked", "2026-03-17 09:00-13:00", "Write a date a line"),
        ("client", "nobody", "There is no such client."),
        ("agreement", "own-nobody", "There is no such agreement."),
        ("calendar", "99999999999999999999999", "There is no such calendar."),
        ("month", "2026-02", "Choose closed months alone."),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(errors_of, ticket_of_march, field, text, words):
    found = errors_of(**{field: text})
    assert list(found) == [field]
    assert words in found[field][0]


@pytest.mark.parametrize("agreement", ["", "standard", "own-northgate"])
def test_a_week_without_hours_is_refused(errors_of, ticket_of_march, charlie, agreement):
    Agreement.objects.create(name="Northgate's", client=charlie.client)
    week = dict.fromkeys(["monday", "tuesday", "wednesday", "thursday", "friday"], "closed")
    found = errors_of(**week, agreement=agreement)
    assert found == {"monday": ["So there would be no support hours at all."]}


def test_a_limit_of_many_years_is_refused_at_the_limit(errors_of, ticket_of_march):
    week = dict.fromkeys(["tuesday", "wednesday", "thursday", "friday"], "closed")
    found = errors_of(**week, monday="09:00-10:00", medium_fix="300")
    assert list(found) == ["medium_fix"]
    assert "more than five years" in found["medium_fix"][0]


def test_a_day_cannot_be_a_holiday_more_and_less(errors_of, ticket_of_march):
    found = errors_of(holidays="2026-03-18", worked="2026-03-18")
    assert found == {"worked": ["2026-03-18 stands among the holidays more."]}


def test_a_month_has_to_be_chosen(manager, ticket_of_march):
    form = manager.get(PAGE, {"index": "95"}).context["form"]
    assert form.errors["month"] == ["Choose at least one month."]


def test_more_months_than_a_request_judges_are_refused(errors_of, ticket_of_march, monkeypatch):
    monkeypatch.setattr("tickets.admin.months.what_if.forms.MOST_MONTHS", 0)
    assert errors_of() == {"month": ["Choose at most 0 months at once."]}


def test_more_tickets_than_a_request_judges_are_refused(page_of, ticket_of_march, monkeypatch):
    monkeypatch.setattr("tickets.reports.what_if.closed_months.MOST_TICKETS", 0)
    assert "more than 20,000 tickets" in page_of(**MARCH)


@pytest.mark.parametrize("name", ["month", "client", "agreement", "calendar", "zone", "draft"])
@pytest.mark.parametrize("value", ["\0", "\ud800".encode("utf-8", "surrogatepass"), "%", "-1"])
def test_no_address_breaks_it(manager, ticket_of_march, name, value):
    assert manager.get(PAGE, {**MARCH, name: value}).status_code in (200, 404)


def draft_of(version, **fields):
    return version.objects.create(number=9, effective_from=NOW, **fields)


def test_an_agreements_draft_opens_it_filled(manager, ticket_of_march):
    standard = AgreementVersion.objects.get(agreement__client=None, number=1)
    draft = draft_of(
        AgreementVersion,
        agreement=standard.agreement,
        calendar=standard.calendar,
        hours="elapsed",
        index_percent="97.5",
    )
    for code in ("critical", "medium", "low"):
        draft.limits.create(fault_class=code, response_seconds=2 * 3600)
    found = values_of(manager, f"agreement-{draft.pk}")
    assert found["month"] == ["2026-03"]
    assert (found["agreement"], found["hours"], found["index"]) == ("standard", "elapsed", "97.50")
    assert (found["low_answer"], found["low_fix"]) == ("2:00:00", "none")
    assert "calendar" not in found


def test_a_calendars_draft_opens_it_filled(manager, ticket_of_march):
    standard = AgreementVersion.objects.get(agreement__client=None, number=1)
    draft = draft_of(CalendarVersion, calendar=standard.calendar, zone="Europe/Dublin")
    draft.windows.create(weekday=0, opens=time(8), closes=time(12))
    draft.windows.create(weekday=0, opens=time(13), closes=time(0))
    found = values_of(manager, f"calendar-{draft.pk}")
    assert (found["zone"], found["monday"]) == ("Europe/Dublin", "08:00-12:00, 13:00-00:00")
    assert (found["tuesday"], "agreement" in found) == ("closed", False)


def test_a_holiday_lists_draft_opens_it_filled(manager, ticket_of_march):
    standard = AgreementVersion.objects.get(agreement__client=None, number=1)
    draft = draft_of(HolidayList, calendar=standard.calendar, year=2026)
    Holiday.objects.create(holiday_list=draft, day="2026-03-17", name="x")
    Holiday.objects.create(holiday_list=draft, day="2026-03-18", name="x", hours="09:00-13:00")
    found = values_of(manager, f"holidays-{draft.pk}")
    assert found["holidays"] == "2026-03-17\n2026-03-18 09:00-13:00"
    assert "2026-12-25" in found["worked"]
    assert "2026-03-17" not in found["worked"]


def test_a_draft_that_is_not_there_is_said_so(manager, ticket_of_march):
    answer = manager.get(PAGE, {"draft": "agreement-99999"})
    assert answer.status_code == 404
    assert "There is no such draft." in answer.content.decode()


def test_a_drafts_page_leads_to_it(manager, ticket_of_march):
    standard = AgreementVersion.objects.get(agreement__client=None, number=1)
    draft = draft_of(CalendarVersion, calendar=standard.calendar)
    page = manager.get(f"/desk/tickets/calendarversion/{draft.pk}/change/").content.decode()
    assert f'href="{PAGE}?draft=calendar-{draft.pk}"' in page


def test_the_list_of_months_leads_to_it(page_of):
    assert f'href="{PAGE}"' in page_of("/desk/months/")


def test_it_writes_nothing_and_takes_so_many_statements(
    manager, ticket_of_march, django_assert_max_num_queries
):
    manager.get(PAGE, MARCH)
    with django_assert_max_num_queries(16) as asked:
        manager.get(PAGE, {**MARCH, "critical_answer": "2"})
    assert [each["sql"] for each in asked if each["sql"].startswith(WRITING)] == []
    assert ClosedMonth.objects.count() == 1


def test_who_may_not_read_the_months_is_refused(client, ticket_of_march):
    client.force_login(member("sean@istockist.example", "Sean", roles.SUPPORT))
    assert client.get(PAGE).status_code == 403
