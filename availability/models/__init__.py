"""Rows of the availability app.

Direction of imports: components < outages, maintenance.
"""

from availability.models.components import Check, Component
from availability.models.maintenance import Announcement, Maintenance
from availability.models.outages import Cause, Exclusion, Impact, Interruption, Outage, Update

__all__ = [
    "Announcement",
    "Cause",
    "Check",
    "Component",
    "Exclusion",
    "Impact",
    "Interruption",
    "Maintenance",
    "Outage",
    "Update",
]
