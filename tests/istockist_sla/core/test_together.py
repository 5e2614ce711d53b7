"""Rows are stored together, and stored again, as Django's own saving would."""

import pytest
from django.db import connection

from istockist_sla.core import together
from tests.conftest import OPENED
from tests.factories import ClientFactory
from tickets.mailroom import intake
from tickets.models import Client, InboundMail, Ticket

pytestmark = pytest.mark.django_db


def columns(row):
    fresh = type(row).objects.get(pk=row.pk)
    return {field.attname: getattr(fresh, field.attname) for field in row._meta.concrete_fields}


def test_a_row_is_stored_again_with_all_its_columns(ticket):
    ticket.subject, ticket.checks, ticket.low_priority = "Other", {"a": [1, None]}, True
    together.write(together.update(ticket))
    stored = columns(ticket)
    ticket.save()
    assert columns(ticket) == stored
    assert (stored["subject"], stored["checks"], stored["low_priority"]) == (
        "Other",
        {"a": [1, None]},
        True,
    )


def test_of_a_row_only_the_named_columns_are_stored(ticket):
    ticket.subject, ticket.low_priority = "Other", True
    together.write(together.update(ticket, ["subject"]))
    stored = columns(ticket)
    assert (stored["subject"], stored["low_priority"]) == ("Other", False)


def test_no_other_row_is_touched(open_ticket):
    one, other = open_ticket(), open_ticket()
    one.subject = "Other"
    together.write(together.update(one))
    assert Ticket.objects.get(pk=other.pk).subject == other.subject != "Other"


def test_several_tables_are_one_statement_on_postgresql(ticket, django_assert_num_queries):
    client = ClientFactory.build(name="Larch", code="larch")
    ticket.subject = "Other"
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
        together.write(*together.insert([client]), together.update(ticket))
    assert Client.objects.filter(code="larch").exists()
    assert Ticket.objects.get().subject == "Other"


@pytest.mark.parametrize(("state", "stored"), [("received", True), ("held", False)])
def test_a_row_that_is_another_by_now_is_not_stored(state, stored):
    mail = intake.store(b"Subject: Orders\r\n\r\nNone.\r\n", at=OPENED)
    mail.note = "Read."
    assert together.update_as(mail, ["note"], state=state) is stored
    assert InboundMail.objects.get().note == ("Read." if stored else "")


@pytest.mark.parametrize("subject", ["", "NULL", "''", "%s", "TRUE"])
@pytest.mark.parametrize("low_priority", [True, False])
@pytest.mark.parametrize("owner", [None, 1])
def test_what_is_empty_is_stored_as_it_is(ticket, aoife, subject, low_priority, owner):
    ticket.subject, ticket.low_priority = subject, low_priority
    ticket.owner = aoife if owner else None
    together.write(together.update(ticket))
    stored = columns(ticket)
    assert (stored["subject"], stored["low_priority"]) == (subject, low_priority)
    assert stored["owner_id"] == ticket.owner_id


@pytest.mark.parametrize("code", ["orders-stopped", "o'clock", "%s", "Größe", "a\\"])
def test_a_short_text_is_stored_as_it_is_whether_it_is_a_code_or_not(ticket, code):
    ticket.class_test = code
    together.write(together.update(ticket))
    assert columns(ticket)["class_test"] == code
