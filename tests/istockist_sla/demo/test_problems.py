"""The texts of the demo's problems."""

import re
from dataclasses import astuple
from datetime import UTC, datetime
from random import Random

import pytest

from istockist_sla.demo.problems import PROBLEMS
from istockist_sla.demo.world import Placeholders
from tickets.sla.terms import CLASS_TESTS

NOW = datetime(2026, 11, 24, 11, 40, tzinfo=UTC)


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.subject)
def test_each_problem_can_be_told_in_full(problem):
    placeholders = Placeholders(Random(1), NOW)
    assert problem.test in CLASS_TESTS
    assert bool(problem.team) == bool(problem.brief) == bool(problem.finding)
    texts = astuple(problem)
    assert not [text for text in texts if re.search("[{}]", placeholders.fill_in(text))]
