"""The parts of which the schema of a month's JSON consists."""

from typing import Any

from tickets.sla.terms import CLASSES
from tickets.sla.verdict import EXCLUDED, MET, MISSED, NO_VERDICT, NOT_COVERED, RUNNING

Schema = dict[str, Any]


def record(**properties: Schema) -> Schema:
    """Exactly these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def mapping(values: Schema) -> Schema:
    """Keys that are codes, such as reasons."""
    return {"type": "object", "additionalProperties": values}


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def by_class(schema: Schema) -> Schema:
    return record(**dict.fromkeys(CLASSES, schema))


TEXT: Schema = {"type": "string"}
TRUTH: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
SECONDS: Schema = COUNT
SIGNED_SECONDS: Schema = {"type": "integer"}
NUMBERS: Schema = {"type": "array", "items": COUNT, "description": "Numbers of tickets."}
MONTH: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}$"}
INSTANT: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"}
PERCENT: Schema = {"type": "string", "pattern": r"^\d{1,3}(\.\d+)?$"}
PERCENT_OR_NONE = nullable(PERCENT)
DIGEST: Schema = {"type": "string", "pattern": r"^[0-9a-f]{64}$"}
SHARE: Schema = {"type": "string", "pattern": r"^\d+/\d+$"}
VERDICT: Schema = {"enum": [MET, MISSED, EXCLUDED, NOT_COVERED, RUNNING, NO_VERDICT]}
INDEX = record(
    guaranteed=COUNT, met=COUNT, missed=COUNT, percent=PERCENT_OR_NONE, kept=nullable(TRUTH)
)
LATE = record(number=COUNT, late_by_seconds=SECONDS, limit_seconds=SECONDS)
AVAILABILITY = record(
    percent=PERCENT_OR_NONE,
    as_written=SHARE,
    as_written_percent=PERCENT_OR_NONE,
    scheduled=SHARE,
    scheduled_percent=PERCENT_OR_NONE,
    judged_by={"enum": ["as_written", "scheduled"]},
    target=TEXT,
    kept=nullable(TRUTH),
    coverage_percent=PERCENT_OR_NONE,
    marked=TRUTH,
    best_percent=PERCENT_OR_NONE,
    worst_percent=PERCENT_OR_NONE,
    up_seconds=SECONDS,
    down_seconds=SECONDS,
    unknown_seconds=SECONDS,
    excluded_seconds=SECONDS,
    systems_down_seconds=SECONDS,
    allowed_seconds=SECONDS,
    left_seconds=SIGNED_SECONDS,
)
INTERRUPTION = record(
    component=TEXT,
    impact=TEXT,
    found_by_the_probe=TRUTH,
    started_at=INSTANT,
    ended_at=nullable(INSTANT),
    detected_at=INSTANT,
    published_after_seconds=nullable(SIGNED_SECONDS),
)
OUTAGE = record(
    id=COUNT,
    title=TEXT,
    started_at=INSTANT,
    ended_at=nullable(INSTANT),
    cause=TEXT,
    in_the_figure=list_of(record(bucket=TEXT, cause=TEXT, seconds=SECONDS)),
    interruptions=list_of(INTERRUPTION),
)
MAINTENANCE = record(
    id=COUNT,
    title=TEXT,
    announced_seconds_before=nullable(SIGNED_SECONDS),
    early_seconds=SECONDS,
    overrun_seconds=SECONDS,
    kept=TRUTH,
)
PROSPECT = record(verdict=VERDICT, due_at=nullable(INSTANT), left_seconds=nullable(SIGNED_SECONDS))
OUTLOOK = record(
    misses_still_allowed=COUNT,
    undecided=COUNT,
    undecided_that_may_be_missed=COUNT,
    if_one_more_is_missed=INDEX,
    if_all_undecided_are_met=INDEX,
    if_all_undecided_are_missed=INDEX,
    projection_by_the_pace_so_far=nullable(INDEX),
)
FORECAST = record(
    classes=by_class(OUTLOOK),
    downtime_left_seconds=nullable(SIGNED_SECONDS),
    undecided=COUNT,
    undecided_answered=COUNT,
    undecided_without_time_left=COUNT,
    tickets=list_of(
        record(
            number=COUNT,
            answered=TRUTH,
            due_at=nullable(INSTANT),
            left_seconds=nullable(SIGNED_SECONDS),
            if_qualified_now=mapping(PROSPECT),
        )
    ),
)
