"""The preview of a decision rests on what the decision then makes of the folder."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tickets import inputs, lifecycle
from tickets.inputs.hypothetical import with_and_without
from tickets.models import Finding

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATE = OPENED + timedelta(days=2)


@pytest.fixture
def classed(ticket, aoife):
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None)
    return ticket


@pytest.fixture
def propose(aoife):
    def proposed(ticket, kind, **adds):
        return lifecycle.propose(
            ticket.pk, kind=kind, evidence="The log of 10 March.", by=aoife, at=LATE, **adds
        )

    return proposed


def unsigned(found):
    """Who will have approved is not known before."""
    return replace(found, findings=tuple(each._replace(author="") for each in found.findings))


@pytest.mark.parametrize(
    ("kind", "adds"),
    [
        ("client-error", {}),
        ("client-negligence", {}),
        ("rectification", {"class_test": "read-only"}),
        ("rectification", {"to_kind": "request"}),
        ("spam", {}),
    ],
)
def test_what_is_previewed_is_what_an_approval_makes(classed, propose, niamh, kind, adds):
    finding = propose(classed, kind, **adds)
    before = inputs.load_inputs(classed)
    previewed, without = with_and_without(finding, at=LATE + HOUR)
    lifecycle.approve(finding.pk, by=niamh, at=LATE + HOUR)
    assert unsigned(previewed) == unsigned(inputs.load_inputs(classed))
    assert without == before


def test_a_contested_finding_is_previewed_as_withdrawn(classed, propose, niamh, orla, clara):
    finding = propose(classed, "client-error")
    lifecycle.approve(finding.pk, by=niamh, at=LATE)
    lifecycle.contest(finding.pk, text="No.", by=clara.user, at=LATE + HOUR)
    contested = Finding.objects.get(pk=finding.pk)
    with_it, without = with_and_without(contested, at=LATE + 2 * HOUR)
    assert with_it == inputs.load_inputs(classed)
    lifecycle.withdraw(finding.pk, text="True.", by=orla, at=LATE + 2 * HOUR)
    assert without == inputs.load_inputs(classed)
