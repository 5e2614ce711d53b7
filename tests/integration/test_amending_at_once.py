"""Two managers approve the amendment of a month at once: one of them begins it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from istockist_sla.core import roles
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import member
from tests.tickets.reports.closing.conftest import HOUR, MARCH, decided, march
from tests.tickets.reports.closing.test_amending import LATER, REASON, rectified
from tickets.models import Closing
from tickets.reports.closing.amending import approve, propose

__all__ = ["decided", "march"]
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_who_approve_it_one_begins_it(march, decided, niamh, orla):
    other = member("sorcha@istockist.example", "Sorcha", roles.MANAGER)
    rectified(decided, niamh, orla)
    proposal, both = propose(MARCH, reason=REASON, by=niamh, at=LATER), Barrier(2)

    def approved(by):
        both.wait()
        try:
            approve(proposal.pk, by=by, at=LATER + HOUR)
        except ActionRefused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "begun"

    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(approved, [orla, other]))
    assert sorted(told) == ["It is decided already: Approved.", "begun"]
    assert Closing.objects.filter(number=2).count() == 1
