"""The outbox: a letter is a row first, then sent by whoever claims it.

Each letter arrives once; at most twice where a sender died after the server had accepted
it, and then `unknown_attempts` says so. A second unknown outcome is left to a person.

Direction of imports: envelope < outbox, rendering < sending; smtp < sending.
"""

from istockist_sla.core.letters.envelope import Address, Rendered
from istockist_sla.core.letters.outbox import (
    claim,
    draft,
    queue,
    queue_all,
    retry,
    take_back,
    to_queue,
    wake,
    woken_once,
)
from istockist_sla.core.letters.rendering import render
from istockist_sla.core.letters.sending import send, send_due
from istockist_sla.core.letters.smtp import NotHandedOver

__all__ = [
    "Address",
    "NotHandedOver",
    "Rendered",
    "claim",
    "draft",
    "queue",
    "queue_all",
    "render",
    "retry",
    "send",
    "send_due",
    "take_back",
    "to_queue",
    "wake",
    "woken_once",
]
