"""What the files of all clients of a closing are made of, whenever they are."""

from tickets import inputs
from tickets.models import Closing
from tickets.reports.bundles.gathering import closed_by_client
from tickets.reports.bundles.making import MonthRows
from tickets.sla.bundle.claims import month_measured
from tickets.sla.bundle.month_rows import MonthStamp, SharedRows


def stamp_of(closing: Closing) -> MonthStamp:
    return MonthStamp(closing.of, closing.number, closing.recorded_before)


def month_rows(closing: Closing, shared: SharedRows) -> MonthRows:
    bounds = inputs.month_bounds(closing.of)
    earlier = Closing.objects.done().first_ones().exclude(month=closing.month)
    earlier = earlier.filter(recorded_before__lte=closing.recorded_before)
    return MonthRows(
        shared=shared,
        found=month_measured(shared, bounds),
        fixed=closed_by_client(bounds),
        closed={each.of: each.recorded_before for each in earlier},
    )
