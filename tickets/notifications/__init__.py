"""Who is told of what, and in which words.

Direction of imports: words, scene < client_rows < desk_rows, finding_rows < rows < rendering,
and scene < table < rendering.
"""

from tickets.notifications.rendering import render
from tickets.notifications.rules import (
    FOR_CLIENT,
    LETTER_RULES,
    TEMPLATES,
    WARNING_RULES,
    LetterRule,
    queue_held_reply,
    queue_letters,
    queue_warning,
)

__all__ = [
    "FOR_CLIENT",
    "LETTER_RULES",
    "TEMPLATES",
    "WARNING_RULES",
    "LetterRule",
    "queue_held_reply",
    "queue_letters",
    "queue_warning",
    "render",
]
