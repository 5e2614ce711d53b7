"""The only door to a ticket: one function a verb, each one transaction."""

from istockist_sla.core.refusal import ActionRefused
from tickets.lifecycle.amending import amend
from tickets.lifecycle.answers import answer, confirm_person, unsure_messages
from tickets.lifecycle.base import ChangedMeanwhile, NeedsApproval
from tickets.lifecycle.closing import close, close_by_client, close_unanswered
from tickets.lifecycle.drafts import Along
from tickets.lifecycle.faults import may_be_resolved, notify, resolve
from tickets.lifecycle.findings import (
    approve,
    contest,
    contest_by_message,
    decline,
    uphold,
    withdraw,
)
from tickets.lifecycle.maintenance import follow_maintenance
from tickets.lifecycle.messages import ask, hand_over, hear_back, keep_unsure, note, reply, write
from tickets.lifecycle.notices import deliver_notice, fail_notice, follow_notices
from tickets.lifecycle.opening import open_ticket
from tickets.lifecycle.priority import set_priority
from tickets.lifecycle.proposals import propose
from tickets.lifecycle.qualification import assign, downgrade, move, qualify, qualify_request, take
from tickets.lifecycle.rating import CHANGEABLE, may_be_rated, may_change, rate, why_unrateable
from tickets.lifecycle.reopening import may_reopen, reopen, reopen_by_client
from tickets.lifecycle.splitting import move_message, split
from tickets.lifecycle.timers import (
    check,
    last_event_id,
    refresh,
    refresh_many,
    sweep,
)

__all__ = [
    "CHANGEABLE",
    "ActionRefused",
    "Along",
    "ChangedMeanwhile",
    "NeedsApproval",
    "amend",
    "answer",
    "approve",
    "ask",
    "assign",
    "check",
    "close",
    "close_by_client",
    "close_unanswered",
    "confirm_person",
    "contest",
    "contest_by_message",
    "decline",
    "deliver_notice",
    "downgrade",
    "fail_notice",
    "follow_maintenance",
    "follow_notices",
    "hand_over",
    "hear_back",
    "keep_unsure",
    "last_event_id",
    "may_be_rated",
    "may_be_resolved",
    "may_change",
    "may_reopen",
    "move",
    "move_message",
    "note",
    "notify",
    "open_ticket",
    "propose",
    "qualify",
    "qualify_request",
    "rate",
    "refresh",
    "refresh_many",
    "reopen",
    "reopen_by_client",
    "reply",
    "resolve",
    "set_priority",
    "split",
    "sweep",
    "take",
    "unsure_messages",
    "uphold",
    "why_unrateable",
    "withdraw",
    "write",
]
