"""The schema of what all clients share."""

from availability.planned import RELEASE, TECHNICAL
from tickets.reports.bundles.schemas.parts import (
    CODE,
    CODE_OR_EMPTY,
    DAY,
    HUNDREDTHS,
    MAYBE_INSTANT,
    SEAL,
    SECONDS_OF_DAY,
    SPAN,
    WHOLE,
    ZONE,
    described,
    document,
    one_of,
    row,
    stamped,
)
from tickets.reports.schema_parts import (
    COUNT,
    INSTANT,
    TRUTH,
    Schema,
    by_class,
    list_of,
    nullable,
    record,
)
from tickets.sla.bundle.documents import SHARED
from tickets.sla.bundle.published import (
    ALL_FAULTS,
    ALL_SECONDS_COUNT,
    AS_WRITTEN_UPTIME,
    FROM_DOWNGRADE,
    FROM_OPENING,
    ORDERS_ALONE,
    SCHEDULED_UPTIME,
    SUPPORT_HOURS_COUNT,
)

VERSION: dict[str, Schema] = {"number": COUNT, "effective_from": INSTANT}
AGREEMENT = record(
    **VERSION,
    calendar=COUNT,
    limits=described(
        by_class(row(COUNT, nullable(COUNT))), "Seconds to the response and to the fix."
    ),
    index=HUNDREDTHS,
    availability=HUNDREDTHS,
    hours=one_of(SUPPORT_HOURS_COUNT, ALL_SECONDS_COUNT),
    downgrade_counts_from=one_of(FROM_OPENING, FROM_DOWNGRADE),
    fix_is_contractual=TRUTH,
    scope=one_of(ALL_FAULTS, ORDERS_ALONE),
    system_uptime=one_of(AS_WRITTEN_UPTIME, SCHEDULED_UPTIME),
    release_is_maintenance=TRUTH,
)
HOURS = row(SECONDS_OF_DAY, SECONDS_OF_DAY)
CALENDAR = record(
    **VERSION,
    calendar=COUNT,
    zone=ZONE,
    windows=list_of(row({"type": "integer", "minimum": 0}, SECONDS_OF_DAY, SECONDS_OF_DAY)),
)
HOLIDAYS = record(**VERSION, calendar=COUNT, year=COUNT, days=list_of(row(DAY, list_of(HOURS))))
OFFSETS = described(list_of(row(MAYBE_INSTANT, WHOLE)), "Seconds ahead of UTC from an instant on.")
PUBLISHED = described(
    record(
        zones=list_of(record(zone=ZONE, offsets=OFFSETS)),
        agreements=list_of(AGREEMENT),
        calendars=list_of(CALENDAR),
        holidays=list_of(HOLIDAYS),
    ),
    "Versions in the order of precedence: the first that has begun holds.",
)
MAINTENANCE = record(
    number=COUNT,
    kind=one_of(TECHNICAL, RELEASE),
    components=list_of(CODE),
    announcements=described(
        list_of(row(INSTANT, INSTANT, INSTANT)), "When it was published, from, until."
    ),
    work=row(MAYBE_INSTANT, MAYBE_INSTANT),
    cancelled_at=MAYBE_INSTANT,
)
OUTAGE = record(
    number=COUNT,
    started_at=INSTANT,
    detected_at=INSTANT,
    ended_at=MAYBE_INSTANT,
    cause=CODE_OR_EMPTY,
)
INTERRUPTION = record(
    number=COUNT,
    outage=COUNT,
    impact=CODE,
    by_probe=TRUTH,
    started_at=INSTANT,
    detected_at=INSTANT,
    ended_at=MAYBE_INSTANT,
    withdrawn=TRUTH,
    declared_by=nullable(COUNT),
    approved=nullable(TRUTH),
    decided_by=nullable(COUNT),
)
EXCLUSION = record(
    number=COUNT,
    outage=nullable(COUNT),
    cause=CODE,
    starts_at=INSTANT,
    ends_at=INSTANT,
    proposed_by=COUNT,
    decided_by=nullable(COUNT),
)
SERVICE = record(
    component=CODE_OR_EMPTY,
    outages=list_of(OUTAGE),
    interruptions=list_of(INTERRUPTION),
    exclusions=list_of(EXCLUSION),
    checks=described(
        list_of(row(COUNT, COUNT, COUNT, TRUTH)),
        "Runs of checks: the first, in seconds since 1970, the seconds between two, how many, "
        "and whether they succeeded.",
    ),
)
SHARED_SCHEMA = document(
    "shared.json",
    "What is the same for all clients of the month.",
    **stamped(SHARED),
    bounds=SPAN,
    published=PUBLISHED,
    maintenance=list_of(MAINTENANCE),
    service=SERVICE,
    gaps=described(list_of(SPAN), "Time of which no check speaks."),
    seals=record(**dict.fromkeys(("bounds", "published", "maintenance", "service", "gaps"), SEAL)),
)
