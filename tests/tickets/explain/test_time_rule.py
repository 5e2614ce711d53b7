"""The time rule of an explained clock, and what the switches of a version say."""

from itertools import combinations

import pytest

from tests.tickets.explain.test_rows import CASES, response
from tests.tickets.sla.cases import TERMS, at, facts, maintenance, qualified, switched
from tests.tickets.sla.test_verdict import NOW
from tickets.explain import explain_inputs, switch_values, time_rule
from tickets.explain.time_rule import NARROW, WIDE, _extent
from tickets.sla.readings import REGISTER

YEAR = 2026
LONG = [
    ([qualified("03-30 10:00")], {"opened": at("01-05 15:20")}),
    ([qualified("03-10 10:00", "medium")], {"opened": at("03-09 16:59:50")}),
]


@pytest.mark.parametrize(("acts", "columns"), [*CASES, *LONG])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_two_words_of_a_rule_overlap(acts, columns, width):
    for clock in explain_inputs(facts(*acts, **columns), now=NOW):
        rule = time_rule(clock)
        labels = rule.labels if rule else []
        shown = [label for label in labels if width == WIDE or not label.minor]
        for one, other in combinations(shown, 2):
            if one.above == other.above:
                first, second = sorted([_extent(one, width), _extent(other, width)])
                assert first[1] < second[0]


def test_a_rule_draws_counted_closed_maintenance_and_past():
    case = {
        "opened": at("03-10 15:00"),
        "maintenance": (maintenance("03-11 10:00", "03-11 11:00"),),
    }
    rule = time_rule(response(qualified("03-11 14:00"), **case))
    kinds = [part.kind for part in rule.parts]
    assert kinds == ["counted", "closed", "counted", "maintenance", "counted", "past"]
    assert [label.text for label in rule.labels if "reached" in label.text] == ["4\u00a0h reached"]


def test_the_tick_stands_where_counted_turns_into_past():
    rule = time_rule(response(qualified("03-10 15:00")))
    assert rule.tick == pytest.approx(4 / 6)


def test_a_met_answer_has_no_tick():
    assert time_rule(response(qualified("03-10 10:00"))).tick is None


def test_what_is_still_to_come_is_drawn_free():
    rule = time_rule(response(now=at("03-10 10:00")))
    assert [part.kind for part in rule.parts] == ["counted", "free"]


def test_every_switch_of_the_register_has_its_value():
    fields = {switch.field for reading in REGISTER.values() for switch in reading.switches}
    assert set(switch_values(TERMS, YEAR)) == fields


def test_the_values_are_those_of_the_version():
    values = switch_values(TERMS, YEAR)
    said = {name: value.replace("\u00a0", " ") for name, value in values.items()}
    assert said["windows"] == "Monday to Friday, 09:00–17:00"
    assert said["response_seconds"] == "Critical 4 h, Medium 8 h, Low 10 h"
    assert said["zone"] == "GMT all year"
    assert said["days"].startswith("2026: Thu 1 January (New Year's Day), Mon 2 February")
    assert said["index_percent"] == "98 %"


def test_the_values_follow_the_switches():
    plain = switch_values(TERMS, YEAR)
    turned = switch_values(
        switched(
            elapsed=True,
            from_downgrade=True,
            fix_is_contractual=True,
            orders_only=True,
            system_uptime="scheduled",
            release_is_maintenance=True,
        ),
        YEAR,
    )
    assert {name for name in plain if plain[name] != turned[name]} == {
        "hours",
        "downgrade_counts_from",
        "fix_seconds",
        "fix_is_contractual",
        "scope",
        "system_uptime",
        "release_is_maintenance",
    }


def test_a_year_without_a_list_says_so():
    assert switch_values(TERMS, 2041)["days"] == "2041: no list, weekends only"
