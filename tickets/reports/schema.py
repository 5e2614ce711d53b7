"""What a month's JSON looks like, as a JSON schema for those who read it with a program."""

from typing import Any

from tickets.reports.documents.frame import CLOSED, NOT_CLOSED, RUNNING
from tickets.reports.schema_parts import (
    AVAILABILITY,
    COUNT,
    DIGEST,
    FORECAST,
    INDEX,
    INSTANT,
    LATE,
    MAINTENANCE,
    MONTH,
    NUMBERS,
    OUTAGE,
    PERCENT,
    PERCENT_OR_NONE,
    SECONDS,
    TEXT,
    TRUTH,
    VERDICT,
    Schema,
    by_class,
    list_of,
    mapping,
    nullable,
    record,
)

CLASS = record(
    **INDEX["properties"],
    target=PERCENT,
    misses_still_allowed=COUNT,
    limit_seconds=SECONDS,
    other_limits=list_of(record(limit_seconds=SECONDS, guaranteed=COUNT, clients=list_of(TEXT))),
    order_processing_only=INDEX,
    missed_tickets=NUMBERS,
    misses=list_of(LATE),
)
FIXES = record(
    fault_class=TEXT,
    verdict=VERDICT,
    is_contractual=TRUTH,
    is_reopened=TRUTH,
    fixes=COUNT,
)
RATINGS = record(
    rated=COUNT,
    average=nullable(TEXT),
    by_value=mapping(COUNT),
    low=list_of(record(number=COUNT, value=COUNT, given_at=INSTANT)),
)
INVOICING = record(
    minutes=COUNT, findings=list_of(record(client=TEXT, number=COUNT, minutes=COUNT))
)
RECTIFIED = {"number": COUNT, "from": TEXT, "to": TEXT, "kind": TEXT, "state": TEXT}
CLOSING = record(
    title=TEXT,
    closed_at=INSTANT,
    number_in_the_chain=COUNT,
    head=DIGEST,
    unchanged_since=TRUTH,
)
BEFORE = record(month=MONTH, classes=by_class(INDEX), availability_percent=PERCENT_OR_NONE)

# Whose figures they are, as of when, and whether the month is closed.
FRAME: Schema = {
    "month": MONTH,
    "client": nullable(TEXT),
    "running": TRUTH,
    "starts_at": INSTANT,
    "ends_at": INSTANT,
    "as_of": INSTANT,
    "state": {"enum": [RUNNING, NOT_CLOSED, CLOSED]},
    "closing": nullable(CLOSING),
    "agreement": TEXT,
    "agreement_version": COUNT,
    "calendar": TEXT,
}


def month_schema() -> dict[str, Any]:
    """Every key is there in every month but the forecast, which only a running month has."""
    found = record(
        **FRAME,
        opened=COUNT,
        classes=by_class(CLASS),
        excluded=mapping(NUMBERS),
        not_covered=mapping(NUMBERS),
        undecided=NUMBERS,
        fix_indicative=TRUTH,
        fix=mapping(mapping(COUNT)),
        fix_counts=list_of(FIXES),
        fix_missed=NUMBERS,
        fix_of_reopened=list_of(record(number=COUNT, closed_at=INSTANT, verdict=VERDICT)),
        findings=list_of(record(kind=TEXT, state=TEXT, findings=COUNT)),
        rectified=list_of(record(**RECTIFIED)),
        invoicing=INVOICING,
        backlog=record(at_start=COUNT, at_end=COUNT),
        closed={"type": "integer"},
        reopened=list_of(record(number=COUNT, at=INSTANT)),
        ratings=RATINGS,
        availability=nullable(AVAILABILITY),
        before=nullable(BEFORE),
        outages=list_of(OUTAGE),
        maintenance=list_of(MAINTENANCE),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A month's figures against the service level agreement",
        **found,
        "properties": {**found["properties"], "forecast": FORECAST},
    }
