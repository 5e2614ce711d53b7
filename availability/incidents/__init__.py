"""Everything that changes outages, exclusions and maintenance; each change appends an event.

`outages` is what people do, `detection` what the probe and the clock do. Every instant is an
argument.
"""

from availability.incidents.detection import confirm, publish_overdue, recover, start_monitoring
from availability.incidents.exclusions import (
    approve_exclusion,
    propose_exclusion,
    refuse_exclusion,
)
from availability.incidents.maintenance import announce, begin_work, cancel, end_work, move
from availability.incidents.outages import declare, end, publish, state_cause, update
from istockist_sla.core.refusal import ActionRefused

__all__ = [
    "ActionRefused",
    "announce",
    "approve_exclusion",
    "begin_work",
    "cancel",
    "confirm",
    "declare",
    "end",
    "end_work",
    "move",
    "propose_exclusion",
    "publish",
    "publish_overdue",
    "recover",
    "refuse_exclusion",
    "start_monitoring",
    "state_cause",
    "update",
]
