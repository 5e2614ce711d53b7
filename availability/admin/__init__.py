"""Availability in the desk: components, outages, claims about causes, maintenance."""

from availability.admin import component, exclusion, maintenance, outage

__all__ = ["component", "exclusion", "maintenance", "outage"]
