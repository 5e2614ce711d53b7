"""The words that a ticket's columns choose from."""

from django.db import models


class TicketState(models.TextChoices):
    OPEN = "open", "Open"
    QUALIFIED = "qualified", "Qualified"
    DOWNGRADED = "downgraded", "Downgraded"
    CLOSED = "closed", "Closed"


class TicketKind(models.TextChoices):
    FAULT = "fault", "Fault"
    REQUEST = "request", "Request"


class FaultClass(models.TextChoices):
    CRITICAL = "critical", "Critical"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class Channel(models.TextChoices):
    MAIL = "mail", "E-mail"
    PORTAL = "portal", "Portal"
    DESK = "desk", "Opened by Support"
    IMPORT = "import", "Imported"


class CloseReason(models.TextChoices):
    RESOLVED = "resolved", "Resolved"
    NO_ANSWER = "no-answer", "No answer to our question"
    CONFIRMED = "confirmed", "Closed unresolved, confirmed by the client"
    DUPLICATE = "duplicate", "Duplicate of another ticket"
    SPAM = "spam", "Spam"


class QueueGroup(models.IntegerChoices):
    """In the order in which the queue lists them."""

    LIMIT = 0, "A limit runs or has passed"
    TO_QUALIFY = 1, "Answered, to qualify"
    PAUSED = 2, "Paused"
    NO_LIMIT = 3, "Without limit"


class Team(models.TextChoices):
    OPERATIONS = "operations", "Operations"
    DEVELOPMENT = "development", "Development"
