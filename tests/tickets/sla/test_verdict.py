"""Decision tables of both verdicts: a row for each rule, boundary, switch and precedence."""

from datetime import timedelta

import pytest

from tests.tickets.sla.cases import (
    HOUR,
    LONG_AGO,
    as_request,
    asked,
    at,
    changed_priority,
    classed,
    closed,
    downgraded,
    facts,
    maintenance,
    qualified,
    rectified,
    reopened,
    switched,
    took,
    wrote,
)
from tickets.sla.terms import DecidedFinding, FactAtOpening, Limit
from tickets.sla.verdict import judge

NOW = at("03-31 12:00")


def finding(kind: str) -> DecidedFinding:
    return DecidedFinding(kind=kind, evidence="seen", author="Niamh", at=LONG_AGO)


def dated(value: str, since=LONG_AGO) -> FactAtOpening:
    return FactAtOpening(value=value, since=since, evidence="evidence", author="Niamh")


RESPONSE = [
    ("handled exactly at the limit", [qualified("03-10 13:00:00")], {}, "met", ""),
    ("handled one second later", [qualified("03-10 13:00:01")], {}, "missed", ""),
    ("taken in time, qualified late", [took("03-10 09:10"), qualified("03-11 16:00")], {}, "met",
     ""),
    ("handled before opening hours has used nothing", [qualified("03-10 08:00")],
     {"opened": at("03-10 07:00")}, "met", ""),
    ("due at 17:00, handled at the next 09:00:00", [qualified("03-11 09:00:00", "medium")], {},
     "met", ""),
    ("due at 17:00, handled at the next 09:00:01", [qualified("03-11 09:00:01", "medium")], {},
     "missed", ""),
    ("no class yet, handled or not", [took("03-10 09:10")], {}, "running", "unqualified"),
    ("no class yet, past the strictest limit", [], {}, "running", "unqualified"),
    ("downgraded after the miss stays missed",
     [qualified("03-10 14:00"), downgraded("03-10 15:00")], {}, "missed", ""),
    ("judged by the class at qualification, not the lower one",
     [took("03-10 14:00"), qualified("03-10 14:00"), downgraded("03-10 15:00")], {}, "missed", ""),
    ("rectified to a class it keeps",
     [qualified("03-10 14:00"), rectified("03-12 10:00", "medium")], {}, "met", ""),
    ("rectified after a downgrade",
     [qualified("03-10 14:00", "medium"), downgraded("03-10 15:00"),
      rectified("03-12 10:00", "critical")], {}, "missed", ""),
    ("a question does not pause the response",
     [asked("03-10 13:00:01"), wrote("03-12 09:00"), qualified("03-12 10:00")], {}, "missed", ""),
    ("announced maintenance does not count", [qualified("03-10 15:00")],
     {"maintenance": (maintenance("03-10 10:00", "03-10 12:00"),)}, "met", ""),
    ("a request", [as_request("03-10 10:00")], {}, "not covered", "request"),
    ("a request that becomes a fault keeps its handling",
     [as_request("03-10 10:00"), qualified("03-20 10:00")], {}, "met", ""),
    ("Free", [qualified("03-10 10:00")], {"plan": dated("free")}, "not covered", "free-plan"),
    ("no plan known", [qualified("03-10 10:00")], {"plan": None}, "not covered", "no-agreement"),
    ("before version 1", [qualified("03-10 10:00")], {"in_force": False}, "not covered",
     "no-agreement"),
    ("not a fault", [qualified("03-10 10:00")], {"findings": (finding("no-fault"),)},
     "not covered", "no-fault"),
    ("duplicate", [closed("03-10 10:00", "duplicate")], {}, "not covered", "duplicate"),
    ("spam", [closed("03-10 10:00", "spam")], {}, "not covered", "spam"),
    ("closed in state open by the client", [closed("03-10 10:00", "confirmed", "client")], {},
     "not covered", "unqualified"),
    ("closed in state open and reopened runs again",
     [closed("03-10 10:00", "confirmed", "client"), reopened("03-11 10:00")], {}, "running",
     "unqualified"),
    ("outside the scope", [qualified("03-10 10:00", "low", "read-only")],
     {"terms": switched(orders_only=True)}, "not covered", "outside-scope"),
    ("inside the scope", [qualified("03-10 10:00")], {"terms": switched(orders_only=True)}, "met",
     ""),
    ("unqualified under the scope of orders", [], {"terms": switched(orders_only=True)}, "running",
     "unqualified"),
    ("rate limit", [qualified("03-10 10:00")], {"rate_limit": dated("yes")}, "excluded",
     "rate-limit"),
    ("rate limit lifted", [qualified("03-10 10:00")], {"rate_limit": dated("no")}, "met", ""),
    ("client error", [qualified("03-10 10:00")], {"findings": (finding("client-error"),)},
     "excluded", "client-error"),
    ("client negligence", [qualified("03-10 10:00")],
     {"findings": (finding("client-negligence"),)}, "excluded", "client-negligence"),
    ("maintenance as the cause", [qualified("03-10 10:00")],
     {"findings": (finding("maintenance-cause"),)}, "excluded", "maintenance-cause"),
    ("no order yet", [qualified("03-10 10:00")], {"first_order": None}, "excluded",
     "introductory"),
    ("last second of the introductory period", [qualified("03-10 10:00")],
     {"first_order": dated("2026-02-08T09:00:01+00:00")}, "excluded", "introductory"),
    ("introductory period just over", [qualified("03-10 10:00")],
     {"first_order": dated("2026-02-08T09:00:00+00:00")}, "met", ""),
    ("altered order volume", [qualified("03-10 10:00")], {"order_volume": dated("yes")},
     "excluded", "order-volume"),
    ("low priority", [qualified("03-10 10:00")], {"low_priority": True}, "excluded",
     "low-priority"),
    ("excluded even while running", [], {"low_priority": True}, "excluded", "low-priority"),
    ("not covered goes before excluded", [as_request("03-10 10:00")], {"low_priority": True},
     "not covered", "request"),
    ("Free goes before request", [as_request("03-10 10:00")], {"plan": dated("free")},
     "not covered", "free-plan"),
    ("the first exclusion is the reason", [qualified("03-10 10:00")],
     {"low_priority": True, "rate_limit": dated("yes")}, "excluded", "rate-limit"),
    ("every second counts under `elapsed`", [qualified("03-09 22:00:01")],
     {"opened": at("03-09 18:00"), "terms": switched(elapsed=True)}, "missed", ""),
    ("a class without a handling, past its limit", [classed("03-10 10:00")], {}, "missed", ""),
    ("a class without a handling, within its limit", [classed("03-31 10:00")],
     {"opened": at("03-31 09:00")}, "running", ""),
    ("a class is no handling: the act after the limit is late",
     [classed("03-10 10:00"), took("03-10 14:00")], {}, "missed", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("acts", "columns", "verdict", "reason"),
    [row[1:] for row in RESPONSE],
    ids=[row[0] for row in RESPONSE],
)
def test_the_response_is_judged(acts, columns, verdict, reason):
    response = judge(facts(*acts, **columns), now=NOW).response
    assert (response.verdict, response.reason) == (verdict, reason)


FIX = [
    ("resolved at the limit", [qualified("03-10 10:00"), closed("03-10 13:00:00")], {},
     "met", "critical"),
    ("resolved one second later", [qualified("03-10 10:00"), closed("03-10 13:00:01")], {},
     "missed", "critical"),
    ("open is running, whatever the time", [qualified("03-10 10:00")], {}, "running", "critical"),
    ("closed for another reason has no verdict",
     [qualified("03-10 10:00"), closed("03-20 10:00", "confirmed", "client")], {}, "", "critical"),
    ("waiting for the client does not count",
     [qualified("03-10 10:00"), asked("03-10 11:00"), wrote("03-12 11:00"), closed("03-12 13:00")],
     {}, "met", "critical"),
    ("after a downgrade in time the lower class's limit holds",
     [qualified("03-10 10:00"), downgraded("03-10 12:00"), closed("03-10 17:00")], {}, "met",
     "medium"),
    ("noticed or not: past the first class's limit before the downgrade",
     [qualified("03-10 10:00"), downgraded("03-10 13:00:01"), closed("03-10 14:00")], {},
     "missed", "critical"),
    ("at the downgrade's own instant the old class still judges",
     [qualified("03-10 10:00"), downgraded("03-10 13:00"), closed("03-10 14:00")], {}, "met",
     "medium"),
    ("counted from the downgrade",
     [qualified("03-10 10:00"), downgraded("03-10 12:00"), closed("03-11 12:00:00")],
     {"terms": switched(from_downgrade=True)}, "met", "medium"),
    ("counted from the downgrade, one second late",
     [qualified("03-10 10:00"), downgraded("03-10 12:00"), closed("03-11 12:00:01")],
     {"terms": switched(from_downgrade=True)}, "missed", "medium"),
    ("before qualification the class given at it judges",
     [qualified("03-10 15:00"), closed("03-10 16:00")], {}, "missed", "critical"),
    ("a class without a fix limit has no verdict",
     [qualified("03-10 10:00", "low", "other"), closed("03-20 10:00")],
     {"terms": switched(limits={"low": Limit(10 * HOUR, None)})}, "", "low"),
    ("no limit now, but an earlier class's was exceeded",
     [qualified("03-10 10:00", "medium"), downgraded("03-12 10:00"), closed("03-12 11:00")],
     {"terms": switched(limits={"medium": Limit(8 * HOUR, 8 * HOUR), "low": Limit(10, None)})},
     "missed", "medium"),
    ("rectified class replaces from the opening, downgrades apply again",
     [qualified("03-10 10:00"), downgraded("03-10 11:00"), rectified("03-12 10:00", "medium"),
      closed("03-12 11:00")], {}, "missed", "low"),
    ("what was lowered before it became a request is not lowered again",
     [qualified("03-10 10:00"), downgraded("03-10 11:00"),
      as_request("03-10 11:10")._replace(verb="rectify"), qualified("03-10 11:20"),
      closed("03-10 12:00")], {}, "met", "critical"),
    ("closed time does not count after reopening",
     [qualified("03-10 10:00"), closed("03-10 11:00"), reopened("03-12 09:00"),
      closed("03-12 11:00")], {}, "met", "critical"),
    ("not covered goes first", [as_request("03-10 10:00"), closed("03-10 11:00")], {},
     "not covered", ""),
    ("excluded goes first", [qualified("03-10 10:00"), closed("03-20 11:00")],
     {"low_priority": True}, "excluded", "critical"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("acts", "columns", "verdict", "fault_class"), [r[1:] for r in FIX], ids=[r[0] for r in FIX]
)
def test_the_fix_is_judged(acts, columns, verdict, fault_class):
    fix = judge(facts(*acts, **columns), now=NOW).fix
    assert (fix.verdict, fix.fault_class) == (verdict, fault_class)


DUE = [
    ("waiting for the client does not count",
     [qualified("03-13 16:10", "medium"), asked("03-13 16:30"), wrote("03-16 09:30")],
     {"opened": at("03-13 16:00")}, at("03-16 17:00")),
    ("downgrade, counted from the opening", [qualified("03-10 10:00"), downgraded("03-10 12:00")],
     {}, at("03-10 17:00")),
    ("downgrade, counted from the downgrade",
     [qualified("03-10 10:00"), downgraded("03-10 12:00")],
     {"terms": switched(from_downgrade=True)}, at("03-11 12:00")),
    ("announced maintenance does not count", [qualified("03-10 09:10")],
     {"maintenance": (maintenance("03-10 10:00", "03-10 12:00"),)}, at("03-10 15:00")),
    ("no due instant while a question is open", [qualified("03-10 10:00"), asked("03-10 11:00")],
     {}, None),
    ("used up before the question keeps its own",
     [qualified("03-10 10:00"), asked("03-10 14:00")], {}, at("03-10 13:00")),
    ("used up at the instant of the question keeps its own",
     [qualified("03-10 10:00"), asked("03-10 13:00:00")], {}, at("03-10 13:00")),
    ("one second left at the question has none",
     [qualified("03-10 10:00"), asked("03-10 12:59:59")], {}, None),
    ("none before a class is given", [took("03-10 09:10")], {}, None),
]  # fmt: skip


@pytest.mark.parametrize(("acts", "columns", "due"), [r[1:] for r in DUE], ids=[r[0] for r in DUE])
def test_the_fix_is_due(acts, columns, due):
    assert judge(facts(*acts, **columns), now=at("03-16 10:00")).fix.due_at == due


def test_reopening_is_not_handling():
    acts = [closed("03-10 10:00", "confirmed", "client"), reopened("03-10 12:00", "support")]
    assert judge(facts(*acts), now=NOW).response.stopped_at is None


def test_a_changed_priority_ends_the_pause():
    acts = [qualified("03-10 10:00"), asked("03-10 11:00"), changed_priority("03-10 12:00")]
    assert judge(facts(*acts), now=at("03-10 13:00")).fix.due_at == at("03-10 14:00")


def test_a_miss_says_by_how_much_and_since_when():
    response = judge(facts(qualified("03-10 15:00")), now=NOW).response
    assert (response.late_by, response.due_at) == (2 * HOUR, at("03-10 13:00"))


def test_a_closed_ticket_that_was_reopened_keeps_its_earlier_fix():
    verdicts = judge(
        facts(
            qualified("03-10 10:00"),
            closed("03-10 12:00"),
            reopened("03-12 09:00"),
            closed("03-13 12:00"),
        ),
        now=NOW,
    )
    assert [(fix.verdict, fix.reopened) for fix in verdicts.earlier_fixes] == [("met", True)]
    assert verdicts.fix.verdict == "missed"


def test_an_earlier_fix_stays_though_the_ticket_is_closed_as_a_duplicate_later():
    acts = [
        qualified("03-10 10:00"),
        closed("03-10 12:00"),
        reopened("03-11 09:00"),
        closed("03-11 10:00", "duplicate"),
    ]
    verdicts = judge(facts(*acts), now=NOW)
    assert [fix.verdict for fix in verdicts.earlier_fixes] == ["met"]
    assert (verdicts.fix.verdict, verdicts.fix.reason) == ("not covered", "duplicate")


def test_a_request_has_no_limit_and_is_never_late():
    response = judge(facts(as_request("03-13 10:00")), now=NOW).response
    assert (response.limit, response.due_at, response.late_by) == (None, None, 0)


def test_a_request_that_becomes_a_fault_has_its_limit_from_the_opening():
    acts = [as_request("03-10 10:00"), qualified("03-11 10:00")]
    response = judge(facts(*acts), now=NOW).response
    assert (response.limit, response.elapsed) == (4 * HOUR, HOUR)


def test_the_limit_passed_before_the_downgrade_is_shown_while_running():
    fix = judge(
        facts(qualified("03-10 14:00"), downgraded("03-10 15:00")), now=at("03-10 16:00")
    ).fix
    assert (fix.verdict, fix.fault_class, fix.passed) == ("running", "medium", ("critical",))


def test_a_duplicate_reopened_is_judged_as_if_never_closed():
    acts = [closed("03-10 10:00", "duplicate"), reopened("03-10 12:30"), qualified("03-10 13:30")]
    assert judge(facts(*acts), now=NOW).response.elapsed == 4.5 * HOUR


def test_closed_time_is_off_a_response_clock_that_still_ran():
    acts = [
        closed("03-10 10:00", "confirmed", "client"),
        reopened("03-10 16:00"),
        qualified("03-10 17:00"),
    ]
    assert judge(facts(*acts), now=NOW).response.elapsed == 2 * HOUR


@pytest.mark.parametrize("opened", [at("03-13 16:00"), at("03-14 03:00"), at("03-17 12:00")])
def test_the_ledger_adds_up_to_wall_clock_time(opened):
    response = judge(facts(opened=opened), now=opened + timedelta(days=9)).response
    assert sum(segment.seconds for segment in response.ledger) == response.wall_clock


def test_counted_segments_add_up_to_elapsed():
    fix = judge(
        facts(qualified("03-10 10:00"), asked("03-10 11:00"), wrote("03-12 11:00")), now=NOW
    ).fix
    assert sum(segment.seconds for segment in fix.ledger if segment.counted) == fix.elapsed


def test_three_conditions_are_not_assessed_until_a_finding_is_decided():
    conditions = judge(facts(), now=NOW).conditions
    assert [c.code for c in conditions if c.outcome == "not assessed"] == [
        "client-error",
        "client-negligence",
        "maintenance-cause",
    ]


def test_the_countdown_before_qualification_runs_at_the_strictest_limit():
    response = judge(facts(), now=at("03-10 10:00")).response
    assert (response.limit, response.due_at) == (4 * HOUR, at("03-10 13:00"))


def test_a_warning_comes_one_counted_hour_before_the_limit():
    assert judge(facts(), now=at("03-10 10:00")).response.warn_at == at("03-10 12:00")


def test_the_limit_is_passed_with_the_next_counted_second():
    late = facts(opened=at("03-10 13:00"))
    assert judge(late, now=at("03-10 14:00")).response.pass_at == at("03-11 09:00:01")
