"""The only door to a ticket: one function a verb, each one transaction."""

from tickets.lifecycle.classing import assign, downgrade, move, qualify, qualify_request, take
from tickets.lifecycle.closing import (
    close,
    close_by_client,
    close_unanswered,
    may_reopen,
    reopen,
    reopen_by_client,
    set_priority,
)
from tickets.lifecycle.door import ChangedMeanwhile, Refused
from tickets.lifecycle.findings import approve, contest, decline, uphold, withdraw
from tickets.lifecycle.opening import open_ticket
from tickets.lifecycle.proposing import propose
from tickets.lifecycle.talking import (
    answer,
    ask,
    hand_over,
    hear_back,
    note,
    reply,
    write,
)
from tickets.lifecycle.timers import follow_maintenance, last_event_id, look, refresh, sweep

__all__ = [
    "ChangedMeanwhile",
    "Refused",
    "answer",
    "approve",
    "ask",
    "assign",
    "close",
    "close_by_client",
    "close_unanswered",
    "contest",
    "decline",
    "downgrade",
    "follow_maintenance",
    "hand_over",
    "hear_back",
    "last_event_id",
    "look",
    "may_reopen",
    "move",
    "note",
    "open_ticket",
    "propose",
    "qualify",
    "qualify_request",
    "refresh",
    "reopen",
    "reopen_by_client",
    "reply",
    "set_priority",
    "sweep",
    "take",
    "uphold",
    "withdraw",
    "write",
]
