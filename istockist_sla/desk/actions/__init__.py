"""Steps of the desk and their pages."""

from istockist_sla.desk.actions.action import Confirm, Doing, Offered, Section, Step, StepForm
from istockist_sla.desk.actions.event_text import instant_column, stamp
from istockist_sla.desk.actions.pages import NOT_NOW, StepAdmin
from istockist_sla.desk.actions.read_only import RecordAdmin

__all__ = [
    "NOT_NOW",
    "Confirm",
    "Doing",
    "Offered",
    "RecordAdmin",
    "Section",
    "Step",
    "StepAdmin",
    "StepForm",
    "instant_column",
    "stamp",
]
