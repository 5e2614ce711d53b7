"""The tickets met, of those guaranteed, against the index (G7)."""

from fractions import Fraction
from typing import NamedTuple

from istockist_sla.core.lib.ratio import percent_figure


class Index(NamedTuple):
    """One class of one month."""

    met: int
    guaranteed: int
    target: Fraction = Fraction(98)

    @property
    def misses(self) -> int:
        return self.guaranteed - self.met

    @property
    def kept(self) -> bool | None:
        """Compared exactly; None where there were no cases."""
        if self.guaranteed == 0:
            return None
        return 100 * self.met >= self.target * self.guaranteed

    @property
    def allowed(self) -> int:
        """The misses that the index allows with this many cases."""
        return int((100 - self.target) * self.guaranteed / 100)

    @property
    def still_allowed(self) -> int:
        return max(0, self.allowed - self.misses)

    @property
    def too_many(self) -> int:
        return max(0, self.misses - self.allowed)

    @property
    def shown(self) -> str | None:
        """Percent, rounded down to two decimals."""
        if self.guaranteed == 0:
            return None
        return percent_figure(self.met, self.guaranteed)
