"""Whether the probes run, for `/healthz`."""

from datetime import datetime

from availability.probes import watching
from istockist_sla.core.health import HealthPart


def probes(at: datetime) -> HealthPart:
    """The age of the newest measurement, in seconds; null where nothing is measured."""
    last = watching.last_measured(at)
    age = None if last is None else max(0, int((at - last).total_seconds()))
    return HealthPart("probes", "last_measurement_age", age, watching.is_silent(last, at))
