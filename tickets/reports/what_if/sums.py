"""The indices of all clients of a month together, as closed and as supposed."""

from collections import Counter
from fractions import Fraction

from tickets.sla.index import Index
from tickets.sla.terms import CLASSES
from tickets.sla.what_if.outcome import FixPair, Outcome, Pair


class ClassSums:
    """Each client is judged by its own terms; the sums are held against the standard index."""

    def __init__(self, targets: tuple[Fraction, Fraction]) -> None:
        self._targets = targets
        self._counts: tuple[Counter[tuple[str, str]], ...] = (Counter(), Counter())
        self.fixes = FixPair(0, 0)

    def add(self, outcome: Outcome) -> None:
        self.fixes = FixPair(
            self.fixes.before + outcome.fixes.before, self.fixes.after + outcome.fixes.after
        )
        for code, pair in outcome.classes.items():
            for counts, index in zip(self._counts, pair, strict=True):
                counts[code, "met"] += index.met
                counts[code, "guaranteed"] += index.guaranteed

    @property
    def pairs(self) -> dict[str, Pair]:
        return {code: Pair(*self._indices(code)) for code in CLASSES}

    def _indices(self, code: str) -> list[Index]:
        return [
            Index(counts[code, "met"], counts[code, "guaranteed"], target)
            for counts, target in zip(self._counts, self._targets, strict=True)
        ]
