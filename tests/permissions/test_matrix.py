"""Who may do what: every address and action for every role, by every method."""

from itertools import product

import pytest

from tests.permissions import table
from tests.permissions.addresses import addresses, url_of
from tests.permissions.undone import ask

TABLE = table.read(table.FILE.read_text())
MAY = {"200", "on"}
# Whoever signs out is led to sign in again, and the audit log knows of it.
SIGN_OUT = {"account_logout", "account_reauthenticate"}
# HEAD is asked of each address once, on the average, by some role; by the marker, by all.
HEADS = 250


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


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_address_answers_as_the_table_says(method, world, browsers, draft):
    cases = product(TABLE, table.ROLES, [method])
    assert [fault for case in cases for fault in faults(*case, world, browsers)] == []


def test_every_address_answers_to_head_as_to_get(world, browsers, draft, chosen):
    cases = chosen(product(TABLE, table.ROLES, ["HEAD"]), HEADS)
    assert [fault for case in cases for fault in faults(*case, world, browsers)] == []


def faults(address, role, method, world, browsers):
    """What is wrong with the answer to this request, in words."""
    wanted = table.expected(TABLE[address][role], method)
    response, changed = ask(browsers[role], method, url_of(address, world))
    told = table.told(response)
    if told != wanted:
        yield f"{role} {method} {address}: {told}, not {wanted}"
    if changed and (method != "POST" or (wanted not in MAY and address not in SIGN_OUT)):
        yield f"{role} {method} {address}: changes something"
