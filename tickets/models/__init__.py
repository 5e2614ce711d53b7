"""Rows of the tickets app.

Direction of imports: choices < steps, tallies; steps, clients < agreements, volumes, faults,
clock_results < tickets < sent_warnings, messages, ratings; messages < inbound < floods; messages <
findings, closings < amendments, month_reports; verifiers < closings; clients < exports; counters,
pre_checks, faq, verbs and ticket_constraints stand alone. A module imports only from those before
it.
"""

from tickets.models.agreements import (
    Agreement,
    AgreementVersion,
    CalendarVersion,
    ClassLimit,
    Holiday,
    HolidayList,
    SupportCalendar,
    SupportWindow,
)
from tickets.models.amendments import Amendment
from tickets.models.choices import (
    Channel,
    CloseReason,
    FaultClass,
    QueueGroup,
    Team,
    TicketKind,
    TicketState,
)
from tickets.models.clients import (
    Client,
    ClientAdministrator,
    ClientFact,
    CustomerSuccessContact,
)
from tickets.models.clock_results import ClockResult, ResultRow, to_upsert
from tickets.models.closings import (
    ClosedClient,
    ClosedMonth,
    ClosedRecord,
    Closing,
    FolderSalt,
    Nonce,
)
from tickets.models.counters import Counter
from tickets.models.exports import Export
from tickets.models.faq import Article, ArticleFeedback
from tickets.models.faults import Fault
from tickets.models.findings import CONTESTABLE, Finding
from tickets.models.floods import Flood
from tickets.models.inbound import InboundMail, Mailbox, UnfetchedMail
from tickets.models.messages import Attachment, HandOver, InformationRequest, Message
from tickets.models.month_reports import MonthReport
from tickets.models.pre_checks import PreCheck, PreCheckState
from tickets.models.ratings import LOW_RATINGS, RATEABLE, Rating
from tickets.models.sent_warnings import SentWarning
from tickets.models.tallies import Tally
from tickets.models.tickets import Ticket, TicketQuerySet
from tickets.models.verbs import Verb
from tickets.models.verifiers import Verifier
from tickets.models.volumes import FactProposal, OrderCount

__all__ = [
    "CONTESTABLE",
    "LOW_RATINGS",
    "RATEABLE",
    "Agreement",
    "AgreementVersion",
    "Amendment",
    "Article",
    "ArticleFeedback",
    "Attachment",
    "CalendarVersion",
    "Channel",
    "ClassLimit",
    "Client",
    "ClientAdministrator",
    "ClientFact",
    "ClockResult",
    "CloseReason",
    "ClosedClient",
    "ClosedMonth",
    "ClosedRecord",
    "Closing",
    "Counter",
    "CustomerSuccessContact",
    "Export",
    "FactProposal",
    "Fault",
    "FaultClass",
    "Finding",
    "Flood",
    "FolderSalt",
    "HandOver",
    "Holiday",
    "HolidayList",
    "InboundMail",
    "InformationRequest",
    "Mailbox",
    "Message",
    "MonthReport",
    "Nonce",
    "OrderCount",
    "PreCheck",
    "PreCheckState",
    "QueueGroup",
    "Rating",
    "ResultRow",
    "SentWarning",
    "SupportCalendar",
    "SupportWindow",
    "Tally",
    "Team",
    "Ticket",
    "TicketKind",
    "TicketQuerySet",
    "TicketState",
    "UnfetchedMail",
    "Verb",
    "Verifier",
    "to_upsert",
]
