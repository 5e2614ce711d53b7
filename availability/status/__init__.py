"""What the public page shows, as plain values: the picture now, a month, an outage."""

from availability.status.incident import Story, story
from availability.status.months import MonthPage, month_page
from availability.status.overview import Picture, TermsAt, now, picture, standard_terms

__all__ = [
    "MonthPage",
    "Picture",
    "Story",
    "TermsAt",
    "month_page",
    "now",
    "picture",
    "standard_terms",
    "story",
]
