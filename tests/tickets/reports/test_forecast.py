from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from io import StringIO
from json import loads

import pytest
from django.core.management import call_command

from availability.uptime import AvailabilityTerms, Uptime
from istockist_sla.core.lib.months import Month
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.reports.forecast import Outlook, forecast
from tickets.reports.monthly import month_figures
from tickets.sla.index import Index
from tickets.sla.verdict import judge

pytestmark = pytest.mark.django_db
MARCH = Month(2026, 3)
HOUR = timedelta(hours=1)
NOW = OPENED + 5 * HOUR
PAGE = "/desk/months/2026-03/"


def qualified(ticket, by, after=HOUR, test="orders-stopped"):
    at = ticket.opened_at + after
    return lifecycle.qualify(ticket.pk, class_test=test, by=by, at=at, seen=None)


def of_march(at=NOW, client=None):
    return forecast(month_figures(MARCH, client=client, at=at))


def outlook(found, fault_class="critical"):
    return next(row for row in found.classes if row.fault_class == fault_class)


def of_critical(now, undecided=0, passed=Fraction(1)):
    return Outlook(fault_class="critical", now=now, undecided=undecided, passed=passed)


def prospects(row):
    return [(p.fault_class, p.verdict, p.left) for p in row.prospects]


def test_without_undecided_tickets_it_stands_as_it_is(ticket, aoife):
    qualified(ticket, aoife)
    found = of_march()
    assert found.undecided == []
    assert outlook(found).if_all_met == outlook(found).if_all_missed == Index(1, 1)


def test_an_undecided_ticket_may_fall_in_any_class(ticket):
    assert [row.undecided for row in of_march().classes] == [1, 1, 1]


def test_what_is_left_to_each_class_is_told(ticket):
    (row,) = of_march(at=OPENED + 3 * HOUR).undecided
    assert prospects(row) == [
        ("critical", "met", 3600),
        ("medium", "met", 5 * 3600),
        ("low", "met", 7 * 3600),
    ]


def test_the_countdown_runs_at_the_strictest_limit(ticket):
    (row,) = of_march(at=OPENED + 3 * HOUR).undecided
    assert (row.left, row.due_at) == (3600, OPENED + 4 * HOUR)


def test_past_the_strictest_limit_only_the_others_can_be_met(ticket):
    (row,) = of_march().undecided
    assert (row.left, [verdict for _, verdict, _ in prospects(row)]) == (
        0,
        ["missed", "met", "met"],
    )
    assert of_march().used_up == 1


def test_an_answered_ticket_waits_for_its_class_alone(ticket, aoife):
    lifecycle.take(ticket.pk, by=aoife, at=OPENED + HOUR, seen=None)
    (row,) = of_march(at=OPENED + 30 * HOUR).undecided
    assert row.is_answered
    assert [verdict for _, verdict, _ in prospects(row)] == ["met", "met", "met"]


def test_the_least_time_left_comes_first_and_what_is_answered_last(open_ticket, aoife):
    late, early, answered = open_ticket(at=OPENED + HOUR), open_ticket(), open_ticket()
    lifecycle.take(answered.pk, by=aoife, at=OPENED + HOUR, seen=None)
    found = of_march(at=OPENED + 2 * HOUR)
    assert [row.ticket for row in found.undecided] == [early, late, answered]


def test_what_is_outside_the_index_decides_nothing(open_ticket, aoife):
    open_ticket(low_priority=True)
    request = open_ticket()
    lifecycle.qualify_request(request.pk, by=aoife, at=OPENED + HOUR, seen=None)
    assert of_march().undecided == []


def test_one_client_has_a_forecast_of_its_own(open_ticket, charlie, meadow):
    open_ticket(administrator=charlie)
    own = open_ticket()
    assert [row.ticket for row in of_march(client=meadow).undecided] == [own]


@pytest.mark.parametrize(
    ("met", "missed", "undecided", "may_be_missed"),
    [(0, 0, 1, 0), (49, 0, 1, 1), (48, 0, 1, 0), (48, 1, 1, 0), (97, 1, 2, 1), (98, 1, 5, 1),
     (200, 0, 3, 3), (97, 3, 50, 0)],
)  # fmt: skip
def test_so_many_may_be_missed_within_the_index(met, missed, undecided, may_be_missed):
    row = of_critical(Index(met, met + missed), undecided)
    assert row.may_be_missed == may_be_missed


@pytest.mark.parametrize("undecided", range(60))
def test_one_miss_more_than_may_be_breaks_the_index(undecided):
    row = of_critical(Index(90, 91), undecided)
    for missed in range(undecided + 1):
        outcome = Index(90 + undecided - missed, 91 + undecided)
        if outcome.kept:
            assert missed <= row.may_be_missed
        elif row.if_all_met.kept:
            assert missed > row.may_be_missed


def test_a_miss_that_comes_is_in_the_index_told_before(open_ticket, aoife):
    qualified(open_ticket(), aoife)
    undecided = open_ticket()
    told = outlook(of_march()).if_all_missed
    qualified(undecided, aoife, after=5 * HOUR)
    assert outlook(of_march()).now == told == Index(1, 2)


def test_a_forecast_takes_a_fixed_number_of_queries(open_ticket, django_assert_max_num_queries):
    for _ in range(5):
        open_ticket()
    figures = month_figures(MARCH, at=NOW)
    with django_assert_max_num_queries(16):
        forecast(figures)


def printed(*arguments) -> str:
    out = StringIO()
    call_command("month", "2026-03", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_tells_it_while_the_month_runs(ticket, time_machine):
    time_machine.move_to(NOW, tick=False)
    said = printed()
    assert "forecast, critical: 0 more misses allowed;" in said
    assert f"decides   {ticket.number}" in said


def test_the_command_prints_it_as_json(ticket, time_machine):
    time_machine.move_to(NOW, tick=False)
    found = loads(printed("--json"))["forecast"]
    assert (found["undecided"], found["undecided_without_time_left"]) == (1, 1)
    assert found["tickets"][0]["if_qualified_now"]["medium"]["left_seconds"] == 3 * 3600


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_an_ended_month_has_none(ticket, time_machine, arguments):
    time_machine.move_to(OPENED + timedelta(days=60), tick=False)
    assert "forecast" not in printed(*arguments)


def test_the_managers_page_shows_it_while_the_month_runs(client, niamh, ticket, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(niamh)
    page = client.get(PAGE).content.decode()
    assert "What can still become of it" in page
    assert f'href="/desk/tickets/ticket/{ticket.pk}/change/">{ticket.number}</a>' in page


def test_the_managers_page_of_an_ended_month_has_none(client, niamh, ticket):
    client.force_login(niamh)
    assert "What can still become of it" not in client.get(PAGE).content.decode()


def test_of_many_only_the_first_are_judged_and_shown(open_ticket, monkeypatch):
    monkeypatch.setattr("tickets.reports.forecast.SHOWN", 2)
    made = [open_ticket(at=OPENED + minute * HOUR / 60) for minute in (2, 0, 1)]
    found = of_march()
    assert [row.ticket for row in found.undecided] == [made[1], made[2]]
    assert (found.total, found.not_shown, outlook(found).undecided) == (3, 1, 3)


def test_answered_and_used_up_are_counted(open_ticket, aoife):
    answered = open_ticket()
    open_ticket()
    open_ticket(at=OPENED + 2 * HOUR)
    lifecycle.take(answered.pk, by=aoife, at=OPENED + HOUR, seen=None)
    found = of_march()
    assert (found.total, found.answered, found.used_up) == (3, 1, 1)


def test_under_terms_for_orders_alone_no_low_ticket_comes(ticket):
    figures = month_figures(MARCH, at=NOW)
    found = forecast(replace(figures, terms=replace(figures.terms, orders_only=True)))
    assert [row.undecided for row in found.classes] == [1, 1, 0]


@pytest.mark.parametrize(
    ("now", "passed", "projected"),
    [
        (Index(48, 50), Fraction(1, 4), Index(192, 200)),
        (Index(99, 100), Fraction(1, 2), Index(198, 200)),
        (Index(10, 11), Fraction(10, 11), Index(11, 12)),
        (Index(5, 5), Fraction(1), Index(5, 5)),
    ],
)
def test_a_projection_goes_on_at_the_pace_so_far(now, passed, projected):
    assert of_critical(now, passed=passed).if_pace_holds == projected


@pytest.mark.parametrize(("now", "passed"), [(Index(0, 0), Fraction(1, 2)), (Index(1, 1), 0)])
def test_without_anything_to_go_by_there_is_no_projection(now, passed):
    assert of_critical(now, passed=Fraction(passed)).if_pace_holds is None


def test_the_pace_is_told_in_support_time(ticket):
    """March 2026 has 22 weekdays, of which St Patrick's Day is none: 21 times 8 hours; on the
    tenth at 14:00 six days and five hours are over."""
    assert outlook(of_march()).passed == Fraction(6 * 8 + 5, 21 * 8)


def test_before_the_months_first_opening_no_time_has_passed():
    assert outlook(of_march(at=month_figures(MARCH, at=NOW).start)).passed == 0


def test_a_forecast_of_many_reads_only_the_first(open_ticket, monkeypatch):
    monkeypatch.setattr("tickets.reports.forecast.SHOWN", 2)
    for _ in range(5):
        open_ticket()
    figures = month_figures(MARCH, at=NOW)
    judged = []

    def judged_once_more(facts, now):
        judged.append(facts)
        return judge(facts, now=now)

    monkeypatch.setattr("tickets.reports.forecast.judge", judged_once_more)
    forecast(figures)
    assert len(judged) == 2 * 4


@pytest.mark.parametrize(("up", "down", "left"), [(100, 0, 14 * 3600), (0, 0, None)])
def test_the_downtime_that_is_left_is_told_where_it_is_measured(ticket, up, down, left):
    """A month of 700 hours at 98 percent allows 14; what is ahead counts as up."""
    figures = month_figures(MARCH, at=NOW)
    start, hour = figures.start, 3600
    measured = Uptime(
        start=start,
        end=start + 700 * HOUR,
        until=start + up * HOUR if up else start + 700 * HOUR,
        terms=AvailabilityTerms(),
        pieces=(),
        excluded=0,
        systems_down=0,
        down=down * hour,
        unknown=0,
        unmeasured=0,
        up=up * hour,
    )
    assert forecast(replace(figures, uptime=measured)).downtime_left == left


def test_without_a_component_there_is_no_downtime_to_tell(ticket):
    assert forecast(replace(month_figures(MARCH, at=NOW), uptime=None)).downtime_left is None
