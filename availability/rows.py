"""What happened to the service as plain rows: what every figure of it is computed from. PURE."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from availability.planned import MaintenanceRow
from availability.ranges import TimeRange

DOWN = "down"
CHANGE, WITHDRAWAL = "change", "withdrawal"
BEGIN, END = "begin", "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageRow:
    """Nobody declared it where the probe found it; `part_of` is the incident that lists it."""

    id: int
    started_at: datetime
    detected_at: datetime
    ended_at: datetime | None = None
    published_at: datetime | None = None
    declared_by: int | None = None
    cause: str = ""
    part_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptionRow:
    """One component's part in an outage; `declared_by` stands behind its bounds, if a person."""

    id: int
    outage: int
    component: str
    impact: str
    by_probe: bool
    started_at: datetime
    detected_at: datetime
    ended_at: datetime | None = None
    published_at: datetime | None = None
    withdrawn: bool = False
    declared_by: int | None = None
    ended_by: int | None = None
    approved: bool | None = None
    decided_by: int | None = None

    @property
    def outweighs_measurements(self) -> bool:
        """Whether it also counts where the probe had answers (A5)."""
        return self.by_probe or self.approved is True

    @property
    def publication_delay(self) -> timedelta | None:
        """From its own detection to its own publication (A7)."""
        return self.published_at - self.detected_at if self.published_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """What an interruption should be instead, or that it was none, once approved (A5)."""

    id: int
    interruption: int
    kind: str
    component: str
    impact: str
    starts_at: datetime
    ends_at: datetime
    was_component: str
    was_impact: str
    was_starts_at: datetime
    was_ends_at: datetime
    proposed_by: int
    approved: bool | None = None
    decided_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseRow:
    """A cause as somebody stated it; the outage bears it once another has confirmed it."""

    id: int
    outage: int
    cause: str
    stated_by: int
    approved: bool | None = None
    decided_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionRow:
    """Time that is out of the figures once approved (A3), or was the systems' own (A2)."""

    id: int
    outage: int | None
    components: frozenset[str]
    cause: str
    starts_at: datetime
    ends_at: datetime
    proposed_by: int
    approved: bool | None = None
    decided_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateWorkRow:
    """A bound of maintenance work recorded after it happened; it counts once approved (A4)."""

    id: int
    maintenance: int
    bound: str
    at: datetime
    recorded_by: int
    approved: bool | None = None
    decided_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """All rows of a stretch of time, by their ids."""

    outages: Mapping[int, OutageRow] = field(default_factory=dict)
    interruptions: Mapping[int, InterruptionRow] = field(default_factory=dict)
    corrections: Mapping[int, CorrectionRow] = field(default_factory=dict)
    causes: Mapping[int, CauseRow] = field(default_factory=dict)
    exclusions: Mapping[int, ExclusionRow] = field(default_factory=dict)
    maintenance: Mapping[int, MaintenanceRow] = field(default_factory=dict)
    late_work: Mapping[int, LateWorkRow] = field(default_factory=dict)

    def within(self, span: TimeRange) -> "Records":
        """Those that a figure of `span` may rest on."""
        return replace(
            self,
            interruptions={
                key: row
                for key, row in self.interruptions.items()
                if row.started_at < span.end and (row.ended_at is None or row.ended_at > span.start)
            },
            exclusions={
                key: row
                for key, row in self.exclusions.items()
                if row.starts_at < span.end and row.ends_at > span.start
            },
        )
