"""Each reason of a change has its words."""

from tickets.sla.bundle.changes import READING_OF_CHANGE
from tickets.wording.amendments import REASONS


def test_each_reason_has_words():
    assert set(REASONS) == set(READING_OF_CHANGE)
