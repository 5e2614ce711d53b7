"""The table of facts in each e-mail: for each template its rows, in their order."""

from collections.abc import Callable

from tickets.notifications import client_facts as client
from tickets.notifications import desk_facts as desk
from tickets.notifications import finding_facts as findings
from tickets.notifications.client_facts import FactRow
from tickets.notifications.context import LetterContext

FactRowMaker = Callable[[LetterContext], FactRow | None]

FACT_ROWS: dict[str, list[FactRowMaker]] = {
    "open": [
        client.opened,
        client.counts_from,
        client.earlier_ticket,
        client.fault_class,
        client.first_answer,
        client.next_after_opening,
    ],
    "cut": [client.fault_class, client.working],
    "take": [client.fault_class, client.first_answer, client.working, client.next_after_taking],
    "reply": [client.fault_class, client.first_answer, client.working],
    "ask": [client.asked, client.reminders, client.closes_unanswered, client.first_answer],
    "qualify": [
        client.fault_class,
        client.first_answer,
        client.working,
        client.fix_by,
        client.next_after_class,
    ],
    "downgrade": [
        client.fault_class,
        client.earlier_class,
        client.working,
        client.fix_by,
        client.next_after_workaround,
    ],
    "close": [
        client.close_reason,
        client.closed,
        client.class_at_closing,
        client.first_answer,
        client.reopen_until,
    ],
    "reopen": [client.fault_class, client.first_answer, client.working, client.next_after_taking],
    "undo_closing": [
        client.answered,
        client.fault_class,
        client.first_answer,
        client.working,
        client.next_after_taking,
    ],
    "undo_closing_desk": [
        client.answered,
        desk.client,
        desk.class_for_desk,
        desk.first_answer_for_desk,
        desk.fix_due,
    ],
    "remind": [client.asked, client.closes_unanswered],
    "assign": [
        desk.client,
        desk.class_for_desk,
        desk.first_answer_for_desk,
        desk.fix_due,
        desk.actor,
    ],
    "mention": [desk.client, desk.class_for_desk, desk.fix_due, desk.owner],
    "write": [desk.client, desk.class_for_desk, desk.owner],
    "notice_failed": [client.asked, desk.client, desk.class_for_desk, desk.fix_due, desk.owner],
    "hand_over": [desk.client, desk.class_for_desk, desk.fix_due, desk.owner],
    "hear_back": [desk.client, desk.class_for_desk, desk.fix_due, desk.actor],
    "reopen_desk": [
        desk.client,
        desk.class_for_desk,
        desk.first_answer_for_desk,
        desk.fix_due,
        desk.actor,
    ],
    "rate": [desk.client, desk.class_for_desk, desk.first_answer_for_desk],
    "warning": [desk.due, desk.client, desk.class_for_desk, desk.owner],
    "miss": [desk.due, desk.client, desk.class_for_desk, desk.owner],
    "exclude": [findings.reason, client.fault_class, findings.measured_time, findings.decided_by],
    "rectify": [
        findings.class_before,
        findings.class_rectified,
        findings.class_after_workaround,
        client.first_answer,
        client.fix_by,
        findings.decided_by,
    ],
    "invoice": [findings.minutes, findings.checks_not_done, findings.until_decided],
    "invoice_decided": [findings.minutes, findings.invoiced_with, findings.decided_by],
    "uphold": [findings.reason, findings.contested, findings.decided_by],
    "withdraw": [client.fault_class, client.first_answer, findings.contested, findings.decided_by],
    "propose": [
        findings.proposal,
        desk.client,
        desk.class_for_desk,
        desk.first_answer_for_desk,
        desk.owner,
    ],
    "contest": [
        findings.proposal,
        findings.first_decision,
        desk.client,
        desk.class_for_desk,
        desk.first_answer_for_desk,
    ],
    "decide": [
        findings.decision,
        findings.proposal,
        desk.client,
        desk.class_for_desk,
        desk.first_answer_for_desk,
        desk.actor,
    ],
}


def fact_rows(context: LetterContext) -> list[FactRow]:
    rows = (make(context) for make in FACT_ROWS[context.letter.template])
    return [row for row in rows if row is not None]
