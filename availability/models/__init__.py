"""Rows of the availability app.

Direction of imports: components, decisions < outages < interruptions < corrections; outages <
causes, exclusions, imports; maintenance; components < thinned < measurements; components < probes,
places, gaps, subscriptions.
"""

from availability.models.causes import CauseStatement
from availability.models.components import Component
from availability.models.corrections import Correction, Regrouping
from availability.models.exclusions import Exclusion
from availability.models.gaps import GapExplanation
from availability.models.imports import ImportBatch, ImportedCheck, ImportedOutage
from availability.models.interruptions import Interruption
from availability.models.maintenance import LateWork, Maintenance, MaintenanceWindow
from availability.models.measurements import Measurement, MeasurementTally
from availability.models.outages import Cause, Impact, Outage, OutageUpdate
from availability.models.places import PlaceCheck, PlaceCheckQuerySet, PlaceRound
from availability.models.probes import Probe
from availability.models.subscriptions import Subscription, SubscriptionRequest
from availability.models.thinned import ThinnedSpan

__all__ = [
    "Cause",
    "CauseStatement",
    "Component",
    "Correction",
    "Exclusion",
    "GapExplanation",
    "Impact",
    "ImportBatch",
    "ImportedCheck",
    "ImportedOutage",
    "Interruption",
    "LateWork",
    "Maintenance",
    "MaintenanceWindow",
    "Measurement",
    "MeasurementTally",
    "Outage",
    "OutageUpdate",
    "PlaceCheck",
    "PlaceCheckQuerySet",
    "PlaceRound",
    "Probe",
    "Regrouping",
    "Subscription",
    "SubscriptionRequest",
    "ThinnedSpan",
]
