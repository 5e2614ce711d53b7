"""What people do to their own accounts, as events, and the letter that tells them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from istockist_sla.core import letters
from istockist_sla.core.letters import Address
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User

SIGN_IN, SIGN_OUT, END_SESSION = "sign_in", "sign_out", "end_session"
ADD_FACTOR, REMOVE_FACTOR, RENEW_CODES = "add_factor", "remove_factor", "renew_codes"
FAIL_FACTOR = "fail_factor"
# Whoever takes over a mailbox or a device cannot change these unseen.
TEMPLATES: dict[str, str] = {
    ADD_FACTOR: "factor_added",
    REMOVE_FACTOR: "factor_removed",
    RENEW_CODES: "codes_renewed",
}


@transaction.atomic
def record(user: User, verb: str, *, at: datetime, **data: Any) -> Event:
    """With the letter that goes with it, which names `method`: how it was done, or what it was."""
    event = Event.objects.append(
        kind=Event.Kind.USER,
        subject_id=user.pk,
        verb=verb,
        by=user,
        side=Event.Side.SUPPORT if user.is_staff else Event.Side.CLIENT,
        at=to_second(at),
        data=data,
    )
    if verb in TEMPLATES:
        letters.queue(
            key=f"event:{event.pk}:{TEMPLATES[verb]}",
            kind=Event.Kind.USER,
            subject_id=user.pk,
            template=TEMPLATES[verb],
            to=Address(user.email, user.name),
            at=event.at,
            context={"event": event.pk},
        )
    return event
