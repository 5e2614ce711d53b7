"""One of several processes that act on a ticket at the same instant."""

import sys
import time
from datetime import UTC, datetime

import django

django.setup()

from istockist_sla.core.models import User  # noqa: E402
from tickets import lifecycle  # noqa: E402
from tickets.models import Ticket  # noqa: E402

STEPS = {
    "take": lambda ticket, by, at, seen: lifecycle.take(ticket.pk, by=by, at=at, seen=seen),
    "downgrade": lambda ticket, by, at, seen: lifecycle.downgrade(
        ticket.fault_id, text="Use the import.", by=by, at=at, seen=seen
    ),
    "reply": lambda ticket, by, at, seen: lifecycle.reply(ticket.pk, text="Hello", by=by, at=at),
}


def main(verb: str, ticket_id: str, email: str, at: str, seen: str, start: str) -> str:
    ticket, by = Ticket.objects.get(pk=ticket_id), User.objects.get(email=email)
    time.sleep(max(0.0, float(start) - time.time()))
    try:
        STEPS[verb](ticket, by, datetime.fromisoformat(at).astimezone(UTC), int(seen))
    except lifecycle.ActionRefused as refusal:
        return f"refused: {refusal}"
    return "done"


if __name__ == "__main__":
    sys.stdout.write(main(*sys.argv[1:]))
