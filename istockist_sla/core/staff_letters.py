"""Who is told when a person's roles change, and when a second factor is taken off an account."""

from collections.abc import Iterable

from istockist_sla.core import letters
from istockist_sla.core.letters import Address
from istockist_sla.core.models import Event, User


def tell_of_change(event: Event, readers: Iterable[User]) -> None:
    """All System administrators of before and after it, whoever they are."""
    _queue("role_changed", event, readers)


def tell_of_proposal(event: Event, readers: Iterable[User]) -> None:
    """The other System administrators; also one whom it is about."""
    _queue("role_proposed", event, readers)


def tell_of_reset(event: Event, person: User) -> None:
    _queue("second_factor_reset", event, [person])


def tell_of_reset_from_shell(event: Event, readers: Iterable[User]) -> None:
    _queue("second_factor_reset_told", event, readers)


def _queue(template: str, event: Event, readers: Iterable[User]) -> None:
    for reader in sorted(readers, key=lambda each: each.pk):
        letters.queue(
            key=f"event:{event.pk}:{template}",
            kind=Event.Kind.USER,
            subject_id=event.subject_id,
            template=template,
            to=Address(reader.email, reader.name),
            at=event.at,
            context={"event": event.pk},
        )
