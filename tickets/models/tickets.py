"""The ticket: one client's folder. Its columns cache what the events say."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.functional import cached_property
from django_fsm import FSMField, transition

from availability.models import Component
from istockist_sla.core.models import Event
from tickets.models.choices import (
    Channel,
    CloseReason,
    FaultClass,
    QueueGroup,
    Team,
    TicketKind,
    TicketState,
)
from tickets.models.clients import Client, ClientAdministrator
from tickets.models.clock_results import ClockResult
from tickets.models.faults import Fault
from tickets.models.steps import AS_CLOSED_FROM, CLASSED, UNCLOSED, is_above_low, is_unclassed
from tickets.models.ticket_constraints import CONSTRAINTS, INDEXES
from tickets.models.verbs import Verb

# Sorts what has no running deadline behind all that has one, on every database.
NO_DEADLINE = datetime(9999, 12, 31, tzinfo=UTC)
# Where a clock stands still, what is left of its limit is counted from here.
NOTHING_LEFT = datetime(1970, 1, 1, tzinfo=UTC)
# Limits that have passed first, the longest first, then those that run by their due instant: times
# left cannot be compared across calendars. Paused ones by what is left, the rest by their age.
QUEUE_ORDER = ("queue_group", "next_deadline_at", "opened_at", "id")


class TicketQuerySet(models.QuerySet["Ticket"]):
    def unclosed(self) -> "TicketQuerySet":
        return self.exclude(state=TicketState.CLOSED)

    def to_qualify(self) -> "TicketQuerySet":
        return self.filter(state=TicketState.OPEN)

    def unassigned(self) -> "TicketQuerySet":
        return self.unclosed().filter(owner__isnull=True)

    def waiting_for_client(self) -> "TicketQuerySet":
        return self.unclosed().filter(waiting_since__isnull=False)

    def with_results(self) -> "TicketQuerySet":
        """With what their clocks came to, in one more query for all."""
        results = Prefetch("clock_results", to_attr="results")
        return self.prefetch_related(results)  # type: ignore[no-redef]

    def with_works_again(self) -> "TicketQuerySet":
        """`works_again`: whether the client closed it last with that word."""
        said = Event.objects.filter(
            subject_kind=Event.Kind.TICKET,
            subject_id=OuterRef("pk"),
            verb=Verb.CLOSE,
            at=OuterRef("closed_at"),
            data__works_again=True,
        )
        return self.annotate(works_again=Exists(said))

    def in_queue_order(self) -> "TicketQuerySet":
        return self.order_by(*QUEUE_ORDER)

    def due_between(self, start: datetime, end: datetime) -> "TicketQuerySet":
        """Unclosed ones whose limit is used up in [start, end)."""
        due = self.filter(next_deadline_at__gte=start, next_deadline_at__lt=end)
        return due.unclosed().filter(queue_group=QueueGroup.LIMIT)

    def due_for_check(self, at: datetime) -> "TicketQuerySet":
        return self.filter(next_check_at__lte=at).order_by("next_check_at", "id")

    def touched_by(self, start: datetime, end: datetime) -> "TicketQuerySet":
        """Those of which time in [start, end) may count, before a closing or towards a limit."""
        due_later = ClockResult.objects.filter(ticket=OuterRef("pk"), due_at__gt=start)
        open_then = Q(closed_at__isnull=True) | Q(closed_at__gt=start)
        return self.filter(open_then | Exists(due_later), opened_at__lt=end)


class Ticket(models.Model):
    number = models.PositiveIntegerField(unique=True)
    client = models.ForeignKey(Client, models.PROTECT, related_name="tickets")
    client_sequence = models.PositiveIntegerField(
        help_text="Its place among all tickets of the client, in the order of their numbers."
    )
    administrator = models.ForeignKey(
        ClientAdministrator, models.PROTECT, related_name="tickets", verbose_name="opened by"
    )
    channel = models.CharField(max_length=8, choices=Channel)
    subject = models.CharField(max_length=200)
    opened_at = models.DateTimeField(help_text="Counts for every clock (O1, P2).")
    created_at = models.DateTimeField(help_text="When the folder was made (O1).")
    low_priority = models.BooleanField(default=False, help_text="Set by the client only (G6).")
    provisional_class = models.CharField(max_length=16, choices=FaultClass, blank=True)
    checks = models.JSONField(default=dict, help_text="The four checks of O2, by code.")

    state = FSMField(default=TicketState.OPEN, choices=TicketState.choices, protected=True)
    kind = models.CharField(max_length=8, choices=TicketKind, default=TicketKind.FAULT)
    fault_class = models.CharField("class", max_length=16, choices=FaultClass, blank=True)
    class_test = models.CharField(max_length=24, blank=True, help_text="Which test of C1.")
    qualified_at = models.DateTimeField(null=True, blank=True)
    fault = models.ForeignKey(Fault, models.PROTECT, null=True, blank=True, related_name="tickets")
    components = models.ManyToManyField(Component, blank=True, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="owned"
    )
    team = models.CharField("technical team", max_length=16, choices=Team, blank=True)
    team_since = models.DateTimeField(null=True, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True, help_text="Stops the response (K6).")
    waiting_since = models.DateTimeField(null=True, blank=True, help_text="For the client (K10).")
    last_word_at = models.DateTimeField()
    last_word_side = models.CharField(max_length=16, default="client")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_from = models.CharField(max_length=16, choices=TicketState, blank=True)
    close_reason = models.CharField(max_length=16, choices=CloseReason, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    mail_after_closing = models.BooleanField(default=False, help_text="Flagged (K13).")
    perhaps_automatic = models.BooleanField(default=False, help_text="Until confirmed (K10).")

    queue_group = models.PositiveSmallIntegerField(
        choices=QueueGroup, default=QueueGroup.NO_LIMIT, help_text="Orders the queue."
    )
    next_deadline_at = models.DateTimeField(
        default=NO_DEADLINE, help_text="The next deadline that runs; orders the queue within it."
    )
    next_check_at = models.DateTimeField(
        null=True, blank=True, help_text="When the sweep looks next."
    )

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        permissions = [
            ("handle_ticket", "Can take tickets through their life"),
            ("report_back", "Can answer a hand-over for a technical team"),
            ("view_month", "Can read the months"),
            ("approve_finding", "Can approve findings"),
        ]
        indexes = INDEXES
        constraints = CONSTRAINTS

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def is_closed(self) -> bool:
        return self.state == TicketState.CLOSED

    @property
    def is_fault(self) -> bool:
        return self.kind == TicketKind.FAULT

    @cached_property
    def results(self) -> list[ClockResult]:
        """What its clocks came to, as stored; `with_results` reads those of many at once."""
        return list(self.clock_results.all())

    @property
    def response(self) -> ClockResult:
        """The response as it stands; an empty one where the ticket was never judged."""
        return self._result(ClockResult.Clock.RESPONSE)

    @property
    def fix(self) -> ClockResult:
        """The fix as it stands; an empty one where the ticket was never judged."""
        return self._result(ClockResult.Clock.FIX)

    def _result(self, clock: ClockResult.Clock) -> ClockResult:
        for result in self.results:
            if result.clock == clock and result.closing == 0:
                return result
        return ClockResult(ticket=self, clock=clock)

    # Steps of the lifecycle: pure assignment; only `tickets.lifecycle` calls them.

    @transition(
        state,
        source=[TicketState.OPEN, TicketState.QUALIFIED],
        target=TicketState.QUALIFIED,
        conditions=[is_unclassed],
        permission="tickets.handle_ticket",
    )
    def qualify(
        self, *, kind: str, fault_class: str, class_test: str, fault: Fault | None, at: datetime
    ) -> None:
        self.kind, self.fault_class, self.class_test = kind, fault_class, class_test
        self.fault, self.qualified_at = fault, at

    @transition(
        state,
        source=CLASSED,
        target=TicketState.DOWNGRADED,
        conditions=[is_above_low],
        permission="tickets.handle_ticket",
    )
    def downgrade(self, *, to: str) -> None:
        self.fault_class = to

    def rectify(self, *, fault_class: str, class_test: str) -> None:
        self.fault_class, self.class_test = fault_class, class_test

    @transition(state, source=CLASSED, target=TicketState.QUALIFIED)
    def rectify_to_request(self) -> None:
        self.kind, self.fault_class, self.class_test = TicketKind.REQUEST, "", ""
        self.fault = None

    def rectify_closed_to_request(self) -> None:
        self.kind, self.fault_class, self.class_test = TicketKind.REQUEST, "", ""
        self.fault, self.closed_from = None, TicketState.QUALIFIED

    @transition(
        state,
        source=UNCLOSED,
        target=TicketState.CLOSED,
        permission="tickets.handle_ticket",
    )
    def close(self, *, reason: str, duplicate_of: "Ticket | None", at: datetime) -> None:
        self.closed_from, self.close_reason = self.state, reason
        self.duplicate_of, self.closed_at = duplicate_of, at
        self.waiting_since = None

    @transition(
        state,
        source=TicketState.CLOSED,
        target=AS_CLOSED_FROM,
        permission="tickets.handle_ticket",
    )
    def reopen(self) -> None:
        self.closed_at, self.close_reason = None, ""
        self.duplicate_of, self.mail_after_closing = None, False

    @transition(state, source=TicketState.CLOSED, target=AS_CLOSED_FROM)
    def undo_closing(self, *, team: str, team_since: datetime | None) -> None:
        """As if never closed: the team that had it has it again (E2)."""
        self.closed_at, self.close_reason, self.mail_after_closing = None, "", False
        self.team, self.team_since = team, team_since
