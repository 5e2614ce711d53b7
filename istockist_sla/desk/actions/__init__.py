"""Actions of the desk and their pages."""

from istockist_sla.core.lib.text import stamp
from istockist_sla.desk.actions.action import (
    ActionForm,
    ActionLink,
    ConfirmForm,
    DetailTable,
    GuidedForm,
    ImmediateAction,
)
from istockist_sla.desk.actions.columns import instant_column
from istockist_sla.desk.actions.filters import ByDecision
from istockist_sla.desk.actions.lists import RecordList
from istockist_sla.desk.actions.pages import NOT_NOW, ActionAdmin
from istockist_sla.desk.actions.read_only import ReadOnlyAdmin

__all__ = [
    "NOT_NOW",
    "ActionAdmin",
    "ActionForm",
    "ActionLink",
    "ByDecision",
    "ConfirmForm",
    "DetailTable",
    "GuidedForm",
    "ImmediateAction",
    "ReadOnlyAdmin",
    "RecordList",
    "instant_column",
    "stamp",
]
