"""Whose statement an interruption is: nobody decides on their own (G10)."""

from availability.incidents.base import OUTAGE
from availability.models import Interruption
from istockist_sla.core.models import Event


def authors(interruption: Interruption) -> set[int]:
    """Who declared it, and who said when it was over: either could move the figure."""
    ends = Event.objects.about(OUTAGE, interruption.outage_id).filter(verb="end")
    found = {
        actor
        for actor, data in ends.values_list("actor_id", "data")
        if actor is not None and interruption.pk in data["interruptions"]
    }
    return found | ({interruption.declared_by_id} if interruption.declared_by_id else set())
