"""Whose statement an interruption is: nobody decides on their own (G10)."""

from collections.abc import Iterable

from availability.incidents.base import OUTAGE
from availability.models import Interruption
from istockist_sla.core.models import Event


def authors(interruption: Interruption) -> set[int]:
    return authors_of([interruption])[interruption.pk]


def authors_of(interruptions: Iterable[Interruption]) -> dict[int, set[int]]:
    """By the interruption's id who declared it and who said when it was over, in one query:
    either of them could move the figure."""
    rows = list(interruptions)
    found = {each.pk: {each.declared_by_id} if each.declared_by_id else set() for each in rows}
    ends = Event.objects.about_any(OUTAGE, {each.outage_id for each in rows}).filter(verb="end")
    for actor, data in ends.values_list("actor_id", "data"):
        for key in set(data["interruptions"]) & found.keys():
            found[key].add(actor)
    return found


def decidable_by(user_id: int) -> list[Interruption]:
    """The undecided declared interruptions that are in no part this person's statement."""
    rows = list(Interruption.objects.to_decide().select_related("component").order_by("pk"))
    found = authors_of(rows)
    return [each for each in rows if user_id not in found[each.pk]]
