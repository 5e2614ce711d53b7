"""What Support, the technical teams, managers and administrators see and do."""

from tickets.admin import audit_words, dashboard
from tickets.admin.agreements import admin as agreements
from tickets.admin.agreements import calendars, holidays
from tickets.admin.clients import admin as clients
from tickets.admin.clients import people
from tickets.admin.faq import admin as faq
from tickets.admin.faults import admin as faults
from tickets.admin.findings import admin as findings
from tickets.admin.findings import approvals as finding_approvals
from tickets.admin.mail import admin as mail
from tickets.admin.mail import floods
from tickets.admin.mailboxes import admin as mailboxes
from tickets.admin.months import approvals as month_approvals
from tickets.admin.orders import admin as orders
from tickets.admin.orders import approvals as volume_approvals
from tickets.admin.outages import extension as outages
from tickets.admin.tickets import admin as tickets
from tickets.admin.tickets import of_client

__all__ = [
    "agreements",
    "audit_words",
    "calendars",
    "clients",
    "dashboard",
    "faq",
    "faults",
    "finding_approvals",
    "findings",
    "floods",
    "holidays",
    "mail",
    "mailboxes",
    "month_approvals",
    "of_client",
    "orders",
    "outages",
    "people",
    "tickets",
    "volume_approvals",
]
