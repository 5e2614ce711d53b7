"""What availability is told of the agreement; it knows nothing of who made it."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from availability.uptime import STANDARD, AvailabilityTerms
from istockist_sla.core.lib.months import MonthCalendar


class StandardAgreement(NamedTuple):
    """Its terms at an instant (V1), and the bounds of its months (G8). By itself, version 1's
    terms and months of GMT."""

    terms_at: Callable[[datetime], AvailabilityTerms] = lambda _at: STANDARD
    months: Callable[[], MonthCalendar] = MonthCalendar


VERSION_1 = StandardAgreement()


def in_force() -> StandardAgreement:
    """That of the setting STANDARD_AGREEMENT."""
    found: StandardAgreement = import_string(settings.STANDARD_AGREEMENT)
    return found
