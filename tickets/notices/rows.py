"""The table of facts in each letter: one list of rows a template."""

from collections.abc import Callable

from tickets.notices import client_rows as c
from tickets.notices import desk_rows as d
from tickets.notices.client_rows import Row
from tickets.notices.scene import Scene

RowOf = Callable[[Scene], Row | None]

ROWS: dict[str, list[RowOf]] = {
    "open": [
        c.opened,
        c.counts_from,
        c.follows,
        c.fault_class,
        c.first_answer,
        c.next_after_opening,
    ],
    "take": [c.fault_class, c.first_answer, c.working, c.next_after_taking],
    "reply": [c.fault_class, c.first_answer, c.working],
    "ask": [c.asked, c.reminders, c.closes_unanswered, c.first_answer],
    "qualify": [c.fault_class, c.first_answer, c.working, c.fix_by, c.next_after_class],
    "downgrade": [c.fault_class, c.earlier_class, c.working, c.fix_by, c.next_after_workaround],
    "close": [c.close_reason, c.closed, c.class_at_closing, c.first_answer, c.reopen_until],
    "reopen": [c.fault_class, c.first_answer, c.working, c.next_after_taking],
    "remind": [c.asked, c.closes_unanswered],
    "assign": [d.client, d.class_at_the_desk, d.response, d.deadline_of_fix, d.by],
    "write": [d.client, d.class_at_the_desk, d.owner],
    "hand_over": [d.client, d.class_at_the_desk, d.deadline_of_fix, d.owner],
    "hear_back": [d.client, d.class_at_the_desk, d.deadline_of_fix, d.by],
    "reopen_desk": [d.client, d.class_at_the_desk, d.response, d.deadline_of_fix, d.by],
    "warning": [d.due, d.client, d.class_at_the_desk, d.owner],
    "miss": [d.due, d.client, d.class_at_the_desk, d.owner],
}


def rows(scene: Scene) -> list[Row]:
    made = (row(scene) for row in ROWS[scene.letter.template])
    return [row for row in made if row is not None]
