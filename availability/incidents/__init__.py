"""Everything that changes outages, exclusions and maintenance; each change appends an event.

`outages`, `publication`, `statements` and `causes` are what people do with an outage,
`corrections` and `regrouping` how they put it right, `detection` what the probe does. Every
instant is an argument.
"""

from availability.incidents.authors import authors
from availability.incidents.causes import approve_cause, refuse_cause, state_cause
from availability.incidents.corrections import (
    approve_correction,
    propose_correction,
    propose_withdrawal,
    refuse_correction,
)
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
from availability.incidents.outages import declare, end, update
from availability.incidents.publication import flaps_in, publish, publish_overdue
from availability.incidents.regrouping import may_be_one, merge, separate, split
from availability.incidents.statements import approve_interruption, refuse_interruption
from availability.incidents.work import approve_work, begin_work, end_work, refuse_work
from istockist_sla.core.refusal import ActionRefused

__all__ = [
    "ActionRefused",
    "announce",
    "approve_cause",
    "approve_correction",
    "approve_exclusion",
    "approve_import",
    "approve_interruption",
    "approve_work",
    "authors",
    "begin_work",
    "cancel",
    "confirm",
    "declare",
    "discard_import",
    "end",
    "end_work",
    "explain_gap",
    "flaps_in",
    "may_be_one",
    "merge",
    "move",
    "propose_correction",
    "propose_exclusion",
    "propose_import",
    "propose_withdrawal",
    "publish",
    "publish_overdue",
    "recover",
    "refuse_cause",
    "refuse_correction",
    "refuse_exclusion",
    "refuse_import",
    "refuse_interruption",
    "refuse_work",
    "separate",
    "split",
    "start_monitoring",
    "state_cause",
    "update",
]
