"""People and how they sign in, the append-only log of events, the outbox of letters, drafts, and
signs of life.

Direction of imports: users, cutoffs < events < letters; users < sign_in, role_proposals,
second_factors; drafts and heartbeats import none of them.
"""

from istockist_sla.core.models.cutoffs import Cutoff, RecordedAtField
from istockist_sla.core.models.drafts import FormDraft, Submission
from istockist_sla.core.models.events import Event, EventQuerySet
from istockist_sla.core.models.heartbeats import Heartbeat
from istockist_sla.core.models.letters import Letter, LetterQuerySet, Relay
from istockist_sla.core.models.role_proposals import RoleProposal, RoleProposalQuerySet
from istockist_sla.core.models.second_factors import SecondFactorReset
from istockist_sla.core.models.sign_in import (
    KnownNetwork,
    SignInLink,
    SignInRequest,
    SignInThrottle,
)
from istockist_sla.core.models.users import User, UserManager

__all__ = [
    "Cutoff",
    "Event",
    "EventQuerySet",
    "FormDraft",
    "Heartbeat",
    "KnownNetwork",
    "Letter",
    "LetterQuerySet",
    "RecordedAtField",
    "Relay",
    "RoleProposal",
    "RoleProposalQuerySet",
    "SecondFactorReset",
    "SignInLink",
    "SignInRequest",
    "SignInThrottle",
    "Submission",
    "User",
    "UserManager",
]
