"""Steps of the desk and their pages."""

from istockist_sla.steps.pages import NOT_NOW, StepAdmin
from istockist_sla.steps.record import RecordAdmin
from istockist_sla.steps.step import Confirm, Doing, Offered, Section, Step, StepForm
from istockist_sla.steps.words import instant_column, stamp

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
