from datetime import UTC, datetime, timedelta
from io import StringIO
from json import loads

import pytest
from django.core.management import CommandError, call_command

from istockist_sla.core.lib.months import Month
from tests.conftest import OPENED
from tests.factories import LONG_AGO, FactFactory
from tests.tickets.reports.asked import fixes_counted
from tickets import lifecycle
from tickets.models import Agreement, AgreementVersion, ClassLimit
from tickets.reports.behind import behind
from tickets.reports.exports import as_data
from tickets.reports.fixes import FixCount
from tickets.reports.monthly import OtherLimit, month_figures
from tickets.reports.ticket_lists import ResponseFilter, response_page
from tickets.sla.terms import Limit

pytestmark = pytest.mark.django_db
MARCH = Month(2026, 3)
LATER = datetime(2026, 4, 2, 12, 0, tzinfo=UTC)
HOURS = timedelta(hours=1)


def qualified(ticket, by, after=HOURS, test="orders-stopped"):
    return lifecycle.qualify(
        ticket.pk, class_test=test, by=by, at=ticket.opened_at + after, seen=None
    )


def figure(figures, fault_class):
    return next(row for row in figures.classes if row.fault_class == fault_class)


def tickets_of(figures, **wanted) -> list:
    page = response_page(figures, ResponseFilter(**wanted), "")
    return [row.ticket for row in page.rows]


def test_a_ticket_answered_in_time_is_met(ticket, aoife):
    qualified(ticket, aoife)
    critical = figure(month_figures(MARCH, at=LATER), "critical")
    assert (critical.index.met, critical.index.guaranteed) == (1, 1)


def test_a_late_ticket_is_listed_as_missed(ticket, aoife):
    qualified(ticket, aoife, after=6 * HOURS)
    assert tickets_of(month_figures(MARCH, at=LATER), verdict="missed") == [ticket]


def test_a_downgraded_ticket_counts_under_its_class_at_qualification(ticket, aoife):
    qualified(ticket, aoife)
    ticket.refresh_from_db(fields=["fault"])
    lifecycle.downgrade(
        ticket.fault_id, text="Use the import.", by=aoife, at=OPENED + 2 * HOURS, seen=None
    )
    assert figure(month_figures(MARCH, at=LATER), "critical").index.guaranteed == 1


def test_an_excluded_ticket_is_listed_with_its_condition(open_ticket, aoife):
    low = open_ticket(low_priority=True)
    qualified(low, aoife)
    figures = month_figures(MARCH, at=LATER)
    assert figures.by_reason("excluded") == {"low-priority": 1}
    assert tickets_of(figures, verdict="excluded", reason="low-priority") == [low]


def test_a_request_is_in_no_index(ticket, aoife):
    lifecycle.qualify_request(ticket.pk, by=aoife, at=OPENED + HOURS, seen=None)
    figures = month_figures(MARCH, at=LATER)
    assert tickets_of(figures, verdict="not covered", reason="request") == [ticket]
    assert all(row.index.guaranteed == 0 for row in figures.classes)


def test_a_ticket_closed_without_a_class_is_counted_apart(ticket, clara):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOURS)
    figures = month_figures(MARCH, at=LATER)
    assert figures.by_reason("not covered") == {"unqualified": 1}
    assert tickets_of(figures, verdict="not covered") == [ticket]


def test_an_unqualified_ticket_is_undecided(ticket):
    figures = month_figures(MARCH, at=LATER)
    assert (figures.undecided, tickets_of(figures, verdict="running")) == (1, [ticket])


def test_the_last_night_of_a_month_counts_in_it(open_ticket, aoife):
    night = datetime(2026, 4, 30, 23, 30, tzinfo=UTC)
    late = open_ticket(at=night)
    qualified(late, aoife, after=timedelta(hours=13, minutes=30))
    april = month_figures(Month(2026, 4), at=LATER + timedelta(days=60))
    assert tickets_of(april, verdict="guaranteed", fault_class="critical") == [late]


def test_one_client_sees_its_own_tickets_only(open_ticket, charlie, aoife, meadow):
    qualified(open_ticket(), aoife)
    qualified(open_ticket(administrator=charlie), aoife)
    own = month_figures(MARCH, client=meadow, at=LATER)
    assert figure(own, "critical").index.guaranteed == 1


def test_the_index_speaks_of_orders_beside_the_headline(open_ticket, aoife):
    qualified(open_ticket(), aoife)
    qualified(open_ticket(), aoife, test="inaccessible")
    critical = figure(month_figures(MARCH, at=LATER), "critical")
    assert (critical.index.guaranteed, critical.orders_only.guaranteed) == (2, 1)


def test_a_fix_counts_in_the_month_of_its_closing(ticket, aoife):
    qualified(ticket, aoife)
    closing = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)
    lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=closing, seen=None)
    assert not month_figures(MARCH, at=LATER).fixes
    april = month_figures(Month(2026, 4), at=LATER)
    assert fixes_counted(april.start, april.end, None) == [
        FixCount("critical", "missed", False, False, 1)
    ]


def test_a_reopened_ticket_keeps_its_earlier_fix(ticket, aoife):
    qualified(ticket, aoife)
    lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=OPENED + 2 * HOURS, seen=None)
    lifecycle.reopen(ticket.pk, by=aoife, at=OPENED + 3 * HOURS, seen=None)
    lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=OPENED + 30 * HOURS, seen=None)
    rows = month_figures(MARCH, at=LATER).fixes.order_by("stopped_at")
    assert [(row.verdict, row.is_reopened) for row in rows] == [("met", True), ("missed", False)]


def test_a_ticket_closed_otherwise_than_resolved_has_no_fix_in_the_month(ticket, clara):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOURS)
    assert not month_figures(MARCH, at=LATER).fixes


def test_a_ticket_that_came_back_is_named_in_the_month_of_its_closing(ticket, aoife):
    qualified(ticket, aoife)
    lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=OPENED + 2 * HOURS, seen=None)
    lifecycle.reopen(ticket.pk, by=aoife, at=OPENED + 3 * HOURS, seen=None)
    figures = month_figures(MARCH, at=LATER)
    assert behind(figures).reopened == 1
    assert [row["number"] for row in as_data(figures)["reopened"]] == [ticket.number]


def test_figures_are_counted_without_reading_tickets(
    open_ticket, aoife, django_assert_max_num_queries
):
    for _ in range(5):
        qualified(open_ticket(), aoife)
    month_figures(MARCH, at=LATER)
    with django_assert_max_num_queries(14) as captured:
        figures = month_figures(MARCH, at=LATER)
        assert (figures.opened, figures.classes[0].index.met) == (5, 5)
        assert fixes_counted(figures.start, figures.end, figures.client) == []
    assert not [query for query in captured if '"tickets_ticket"' in query["sql"]]


def printed(*arguments) -> str:
    out = StringIO()
    call_command("month", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_a_table(ticket, aoife):
    qualified(ticket, aoife, after=6 * HOURS)
    assert f"missed    {ticket.number}  critical  late by 2\u00a0h" in printed("2026-03")


def test_the_command_prints_json_of_one_client(ticket, aoife):
    qualified(ticket, aoife)
    data = loads(printed("2026-03", "--client", "meadow", "--json"))
    assert data["classes"]["critical"]["percent"] == "100.00"


@pytest.mark.parametrize(
    "arguments",
    [["2026-13"], ["March"], ["2026-03", "--client", "nobody"], ["2019-09"], ["2099-01"]],
)
def test_the_command_refuses_in_one_sentence(arguments):
    with pytest.raises(CommandError, match=r"example 2026-10|There is no client|no figures of"):
        printed(*arguments)


def test_the_command_prints_the_last_full_month_without_being_told_one(ticket, aoife, time_machine):
    qualified(ticket, aoife)
    time_machine.move_to(LATER, tick=False)
    assert printed("--at", LATER.isoformat()).startswith("March 2026, all clients\n")


def test_limits_are_printed_in_hours_and_minutes(monkeypatch, ticket):
    terms = month_figures(MARCH, at=LATER).terms
    monkeypatch.setitem(terms.limits, "medium", Limit(27_000, None))
    assert "7 h 30 min" in printed("2026-03")


def test_json_names_which_fixes_were_judged_before_a_reopening(ticket, aoife):
    qualified(ticket, aoife)
    for hours in (2, 30):
        lifecycle.close(
            ticket.pk, reason="resolved", by=aoife, at=OPENED + hours * HOURS, seen=None
        )
        if hours == 2:
            lifecycle.reopen(ticket.pk, by=aoife, at=OPENED + 3 * HOURS, seen=None)
    data = loads(printed("2026-03", "--json"))
    assert [row["number"] for row in data["reopened"]] == [ticket.number]
    assert data["fix_of_reopened"] == [
        {"number": ticket.number, "closed_at": "2026-03-10T11:00:00Z", "verdict": "met"}
    ]
    assert data["fix_missed"] == [ticket.number]


def test_json_and_table_carry_the_stricter_figure_and_the_bounds(ticket):
    availability = loads(printed("2026-03", "--json"))["availability"]
    assert {"scheduled_percent", "best_percent", "worst_percent", "marked"} <= set(availability)


def test_a_ticket_is_judged_in_the_month_of_its_opening_over_the_months_end(open_ticket, aoife):
    late = open_ticket(at=datetime(2026, 3, 31, 16, 0, tzinfo=UTC))
    qualified(late, aoife, after=22 * HOURS)
    assert figure(month_figures(MARCH, at=LATER), "critical").index == (0, 1, 98)
    assert month_figures(Month(2026, 4), at=LATER).opened == 0


@pytest.fixture
def stricter(db):
    """Standard version 2, in force from the first instant of April: 99 % and half the limits."""
    first = AgreementVersion.objects.get(agreement__client=None, number=1)
    since = datetime(2026, 4, 1, tzinfo=UTC)
    version = AgreementVersion.objects.create(
        agreement=first.agreement,
        number=2,
        calendar=first.calendar,
        effective_from=since,
        index_percent=99,
    )
    for limit in first.limits.all():
        ClassLimit.objects.create(
            version=version,
            fault_class=limit.fault_class,
            response_seconds=limit.response_seconds // 2,
            fix_seconds=limit.fix_seconds,
        )
    version.published_at = since - 48 * HOURS
    version.save()
    return version


def test_a_version_judges_from_the_first_instant_of_the_month_on(stricter, open_ticket, aoife):
    before = open_ticket(at=datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC))
    after = open_ticket(at=datetime(2026, 4, 1, 0, 0, tzinfo=UTC))
    for ticket in (before, after):
        lifecycle.qualify(
            ticket.pk,
            class_test="orders-stopped",
            by=aoife,
            at=datetime(2026, 4, 1, 12, 0, tzinfo=UTC),
            seen=None,
        )
    march, april = (month_figures(Month(2026, n), at=LATER) for n in (3, 4))
    assert figure(march, "critical").index == (1, 1, 98)
    assert figure(april, "critical").index == (0, 1, 99)
    assert (march.terms.version, april.terms.version) == (1, 2)


def test_a_month_is_not_judged_by_a_later_version(stricter):
    march, april = (month_figures(Month(2026, n), at=LATER) for n in (3, 4))
    assert april.before.indices["low"].target == march.terms.index == 98


def test_other_limits_are_told_with_whose_they_are(open_ticket, aoife, meadow, charlie):
    first = AgreementVersion.objects.get(agreement__client=None, number=1)
    own = Agreement.objects.create(name="Premium", client=meadow)
    version = AgreementVersion.objects.create(
        agreement=own, number=1, calendar=first.calendar, effective_from=LONG_AGO
    )
    for limit in first.limits.all():
        ClassLimit.objects.create(
            version=version, fault_class=limit.fault_class, response_seconds=7200, fix_seconds=None
        )
    version.published_at = LONG_AGO - HOURS
    version.save()
    FactFactory(client=meadow, kind="premium", value="yes")
    qualified(open_ticket(), aoife, test="degraded")
    qualified(open_ticket(administrator=charlie), aoife, test="degraded")
    medium = figure(month_figures(MARCH, at=LATER), "medium")
    assert (medium.limit, medium.index.guaranteed) == (28_800, 2)
    assert medium.other_limits == (OtherLimit(7200, 1, ("Meadow & Finch Ltd",)),)
    theirs = figure(month_figures(MARCH, client=meadow, at=LATER), "medium")
    assert (theirs.limit, theirs.other_limits) == (7200, ())
