"""What a process remembers for some seconds."""

from datetime import timedelta

import pytest

from istockist_sla.core import remembered
from istockist_sla.core.remembered import Remembered
from tests.conftest import OPENED


@pytest.mark.parametrize(
    ("seconds", "times", "asked"), [(9, 1, 1), (10, 1, 2), (59, 6, 1), (60, 6, 2)]
)
def test_it_is_asked_anew_once_its_time_is_over(monkeypatch, seconds, times, asked):
    monkeypatch.setattr(remembered, "SECONDS", 10.0)
    instants = []
    recall = Remembered(lambda at: instants.append(at) or at, times=times)
    assert recall(OPENED) == OPENED
    recall(OPENED + timedelta(seconds=seconds))
    assert len(instants) == asked
