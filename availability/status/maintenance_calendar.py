"""Announced maintenance as events of a calendar."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from availability.models import Maintenance
from availability.models.components import names_in_text
from availability.models.maintenance import MaintenanceQuerySet
from availability.status.feed import absolute
from istockist_sla.core.lib.ics import CalendarEvent

NAME = "iStockist maintenance"
# So long what is over or cancelled stays, so that every calendar has heard of it.
KEPT = timedelta(days=90)


def recent(at: datetime) -> MaintenanceQuerySet:
    rows = Maintenance.objects.with_windows().filter(windows__ends_at__gt=at - KEPT)
    return rows.distinct().order_by("id")


def calendar_event(maintenance: Maintenance) -> CalendarEvent:
    """The same event through all its moves; its sequence counts them."""
    window, cancelled = maintenance.window, maintenance.cancelled_at
    concerns = f"Concerns {names_in_text(maintenance.components.all())}."
    return CalendarEvent(
        uid=f"maintenance-{maintenance.pk}@{urlsplit(settings.PORTAL_URL).hostname}",
        sequence=len(maintenance.in_order) - 1 + (cancelled is not None),
        changed_at=cancelled or window.published_at,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        title=f"iStockist: {maintenance.title}",
        text="\n".join(filter(None, [maintenance.text, concerns])),
        url=absolute("status:page"),
        is_cancelled=cancelled is not None,
    )
