"""Watches the heartbeat that the cluster writes into the database."""

from datetime import datetime

from django.db import Error, connection

from istockist_sla.core.health import CLUSTER
from istockist_sla.core.models import Heartbeat

QUERIES_PER_LIMIT = 30


class HeartbeatMonitor:
    """How long the heartbeat has not changed, by the monotonic clock, which nobody sets."""

    def __init__(self, *, silent_after: float) -> None:
        self._interval = silent_after / QUERIES_PER_LIMIT
        self._last: datetime | None = None
        self._changed_at = self._queried_at = 0.0

    def restart(self, now: float) -> None:
        """Count from `now`: the cluster has just been started."""
        self._changed_at = now

    def silent_for(self, now: float) -> float:
        """Seconds; asks the database at intervals, and counts none while it does not answer."""
        if now - self._queried_at >= self._interval:
            self._queried_at = now
            self._query(now)
        return now - self._changed_at

    def _query(self, now: float) -> None:
        try:
            beat = Heartbeat.objects.filter(name=CLUSTER).values_list("at", flat=True).first()
        except Error:
            connection.close()
            self._last, self._changed_at = None, now
            return
        if beat != self._last:
            self._last, self._changed_at = beat, now
