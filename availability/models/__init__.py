"""Rows of the availability app.

Direction of imports: components < outages, maintenance.
"""

from availability.models.components import Component, Measurement
from availability.models.maintenance import Maintenance, MaintenanceWindow
from availability.models.outages import Cause, Exclusion, Impact, Interruption, Outage, OutageUpdate

__all__ = [
    "Cause",
    "Component",
    "Exclusion",
    "Impact",
    "Interruption",
    "Maintenance",
    "MaintenanceWindow",
    "Measurement",
    "Outage",
    "OutageUpdate",
]
