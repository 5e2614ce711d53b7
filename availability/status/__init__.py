"""What the public page shows, as plain values: the picture now, a month, an outage."""

from availability.status.incident import PublicIncident, public_incident
from availability.status.months import MonthPage, month_page
from availability.status.overview import (
    StatusOverview,
    TermsAt,
    current_headline,
    standard_terms,
    status_overview,
)

__all__ = [
    "MonthPage",
    "PublicIncident",
    "StatusOverview",
    "TermsAt",
    "current_headline",
    "month_page",
    "public_incident",
    "standard_terms",
    "status_overview",
]
