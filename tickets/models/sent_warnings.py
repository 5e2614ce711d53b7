"""Warnings, misses and reminders that the sweep has sent."""

from django.db import models
from django.db.models import Q

from tickets.models.tickets import Ticket


class SentWarning(models.Model):
    """A warning, miss or reminder, sent once, with the deadline that it is about. A question that
    was delivered again has another deadline, and is reminded of anew (E2)."""

    class Clock(models.TextChoices):
        RESPONSE = "response", "First answer"
        FIX = "fix", "Fix"
        QUESTION = "question", "Unanswered question"

    class Threshold(models.TextChoices):
        WARNING = "warning", "One hour left"
        MISS = "miss", "Limit passed"
        FIRST_REMINDER = "first-reminder", "First reminder"
        SECOND_REMINDER = "second-reminder", "Second reminder"

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="sent_warnings")
    clock = models.CharField(max_length=16, choices=Clock)
    threshold = models.CharField(max_length=16, choices=Threshold)
    subject_id = models.BigIntegerField(default=0, help_text="The question a reminder is about.")
    deadline = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "clock", "threshold"],
                condition=~Q(clock="question"),
                name="sent_warning_once",
            ),
            models.UniqueConstraint(
                fields=["ticket", "threshold", "subject_id", "deadline"],
                condition=Q(clock="question"),
                name="sent_reminder_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_clock_display()}, {self.get_threshold_display()}"
