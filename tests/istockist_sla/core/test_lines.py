"""Rows that are read at once are those that the queryset gives."""

from datetime import UTC, timedelta

import pytest

from istockist_sla.core.lines import lines
from istockist_sla.core.models import Event
from tests.conftest import OPENED

pytestmark = pytest.mark.django_db
COLUMNS = ("id", "verb", "actor", "at", "data")


@pytest.fixture(autouse=True)
def events():
    for microseconds in (0, 500_000, 123_456):
        Event.objects.append(
            kind=Event.Kind.CLIENT,
            subject_id=1,
            verb='rename "it"',
            by=None,
            side=Event.Side.SYSTEM,
            at=OPENED + timedelta(microseconds=microseconds),
            data={"b": [1, None, 0.5], "a": {"é": "\\ \n"}},
        )


def test_they_are_the_same_in_the_order_of_their_first_column():
    rows = Event.objects.order_by("-at").values_list(*COLUMNS)
    expected = [
        [number, verb, actor, at.astimezone(UTC).isoformat(), data]
        for number, verb, actor, at, data in sorted(rows)
    ]
    assert lines(rows) == expected


def test_of_no_row_there_is_none():
    assert lines(Event.objects.filter(verb="none").values_list(*COLUMNS)) == []
