"""What an amendment changes comes back from its document, and keeps its rules."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.tickets.sla.bundle.test_rules import CLIENT, CLOSED, STAMP, TICKET
from tickets.sla.bundle.changes import Change, changes_document, read_change
from tickets.sla.bundle.rules import broken_by_client
from tickets.sla.bundle.values import Malformed, Part

HASH = "a" * 64
CHANGE = Change(1227, "rectification", HASH)
LATER = CLOSED + timedelta(days=1)
AMENDED = replace(
    CLIENT,
    stamp=STAMP._replace(number=2, recorded_before=LATER),
    tickets=(TICKET._replace(recorded_before=LATER),),
    amends=HASH,
    changes=(CHANGE,),
)


def test_each_comes_back_with_its_reading():
    changes = [Change(None, "availability", HASH), CHANGE]
    document = changes_document(changes)
    assert [each["reading"] for each in document] == ["A5", "C3"]
    assert [read_change(Part(each, "changes")) for each in document] == changes


@pytest.mark.parametrize(
    "changed", [{"reading": "K9"}, {"reason": "other"}, {"ticket": None}, {"evidence": ""}]
)
def test_another_reading_reason_or_form_is_refused(changed):
    [document] = changes_document([CHANGE])
    with pytest.raises(Malformed):
        read_change(Part({**document, **changed}, "changes"))


def test_nothing_is_broken_by_an_amendment_that_names_what_it_judges_anew():
    assert list(broken_by_client(AMENDED)) == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"amends": None}, "amends nothing"),
        ({"changes": ()}, "changes: of nothing that it amends, or none"),
        ({"changes": (CHANGE, CHANGE)}, "change of ticket 1227 twice"),
        ({"changes": (Change(1, "fact", HASH),)}, "judged anew and not named"),
        ({"tickets": (TICKET,)}, "named and not judged anew"),
    ],
)
def test_what_an_amendment_breaks_is_named(rows, words):
    assert any(words in each for each in broken_by_client(replace(AMENDED, **rows)))


def test_a_closing_judges_every_ticket_at_its_own_instant():
    earlier = TICKET._replace(recorded_before=CLOSED - timedelta(seconds=1))
    found = list(broken_by_client(replace(CLIENT, tickets=(earlier,))))
    assert "ticket 1227: of another instant than the closing" in found
