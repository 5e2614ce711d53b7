"""The benchmark of the clock asks every package the same; how fast they are is no test."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from istockist_sla.bench import clock

START = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    monkeypatch.setattr(clock, "CALLS", 200)
    monkeypatch.setattr(clock, "ROUNDS", 1)


def printed():
    out = StringIO()
    call_command("bench", "clock", stdout=out)
    return out.getvalue()


def test_each_package_gives_the_answers_of_the_clock():
    assert printed().count("are those of the clock") == 6


def test_each_package_is_measured_for_each_question():
    assert printed().count("the clock is") == 6


def test_each_goal_is_said_to_be_reached_or_missed():
    goals = [line for line in printed().splitlines() if line.startswith("  goal")]
    assert [line.endswith((": reached", ": MISSED")) for line in goals] == [True] * 5


@pytest.mark.parametrize("name", ["workclock", "timegrid"])
def test_a_package_that_is_not_installed_is_named(name, monkeypatch):
    monkeypatch.setattr(clock, name, None)
    assert f"{name} is not installed and therefore not measured." in printed()


def test_without_any_package_the_clock_is_measured_alone(monkeypatch):
    monkeypatch.setattr(clock, "workclock", None)
    monkeypatch.setattr(clock, "timegrid", None)
    assert "better package" not in printed()


def test_an_answer_that_differs_is_shown():
    office = clock.Office()
    ours, other, *_ = office.after([START], [3600])
    other.call = lambda start, length: start + 2 * length
    (said, example) = clock._compared(clock.Comparison("after", 1, None, [ours, other]))
    assert ("1 of" in said, str(START + timedelta(hours=2)) in example) == (True, True)


def test_an_unknown_subject_is_refused():
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("bench", "weather")
