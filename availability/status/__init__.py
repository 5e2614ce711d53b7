"""What the public page shows, as plain values: the picture now, a month, an outage."""

from availability.status.months import MonthPage, month_page
from availability.status.picture import Picture, TermsAt, now, picture, standard_terms
from availability.status.stories import Story, story

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
