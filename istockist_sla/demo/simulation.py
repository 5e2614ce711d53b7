"""Plays everything in the order of its instants, with the sweep and the letters in between."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from django.db.models import Min

from istockist_sla.demo.clients import ScheduledAct
from istockist_sla.demo.outgoing_mail import send_waiting
from istockist_sla.demo.world import Scenario
from tickets import lifecycle
from tickets.models import Ticket

MINUTE = timedelta(minutes=1)


def once(act: ScheduledAct) -> Scenario:
    act.do((yield act.at))


class Simulation:
    """What is still to come, earliest first; what lies after `now` never happens."""

    def __init__(self, courses: Iterable[Scenario], *, now: datetime) -> None:
        self.now = now
        self._coming: list[tuple[datetime, int, Scenario]] = []
        for number, course in enumerate(courses):
            self._coming.append((next(course), number, course))
        heapify(self._coming)

    def run(self) -> Iterator[datetime]:
        """Play to the end; gives the instant of each act, for a progress bar."""
        while self._coming and self._coming[0][0] <= self.now:
            at, number, course = heappop(self._coming)
            self._sweep_until(at)
            try:
                wakes = course.send(at)
            except StopIteration:
                wakes = None
            send_waiting(at=at)
            yield at
            if wakes is not None:
                if wakes < at:
                    raise ValueError(f"A course asks for {wakes}, before its own {at}.")
                heappush(self._coming, (wakes, number, course))
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
            send_waiting(at=at)
