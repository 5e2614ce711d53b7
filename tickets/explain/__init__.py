"""Why a verdict is what it is: every second of a ticket, counted or not, with its reading.

Direction of imports: explanation < words < acts, timeline < clocks < explaining; printed,
drawing and page read what was explained.
"""

from tickets.explain.building import explain, explain_facts, versions
from tickets.explain.explanation import CLIENT, DESK, Explained, Explanation, Row
from tickets.explain.output import as_data, as_text, clock_lines, plain
from tickets.explain.panels import Picture, pictures
from tickets.explain.switches import chapters, switch_values
from tickets.explain.time_rule import time_rule

__all__ = [
    "CLIENT",
    "DESK",
    "Explained",
    "Explanation",
    "Picture",
    "Row",
    "as_data",
    "as_text",
    "chapters",
    "clock_lines",
    "explain",
    "explain_facts",
    "pictures",
    "plain",
    "switch_values",
    "time_rule",
    "versions",
]
