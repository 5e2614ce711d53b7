"""Availability in the desk: components, outages, exclusions, maintenance,
subscriptions."""

from availability.admin import approvals, audit_words
from availability.admin.components import admin as components
from availability.admin.components import alerts
from availability.admin.exclusions import admin as exclusions
from availability.admin.gaps import admin as gaps
from availability.admin.imports import admin as imports
from availability.admin.maintenance import admin as maintenance
from availability.admin.outages import admin as outages
from availability.admin.subscriptions import admin as subscriptions

__all__ = [
    "alerts",
    "approvals",
    "audit_words",
    "components",
    "exclusions",
    "gaps",
    "imports",
    "maintenance",
    "outages",
    "subscriptions",
]
