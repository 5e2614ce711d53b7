"""Everything that changes outages, exclusions and maintenance; each change appends an event.

`outages`, `publication` and `statements` are what people do with an outage, `detection` what the
probe does. Every instant is an argument.
"""

from availability.incidents.authors import authors_of, decidable_by
from availability.incidents.detection import confirm, recover, start_monitoring
from availability.incidents.exclusions import (
    approve_exclusion,
    propose_exclusion,
    refuse_exclusion,
)
from availability.incidents.gaps import explain_gap
from availability.incidents.imports import (
    approve_import,
    discard_import,
    propose_import,
    refuse_import,
)
from availability.incidents.maintenance import announce, cancel, move
from availability.incidents.outages import declare, end, state_cause, update
from availability.incidents.publication import publish, publish_overdue
from availability.incidents.statements import (
    approve_correction,
    approve_interruption,
    propose_correction,
    refuse_correction,
    refuse_interruption,
)
from availability.incidents.work import approve_work, begin_work, end_work, refuse_work
from istockist_sla.core.refusal import ActionRefused

__all__ = [
    "ActionRefused",
    "announce",
    "approve_correction",
    "approve_exclusion",
    "approve_import",
    "approve_interruption",
    "approve_work",
    "authors_of",
    "begin_work",
    "cancel",
    "confirm",
    "decidable_by",
    "declare",
    "discard_import",
    "end",
    "end_work",
    "explain_gap",
    "move",
    "propose_correction",
    "propose_exclusion",
    "propose_import",
    "publish",
    "publish_overdue",
    "recover",
    "refuse_correction",
    "refuse_exclusion",
    "refuse_import",
    "refuse_interruption",
    "refuse_work",
    "start_monitoring",
    "state_cause",
    "update",
]
