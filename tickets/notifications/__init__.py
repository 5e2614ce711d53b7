"""Who gets an e-mail about what, and in which words.

Direction of imports: context < client_facts < desk_facts, finding_facts < fact_rows < rendering,
context < thread < rendering, and context, audiences, witness < rules < rendering.
"""

from tickets.notifications.rendering import RENDERERS, render
from tickets.notifications.rules import (
    FOR_CLIENT,
    LETTER_RULES,
    TEMPLATES,
    WARNING_RULES,
    LetterRule,
    letters_about,
    queue_flood,
    queue_held_reply,
    queue_warning,
)

__all__ = [
    "FOR_CLIENT",
    "LETTER_RULES",
    "RENDERERS",
    "TEMPLATES",
    "WARNING_RULES",
    "LetterRule",
    "letters_about",
    "queue_flood",
    "queue_held_reply",
    "queue_warning",
    "render",
]
