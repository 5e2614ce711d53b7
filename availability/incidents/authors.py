"""Whose statement an interruption is: nobody decides on their own (G10)."""

from availability.models import Interruption


def authors(interruption: Interruption) -> set[int]:
    """Who declared it and who said when it was over."""
    found = (interruption.declared_by_id, interruption.ended_by_id)
    return {each for each in found if each is not None}
