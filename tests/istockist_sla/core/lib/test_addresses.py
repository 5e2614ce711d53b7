"""Addresses and their networks."""

import pytest

from istockist_sla.core.lib.addresses import network_of, plain_address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:7:1::5", "2001:db8:7::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
    ],
)
def test_the_network_of_an_address_is_what_a_household_is_given(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize("text", ["", "unknown", "nonsense", "1.2.3", "203.0.113.256", "\x00", ","])
def test_what_is_no_address_has_an_unknown_network(text):
    assert network_of(text) == plain_address(text) == "unknown"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" 203.0.113.7 ", "203.0.113.7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("[2001:DB8::0:1]:4711", "2001:db8::1"),
        ('"[2001:db8::1]"', "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_an_address_stands_alone_however_a_proxy_writes_it(written, address):
    assert plain_address(written) == address
