"""The outbox: a letter is a row first, then sent by whoever claims it.

Each letter arrives once. What a recipient refuses for now is tried again for three days, what a
whole server refuses for as long as it does. Where nobody knows whether a letter arrived, and where
it cannot arrive, a person decides.

Direction of imports: envelope < outbox < claiming; envelope < templates; rendering, relays, smtp,
claiming < sending; outbox < deciding.
"""

from istockist_sla.core.letters.claiming import claim
from istockist_sla.core.letters.deciding import give_up, retry
from istockist_sla.core.letters.envelope import Address, Enclosure, Rendered
from istockist_sla.core.letters.outbox import (
    draft,
    queue,
    queue_all,
    take_back,
    to_queue,
    wake,
    woken_once,
)
from istockist_sla.core.letters.rendering import render
from istockist_sla.core.letters.sending import send, send_due
from istockist_sla.core.letters.smtp import NotHandedOver
from istockist_sla.core.letters.templates import from_templates

__all__ = [
    "Address",
    "Enclosure",
    "NotHandedOver",
    "Rendered",
    "claim",
    "draft",
    "from_templates",
    "give_up",
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
