"""A round: every target asked at the same time, and each result recorded on its own."""

import logging
from datetime import datetime

from availability.models import Component
from availability.probes.asking import ask_all
from availability.probes.recording import record
from availability.probes.targets import targets

log = logging.getLogger(__name__)


def probe_all(*, at: datetime) -> int:
    """Measure every target as of `at`; how many rows were recorded.

    A result that cannot be recorded is logged, and the others are recorded all the same.
    """
    wanted = targets()
    components = {each.code: each for each in Component.objects.all()}
    recorded = 0
    for target, result in zip(wanted, ask_all(wanted), strict=True):
        try:
            recorded += record(components[target.code], result, at=at) is not None
        except Exception:
            log.exception("The result of %s could not be recorded", target.code)
    return recorded
