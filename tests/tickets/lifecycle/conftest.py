"""Who takes the steps of a random history."""

from datetime import timedelta

import pytest


class People:
    def __init__(self, aoife, clara, niamh, orla, plan_work):
        self.aoife, self.clara = aoife, clara.user
        self.niamh, self.orla = niamh, orla
        self.plan_work = plan_work

    def announce(self, start):
        """Three hours of work that nobody begins."""
        self.plan_work(
            starts_at=start, ends_at=start + timedelta(hours=3), at=start - timedelta(hours=1)
        )


@pytest.fixture
def people(aoife, clara, niamh, orla, plan_work):
    return People(aoife, clara, niamh, orla, plan_work)
