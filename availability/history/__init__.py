"""Events of the service -> its rows as they stood after them. PURE.

Written apart from the doors that write the rows, so that a test can compare the two.
"""

from collections.abc import Callable, Iterable

from availability.history.events import EventRow
from availability.history.maintenance import MaintenanceHistory
from availability.history.outages import Outages
from availability.rows import Records

__all__ = ["EventRow", "fold"]

# What is said or measured changes no row that a figure rests on.
SILENT = frozenset(
    {
        "update",
        "split_off",
        "take_in",
        "start_monitoring",
        "create",
        "revise",
        "set_probe",
        "stop_probe",
        "let_decide",
        "propose_import",
        "approve_import",
        "refuse_import",
        "explain_gap",
    }
)


def fold(events: Iterable[EventRow]) -> Records:
    """All rows as the events, given in the order of their recording, leave them."""
    outages, maintenance = Outages(), MaintenanceHistory()
    carry = carriers(outages, maintenance)
    for event in events:
        if event.verb not in SILENT:
            carry[event.verb](event)
    return Records(**vars(outages), **vars(maintenance))


def carriers(
    outages: Outages, maintenance: MaintenanceHistory
) -> dict[str, Callable[[EventRow], None]]:
    """What carries an event of each verb into the rows."""
    return {
        "declare": outages.declare,
        "take_over": outages.take_over,
        "confirm": outages.confirm,
        "recover": outages.end_interruptions,
        "end": outages.end_interruptions,
        "over": outages.over,
        "publish": outages.publish,
        "state_cause": outages.state_cause,
        "approve_cause": outages.approve_cause,
        "refuse_cause": outages.refuse_cause,
        "split": outages.split,
        "separate": outages.separate,
        "merge": outages.merge,
        "approve_interruption": outages.approve_interruption,
        "refuse_interruption": outages.refuse_interruption,
        "propose_correction": outages.propose_correction,
        "propose_withdrawal": outages.propose_withdrawal,
        "approve_correction": outages.approve_correction,
        "refuse_correction": outages.refuse_correction,
        "propose_exclusion": outages.propose_exclusion,
        "approve_exclusion": outages.approve_exclusion,
        "refuse_exclusion": outages.refuse_exclusion,
        "announce": maintenance.announce,
        "move": maintenance.move,
        "cancel": maintenance.cancel,
        "begin_work": maintenance.begin_work,
        "end_work": maintenance.end_work,
        "approve_work": maintenance.approve_work,
        "refuse_work": maintenance.refuse_work,
    }
