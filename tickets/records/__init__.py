"""Verbs on what tickets are judged by: clients, their facts and people, versions, articles.

Each verb is one transaction, appends an Event, and raises ActionRefused with a reason for the user.
"""

from istockist_sla.core.refusal import ActionRefused
from tickets.records.articles import (
    publish_article,
    revise_article,
    say_of_article,
    withdraw_article,
    write_article,
)
from tickets.records.clients import create_client, end_client, record_fact, rename_client
from tickets.records.guided import another_calendar, own_terms, set_up_client, special_day
from tickets.records.order_counts import Imported, record_order_counts
from tickets.records.people import (
    appoint_administrator,
    end_administrator,
    end_contact,
    name_contact,
    set_copies,
    set_letters,
    set_reports,
)
from tickets.records.versions import (
    draft_agreement,
    draft_calendar,
    draft_own_agreement,
    propose_holidays,
    publish_agreement,
    publish_calendar,
    publish_holidays,
    record_revision,
)
from tickets.records.volumes import (
    approve_fact,
    compared,
    decline_fact,
    figures,
    propose_fact,
    suggestions,
)

__all__ = [
    "ActionRefused",
    "Imported",
    "another_calendar",
    "appoint_administrator",
    "approve_fact",
    "compared",
    "create_client",
    "decline_fact",
    "draft_agreement",
    "draft_calendar",
    "draft_own_agreement",
    "end_administrator",
    "end_client",
    "end_contact",
    "figures",
    "name_contact",
    "own_terms",
    "propose_fact",
    "propose_holidays",
    "publish_agreement",
    "publish_article",
    "publish_calendar",
    "publish_holidays",
    "record_fact",
    "record_order_counts",
    "record_revision",
    "rename_client",
    "revise_article",
    "say_of_article",
    "set_copies",
    "set_letters",
    "set_reports",
    "set_up_client",
    "special_day",
    "suggestions",
    "withdraw_article",
    "write_article",
]
