"""What the database holds true of every ticket, and by what it finds one."""

from django.db import models
from django.db.models import F, Q

QUEUE = ("queue_group", "next_deadline_at", "opened_at", "id")
UNCLOSED = ~Q(state="closed")
INDEXES = [
    # Each view of the queue finds its rows in their order, and is counted without the table.
    models.Index(fields=QUEUE, name="ticket_queue", condition=UNCLOSED),
    models.Index(fields=["owner", *QUEUE], name="ticket_queue_owner", condition=UNCLOSED),
    models.Index(fields=["client", *QUEUE], name="ticket_queue_client", condition=UNCLOSED),
    models.Index(fields=["fault_class", *QUEUE], name="ticket_queue_class", condition=UNCLOSED),
    models.Index(
        fields=["team", *QUEUE], name="ticket_queue_team", condition=UNCLOSED & ~Q(team="")
    ),
    models.Index(fields=QUEUE, name="ticket_queue_to_qualify", condition=Q(state="open")),
    models.Index(
        fields=QUEUE,
        name="ticket_queue_waiting",
        condition=UNCLOSED & Q(waiting_since__isnull=False),
    ),
    models.Index(
        fields=["closed_at"],
        name="ticket_after_closing",
        condition=Q(state="closed", mail_after_closing=True),
    ),
    models.Index(
        fields=["next_check_at"],
        name="ticket_next_check",
        condition=Q(next_check_at__isnull=False),
    ),
    models.Index(fields=["client", "opened_at"], include=["closed_at"], name="ticket_client_month"),
    models.Index(fields=["opened_at"], include=["id", "number"], name="ticket_month"),
    models.Index(
        fields=["administrator", "created_at"],
        name="ticket_by_mail",
        condition=Q(channel="mail"),
    ),
    models.Index(fields=["closed_at"], include=["opened_at"], name="ticket_closed"),
    models.Index(fields=["opened_at"], name="ticket_unclosed", condition=Q(closed_at=None)),
    models.Index(fields=["id"], name="ticket_unsure", condition=Q(perhaps_automatic=True)),
]
CONSTRAINTS: list[models.BaseConstraint] = [
    models.UniqueConstraint(fields=["client", "client_sequence"], name="ticket_counted_once"),
    models.CheckConstraint(
        condition=Q(state="closed", closed_at__isnull=False)
        & ~Q(close_reason="")
        & ~Q(closed_from="")
        | (~Q(state="closed") & Q(closed_at__isnull=True, close_reason="", closed_from="")),
        name="ticket_closed_has_instant",
    ),
    models.CheckConstraint(
        condition=~Q(state__in=["qualified", "downgraded"])
        | Q(kind="request", fault_class="", fault__isnull=True)
        | (Q(kind="fault", fault__isnull=False) & ~Q(fault_class="")),
        name="ticket_qualified_fault_has_class",
    ),
    models.CheckConstraint(
        condition=~Q(state="open") | Q(fault_class="", fault__isnull=True),
        name="ticket_open_has_no_class",
    ),
    models.CheckConstraint(
        condition=~Q(state="downgraded") | Q(fault_class__in=["medium", "low"]),
        name="ticket_downgraded_is_lower",
    ),
    models.CheckConstraint(
        condition=Q(close_reason="duplicate", duplicate_of__isnull=False)
        | (~Q(close_reason="duplicate") & Q(duplicate_of__isnull=True)),
        name="ticket_duplicate_names_another",
    ),
    models.CheckConstraint(
        condition=Q(created_at__gte=F("opened_at")), name="ticket_opened_before_created"
    ),
    models.CheckConstraint(
        condition=Q(team="", team_since__isnull=True) | (~Q(team="") & Q(team_since__isnull=False)),
        name="ticket_team_has_since",
    ),
]
