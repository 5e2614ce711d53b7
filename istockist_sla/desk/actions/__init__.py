"""Steps of the desk and their pages."""

from istockist_sla.desk.actions.action import (
    ActionForm,
    ConfirmForm,
    DetailTable,
    Doing,
    Offered,
    Step,
)
from istockist_sla.desk.actions.event_text import instant_column, stamp
from istockist_sla.desk.actions.pages import NOT_NOW, ActionAdmin
from istockist_sla.desk.actions.read_only import ReadOnlyAdmin

__all__ = [
    "NOT_NOW",
    "ActionAdmin",
    "ActionForm",
    "ConfirmForm",
    "DetailTable",
    "Doing",
    "Offered",
    "ReadOnlyAdmin",
    "Step",
    "instant_column",
    "stamp",
]
