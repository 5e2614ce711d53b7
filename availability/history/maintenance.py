"""Events of maintenance -> its rows. PURE."""

from dataclasses import replace
from datetime import datetime

from availability.history.events import EventRow, decided, person, required
from availability.planned import MaintenanceRow, PublishedWindow
from availability.rows import BEGIN, END, LateWorkRow


class MaintenanceHistory:
    """The rows so far, by their ids; each method carries one event into them."""

    def __init__(self) -> None:
        self.maintenance: dict[int, MaintenanceRow] = {}
        self.late_work: dict[int, LateWorkRow] = {}

    def announce(self, event: EventRow) -> None:
        self.maintenance[event.subject] = MaintenanceRow(
            id=event.subject,
            kind=event.data["nature"],
            components=frozenset(event.data["components"]),
            announcements=(_window(event),),
        )

    def move(self, event: EventRow) -> None:
        row = self.maintenance[event.subject]
        self.maintenance[row.id] = replace(row, announcements=(*row.announcements, _window(event)))

    def cancel(self, event: EventRow) -> None:
        row = self.maintenance[event.subject]
        self.maintenance[row.id] = replace(row, cancelled=event.at)

    def begin_work(self, event: EventRow) -> None:
        self._record_work(event, BEGIN)

    def end_work(self, event: EventRow) -> None:
        self._record_work(event, END)

    def approve_work(self, event: EventRow) -> None:
        late = decided(self.late_work, "work", event)
        self._count_work(late.maintenance, late.bound, late.at)

    def refuse_work(self, event: EventRow) -> None:
        decided(self.late_work, "work", event)

    def _record_work(self, event: EventRow, bound: str) -> None:
        """At its instant it counts; later it waits for its approval (A4)."""
        if "work" not in event.data:
            self._count_work(event.subject, bound, event.at)
            return
        key = event.data["work"]
        self.late_work[key] = LateWorkRow(
            id=key,
            maintenance=event.subject,
            bound=bound,
            at=event.at,
            recorded_by=person(event),
        )

    def _count_work(self, key: int, bound: str, at: datetime) -> None:
        row = self.maintenance[key]
        work = row.work._replace(start=at) if bound == BEGIN else row.work._replace(end=at)
        self.maintenance[key] = replace(row, work=work)


def _window(event: EventRow) -> PublishedWindow:
    return PublishedWindow(event.at, required(event, "starts_at"), required(event, "ends_at"))
