"""Why a verdict is what it is: every second of a ticket, counted or not, with its reading.

Direction of imports: explanation < labels < act_rows, folding < timeline < clocks < building;
output, time_rule and panels show what was explained; readings stands alone.
"""

from tickets.explain.building import explain, explain_inputs, versions
from tickets.explain.explanation import CLIENT, DESK, ClockExplanation, Explanation, TimelineRow
from tickets.explain.output import as_data, as_text, clock_lines, plain
from tickets.explain.panels import ExplanationPanel, explanation_panels
from tickets.explain.readings import chapters, switch_values
from tickets.explain.time_rule import time_rule

__all__ = [
    "CLIENT",
    "DESK",
    "ClockExplanation",
    "Explanation",
    "ExplanationPanel",
    "TimelineRow",
    "as_data",
    "as_text",
    "chapters",
    "clock_lines",
    "explain",
    "explain_inputs",
    "explanation_panels",
    "plain",
    "switch_values",
    "time_rule",
    "versions",
]
