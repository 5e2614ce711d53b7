"""Rows of the tickets app.

Direction of imports: choices, clients < agreements, volumes, faults < tickets < told, messages <
inbound, findings; checks and faq stand alone. A module imports only from those before it.
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
from tickets.models.choices import Channel, CloseReason, FaultClass, Kind, State, Team
from tickets.models.clients import (
    Client,
    ClientAdministrator,
    ClientFact,
    CustomerSuccessContact,
)
from tickets.models.faq import Article
from tickets.models.faults import Fault
from tickets.models.findings import CONTESTABLE, Finding
from tickets.models.inbound import InboundMail, Mailbox
from tickets.models.messages import Attachment, HandOver, InformationRequest, Message
from tickets.models.pre_checks import Check, CheckState
from tickets.models.sent_warnings import Told
from tickets.models.tickets import Sequence, Ticket
from tickets.models.volumes import FactProposal, OrderCount

__all__ = [
    "CONTESTABLE",
    "Agreement",
    "AgreementVersion",
    "Article",
    "Attachment",
    "CalendarVersion",
    "Channel",
    "Check",
    "CheckState",
    "ClassLimit",
    "Client",
    "ClientAdministrator",
    "ClientFact",
    "CloseReason",
    "CustomerSuccessContact",
    "FactProposal",
    "Fault",
    "FaultClass",
    "Finding",
    "HandOver",
    "Holiday",
    "HolidayList",
    "InboundMail",
    "InformationRequest",
    "Kind",
    "Mailbox",
    "Message",
    "OrderCount",
    "Sequence",
    "State",
    "SupportCalendar",
    "SupportWindow",
    "Team",
    "Ticket",
    "Told",
]
