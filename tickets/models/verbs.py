"""What happens to tickets and faults: one name for the method, event, notice, URL and letter."""

from django.db.models import TextChoices


class Verb(TextChoices):
    """A step of a ticket or of its fault, as its event records it."""

    OPEN = "open", "Open"
    TAKE = "take", "Take in charge"
    ASSIGN = "assign", "Assign"
    QUALIFY = "qualify", "Qualify"
    MOVE = "move", "Move to another fault"
    REPLY = "reply", "Reply"
    NOTIFY = "notify", "Write to all"
    ASK = "ask", "Ask the client"
    WRITE = "write", "Write"
    NOTICE_FAILED = "notice_failed", "Question not delivered"
    NOTICE_DELIVERED = "notice_delivered", "Question delivered after all"
    ANSWER = "answer", "Record the answer"
    CONFIRM_PERSON = "confirm_person", "Confirm that a person wrote it"
    SPLIT = "split", "Split off a ticket"
    NOTE = "note", "Internal note"
    HAND_OVER = "hand_over", "Hand over"
    HEAR_BACK = "hear_back", "Hear back"
    SET_PRIORITY = "set_priority", "Change the priority"
    DOWNGRADE = "downgrade", "Downgrade"
    CLOSE = "close", "Close"
    RESOLVE = "resolve", "Resolve"
    REOPEN = "reopen", "Reopen"
    UNDO_CLOSING = "undo_closing", "Undo the closing"
    RATE = "rate", "Rate"
    PROPOSE = "propose", "Propose a finding"
    APPROVE = "approve", "Approve"
    DECLINE = "decline", "Decline"
    RECTIFY = "rectify", "Rectify the class"
    CONTEST = "contest", "Contest"
    UPHOLD = "uphold", "Uphold"
    WITHDRAW = "withdraw", "Withdraw"
    AMEND = "amend", "Amend the closed month"

    @property
    def icon(self) -> str:
        """Its name in the sprite."""
        return ICONS[self]

    @property
    def is_handling(self) -> bool:
        """Whether it is handling when a person of Support does it, so that the client sees it
        (K6); a closing is so only for some reasons (E4)."""
        return self in HANDLING

    @property
    def is_seen_by_client(self) -> bool:
        """Whether the client's own page of the ticket shows it."""
        return self in SEEN_BY_CLIENT


ICONS: dict[Verb, str] = {
    Verb.OPEN: "inbox",
    Verb.TAKE: "user-round-check",
    Verb.ASSIGN: "user-round",
    Verb.QUALIFY: "badge-check",
    Verb.MOVE: "split",
    Verb.REPLY: "reply",
    Verb.NOTIFY: "activity",
    Verb.ASK: "message-question",
    Verb.WRITE: "message-square",
    Verb.ANSWER: "message-square",
    Verb.NOTICE_FAILED: "mail-question",
    Verb.NOTICE_DELIVERED: "send",
    Verb.CONFIRM_PERSON: "user-round-check",
    Verb.SPLIT: "split",
    Verb.NOTE: "lock",
    Verb.HAND_OVER: "send",
    Verb.HEAR_BACK: "corner-up-left",
    Verb.SET_PRIORITY: "flag",
    Verb.DOWNGRADE: "arrow-down-to-line",
    Verb.CLOSE: "m-closed",
    Verb.RESOLVE: "activity",
    Verb.REOPEN: "undo-2",
    Verb.UNDO_CLOSING: "undo-2",
    Verb.RATE: "star",
    Verb.PROPOSE: "circle-dashed",
    Verb.APPROVE: "shield-check",
    Verb.DECLINE: "shield-off",
    Verb.RECTIFY: "pencil",
    Verb.CONTEST: "message-question",
    Verb.UPHOLD: "shield-check",
    Verb.WITHDRAW: "undo-2",
    Verb.AMEND: "lock",
}
HANDLING = frozenset(
    {
        Verb.TAKE,
        Verb.QUALIFY,
        Verb.REPLY,
        Verb.ASK,
        Verb.CLOSE,
        Verb.UPHOLD,
        Verb.WITHDRAW,
    }
)
# Acts of Support that the client reads of; notes, owners and hand-overs are not among them.
SEEN_BY_CLIENT = frozenset(
    {
        Verb.OPEN,
        Verb.TAKE,
        Verb.WRITE,
        Verb.REPLY,
        Verb.ASK,
        Verb.NOTICE_FAILED,
        Verb.NOTICE_DELIVERED,
        Verb.ANSWER,
        Verb.CONFIRM_PERSON,
        Verb.SPLIT,
        Verb.QUALIFY,
        Verb.RECTIFY,
        Verb.DOWNGRADE,
        Verb.CLOSE,
        Verb.REOPEN,
        Verb.UNDO_CLOSING,
        Verb.RATE,
        Verb.SET_PRIORITY,
        Verb.CONTEST,
        Verb.UPHOLD,
        Verb.WITHDRAW,
    }
)
