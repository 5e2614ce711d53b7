"""Who is told of what, and in which words.

Direction of imports: words, scene < client_rows < desk_rows, finding_rows < rows < rendering,
and scene < table < rendering.
"""

from tickets.notifications.rendering import render
from tickets.notifications.rules import (
    FOR_CLIENT,
    NOTICES,
    TEMPLATES,
    WARNINGS,
    Notice,
    announce,
    point_to_administrator,
    warn,
)

__all__ = [
    "FOR_CLIENT",
    "NOTICES",
    "TEMPLATES",
    "WARNINGS",
    "Notice",
    "announce",
    "point_to_administrator",
    "render",
    "warn",
]
