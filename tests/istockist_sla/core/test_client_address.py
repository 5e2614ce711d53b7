"""Whose address a request has, with a proxy in front and without."""

import pytest

from istockist_sla.core.client_address import client_address


@pytest.fixture
def behind_proxy(settings):
    settings.BEHIND_PROXY = True


def test_without_a_proxy_nobody_can_write_another_address(rf):
    request = rf.get("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="198.51.100.9")
    assert client_address(request) == "203.0.113.7"


def test_without_a_proxy_the_machine_itself_is_believed_no_more(rf):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.9")
    assert client_address(request) == "127.0.0.1"


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1", ""])
def test_behind_the_proxy_the_address_that_it_has_written_last_counts(rf, behind_proxy, peer):
    forged = "192.0.2.1, 198.51.100.9"
    request = rf.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forged)
    assert client_address(request) == "198.51.100.9"


def test_a_request_past_the_proxy_has_its_own_address(rf, behind_proxy):
    request = rf.get("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="198.51.100.9")
    assert client_address(request) == "203.0.113.7"


def test_the_machine_itself_has_its_own_address_behind_the_proxy_too(rf, behind_proxy):
    assert client_address(rf.get("/", REMOTE_ADDR="127.0.0.1")) == "127.0.0.1"


def test_a_request_from_nowhere_is_unknown(rf):
    assert client_address(rf.get("/", REMOTE_ADDR="")) == "unknown"
