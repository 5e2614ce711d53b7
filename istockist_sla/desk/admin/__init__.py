"""People of the desk, the audit log, the outbox of letters, and tasks that failed."""

from istockist_sla.desk.admin import (
    events,
    failed_tasks,
    letters,
    people,
    role_approvals,
    role_proposals,
    sign_in,
)

__all__ = [
    "events",
    "failed_tasks",
    "letters",
    "people",
    "role_approvals",
    "role_proposals",
    "sign_in",
]
