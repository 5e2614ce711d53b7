"""A finding that waits, one that is contested, and the browser of a manager."""

from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tests.tickets.admin.conftest import step_url
from tickets import lifecycle
from tickets.models import Finding

HALF_PAST_NINE = OPENED + timedelta(minutes=30)
WORDS = {"evidence": "The file names no shop.", "client_reason": "Your file names no shop."}


@pytest.fixture
def manager(client, niamh):
    """Niamh's browser."""
    client.force_login(niamh)
    return client


@pytest.fixture
def finding(qualified, aoife):
    return lifecycle.propose(
        qualified.pk, kind="client-error", by=aoife, at=HALF_PAST_NINE, **WORDS
    )


@pytest.fixture
def contested(finding, niamh, clara):
    lifecycle.approve(finding.pk, by=niamh, at=HALF_PAST_NINE)
    lifecycle.contest(finding.pk, text="It was right.", by=clara.user, at=HALF_PAST_NINE)
    return Finding.objects.get(pk=finding.pk)


def decide(browser, finding, verb, **data):
    return browser.post(step_url(finding, verb, "finding"), data, follow=True)


def state(finding) -> str:
    return Finding.objects.get(pk=finding.pk).state
