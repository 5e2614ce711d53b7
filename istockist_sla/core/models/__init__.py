"""People, the append-only log of events, the outbox of letters, drafts, and signs of life.

Direction of imports: users < events < letters; drafts and heartbeats import none of them.
"""

from istockist_sla.core.models.drafts import FormDraft, Submission
from istockist_sla.core.models.events import Event, EventQuerySet
from istockist_sla.core.models.heartbeats import Heartbeat
from istockist_sla.core.models.letters import Letter, LetterQuerySet
from istockist_sla.core.models.users import User, UserManager

__all__ = [
    "Event",
    "EventQuerySet",
    "FormDraft",
    "Heartbeat",
    "Letter",
    "LetterQuerySet",
    "Submission",
    "User",
    "UserManager",
]
