"""Whatever happens to a ticket, its documents say what the product says of it."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from istockist_sla.core.models import Letter
from tests.tickets.lifecycle.conftest import people as people
from tests.tickets.lifecycle.test_replay import HISTORIES, live
from tests.tickets.reports.bundles.conftest import MARCH, closed
from tickets import inputs
from tickets.models import Client, Ticket
from tickets.notifications import FOR_CLIENT
from tickets.notifications.witness import WITNESS
from tickets.reports.bundles.folders import client_rows, recorded_of
from tickets.reports.bundles.gathering import shared_rows
from tickets.sla.bundle.acts import Witness
from tickets.sla.bundle.letters import of_letters
from tickets.sla.bundle.month_rows import ClientMonth, MonthStamp
from tickets.sla.bundle.verifying import verify
from tickets.sla.verdict import RUNNING, judge

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def judged(ticket, at):
    """By the product's own way from the database."""
    return judge(inputs.load_inputs(Ticket.objects.get(pk=ticket.pk), as_of=at), now=at)


def judged_from_rows(ticket, at):
    """By the rows that stand in a document."""
    stamp, client = MonthStamp(MARCH, 1, at), Client.objects.get(pk=ticket.client_id)
    found = recorded_of(client, MARCH, fixed=[ticket.pk])
    rows = client_rows(client, found, stamp, hash_of=str, closed={})
    month = ClientMonth(shared_rows(stamp), rows)
    return next(each.verdicts for each in month.judged() if each.rows.number == ticket.number)


def told(verdicts):
    """All but the words that no document holds."""
    clocks = [verdicts.response, verdicts.fix, *verdicts.earlier_fixes]
    return (
        [clock._replace(ledger=()) for clock in clocks],
        [[segment[:4] for segment in clock.ledger] for clock in clocks],
        [condition.outcome for condition in verdicts.conditions],
        verdicts.about_orders,
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HISTORIES)
def test_rows_of_a_document_give_the_verdicts_of_the_database(open_ticket, people, history):
    with transaction.atomic():
        ticket = open_ticket()
        at = live(ticket, people, history) + SECOND
        assert told(judged_from_rows(ticket, at)) == told(judged(ticket, at))
        transaction.set_rollback(True)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HISTORIES)
def test_the_verifier_finds_no_difference_but_what_is_undecided(open_ticket, people, history):
    with transaction.atomic():
        ticket = open_ticket()
        at = live(ticket, people, history) + SECOND
        made = closed(MARCH, at)
        runs = judged(ticket, at).response.verdict == RUNNING
        undecided = [f"ticket {ticket.number}: undecided, its response runs"] * runs
        found = verify(made.files("meadow"), head=made.head)
        own = [each for each in found if each.startswith(f"ticket {ticket.number}: undecided")]
        assert own == undecided
        assert all("undecided" in each for each in found)
        transaction.set_rollback(True)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HISTORIES)
def test_the_letters_of_a_ticket_say_what_its_bundle_says(open_ticket, people, history):
    with transaction.atomic():
        ticket = open_ticket()
        made = closed(MARCH, live(ticket, people, history) + SECOND)
        records = {
            f"{ticket.number}={act}:{at}:{digits}"
            for act, at, digits in (
                Witness(**each.context[WITNESS])
                for each in Letter.objects.filter(subject_id=ticket.pk, template__in=FOR_CLIENT)
            )
        }
        assert records
        assert list(of_letters(made.files("meadow"), sorted(records))) == []
        transaction.set_rollback(True)
