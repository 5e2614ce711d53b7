"""Who may do what: every address and action for every role, by every method."""

import pytest

from tests.permissions import table
from tests.permissions.addresses import addresses, url_of
from tests.permissions.undone import ask

TABLE = table.read(table.FILE.read_text())
MAY = {"200", "on"}
# Whoever signs out is led to sign in again, and the audit log knows of it.
SIGN_OUT = {"account_logout", "account_reauthenticate"}


@pytest.fixture
def draft(world, browsers):
    """A report that the client has begun, and nobody else sees."""
    typed = {"subject": "Labels", "text": "They print twice."}
    next_step = browsers["client"].post("/report/", typed).url
    world.for_step["draft"] = next_step.split("/")[2]


def test_every_address_has_a_row():
    assert [address for address in addresses() if address not in TABLE] == []


def test_every_row_has_an_address():
    assert [address for address in TABLE if address not in addresses()] == []


@pytest.mark.parametrize("role", table.ROLES)
def test_every_address_answers_as_the_table_says(role, world, browsers, draft):
    """HEAD has to answer as GET does."""
    wrong = []
    for address in TABLE:
        url, cell = url_of(address, world), TABLE[address][role]
        for method in ("GET", "HEAD", "POST"):
            wanted = table.expected(cell, method)
            response, changed = ask(browsers[role], method, url)
            told = table.told(response)
            if told != wanted:
                wrong.append(f"{address} {method}: {told}, not {wanted}")
            if changed and (method != "POST" or (wanted not in MAY and address not in SIGN_OUT)):
                wrong.append(f"{address} {method}: changes something")
    assert wrong == []
