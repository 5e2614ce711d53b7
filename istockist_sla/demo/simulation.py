"""Runs all scenarios in the order of their instants, with sweeps and letters in between."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from django.db.models import Min

from istockist_sla.demo.clients import ScheduledStep
from istockist_sla.demo.outgoing_mail import mark_due_as_sent
from istockist_sla.demo.world import Scenario
from tickets import lifecycle
from tickets.models import Ticket

MINUTE = timedelta(minutes=1)


def single_step(step: ScheduledStep) -> Scenario:
    step.perform((yield step.at))


class Simulation:
    """The next steps, earliest first; those after `now` are not taken."""

    def __init__(self, scenarios: Iterable[Scenario], *, now: datetime) -> None:
        self.now = now
        self._coming: list[tuple[datetime, int, Scenario]] = []
        for number, scenario in enumerate(scenarios):
            self._coming.append((next(scenario), number, scenario))
        heapify(self._coming)

    def run(self) -> Iterator[datetime]:
        """Run to the end; gives the instant of each step, for a progress bar."""
        while self._coming and self._coming[0][0] <= self.now:
            at, number, scenario = heappop(self._coming)
            self._sweep_until(at)
            try:
                next_at = scenario.send(at)
            except StopIteration:
                next_at = None
            mark_due_as_sent(at=at)
            yield at
            if next_at is not None:
                if next_at < at:
                    raise ValueError(f"A scenario asks for {next_at}, before its own {at}.")
                heappush(self._coming, (next_at, number, scenario))
        self._sweep_until(self.now)

    def _sweep_until(self, until: datetime) -> None:
        """As the cluster does it: at the first whole minute after something has come due."""
        while True:
            due = Ticket.objects.filter(next_check_at__lte=until).aggregate(
                first=Min("next_check_at")
            )["first"]
            if due is None:
                return
            at = min(max(due.replace(second=0) + MINUTE, due), until)
            if not lifecycle.sweep(at=at) and at == until:
                return
            mark_due_as_sent(at=at)
