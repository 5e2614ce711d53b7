"""The table of facts in each letter: one list of rows a template."""

from collections.abc import Callable

from tickets.notifications import client_facts as c
from tickets.notifications import desk_facts as d
from tickets.notifications import finding_facts as f
from tickets.notifications.client_facts import FactRow
from tickets.notifications.context import LetterContext

FactRowMaker = Callable[[LetterContext], FactRow | None]

FACT_ROWS: dict[str, list[FactRowMaker]] = {
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
    "exclude": [f.reason, c.fault_class, f.time_measured, f.decided_by],
    "rectify": [f.before, f.rectified, f.lowered, c.first_answer, c.fix_by, f.decided_by],
    "invoice": [f.minutes, f.not_done, f.until_decided],
    "invoice_decided": [f.minutes, f.month, f.decided_by],
    "uphold": [f.reason, f.contested, f.decided_by],
    "withdraw": [c.fault_class, c.first_answer, f.contested, f.decided_by],
    "propose": [f.proposal, d.client, d.class_at_the_desk, d.response, d.owner],
    "contest": [f.proposal, f.stands_by, d.client, d.class_at_the_desk, d.response],
    "decide": [f.outcome, f.proposal, d.client, d.class_at_the_desk, d.response, d.by],
}


def fact_rows(scene: LetterContext) -> list[FactRow]:
    made = (row(scene) for row in FACT_ROWS[scene.letter.template])
    return [row for row in made if row is not None]
