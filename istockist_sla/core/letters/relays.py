"""The mail server's own trouble: no letter can go, whoever it is for, so that none is at fault."""

from datetime import datetime, timedelta

from istockist_sla.core.models import Letter, Relay

NAME = "letters"
PAUSES = [timedelta(minutes=m) for m in (1, 1, 2, 4, 8, 15)]


def pause_until(at: datetime) -> datetime | None:
    """While the server is left alone, when it is asked next."""
    waits = Relay.objects.filter(name=NAME, next_try_at__gt=at)
    return waits.values_list("next_try_at", flat=True).first()


def fails(error: str, *, at: datetime) -> None:
    """It took nothing: it is asked again ever later, and in the end every quarter of an hour."""
    relay, _ = Relay.objects.get_or_create(name=NAME)
    relay.failures += 1
    relay.failing_since = relay.failing_since or at
    relay.next_try_at = at + PAUSES[min(relay.failures, len(PAUSES)) - 1]
    relay.last_error = error
    relay.save()
    Letter.objects.due(at).exclude(last_error=error).update(last_error=error)


def works() -> None:
    Relay.objects.filter(name=NAME, failures__gt=0).update(
        failures=0, failing_since=None, next_try_at=None, last_error=""
    )


def delay_of(letter: Letter, at: datetime) -> timedelta:
    """For a letter that met the trouble: longer the longer it has waited, so that one over which
    the server breaks does not stand before the others."""
    return max(PAUSES[0], min((at - letter.created_at) / 4, PAUSES[-1]))


def lock() -> None:
    """Until the transaction's end no other sender counts the letters of the minute."""
    Relay.objects.get_or_create(name=NAME)
    Relay.objects.select_for_update().get(name=NAME)
