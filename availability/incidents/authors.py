"""Whose statement an interruption is: nobody decides on their own (G10)."""

from availability.models import Interruption


def authors(interruption: Interruption) -> set[int]:
    """Who declared it and who said when it was over."""
    found = (interruption.declared_by_id, interruption.ended_by_id)
    return {each for each in found if each is not None}


def decidable_by(user_id: int) -> list[Interruption]:
    """The undecided declared interruptions that are in no part this person's statement."""
    rows = Interruption.objects.to_decide().select_related("component").order_by("pk")
    return [each for each in rows if user_id not in authors(each)]
