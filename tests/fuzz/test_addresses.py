"""No address breaks anything, whatever stands in it and whoever asks."""

import pytest

from tests.fuzz.addresses import arguments
from tests.fuzz.sending import Sent
from tests.fuzz.values import ARGUMENTS, RAW_ARGUMENTS, RAW_VALUES, VALUES
from tests.url_table import ARGUMENT, url_table

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE")
# Parameters that any page might read.
PARAMETERS = ("q", "page", "p", "o", "all", "next", "e", "client", "follows", "to", "view", "draft")


def test_no_row_breaks_its_page(world, browsers, chosen):
    """Each page of each row that there is, for each role and by each method."""
    cases = [
        Sent(path=address.path(**given), who=who, method=method)
        for address in url_table()
        for given in arguments(address, token=["nothing"])
        for who in world.people
        for method in METHODS
    ]
    assert browsers.failures(chosen(cases, 200)) == []


def test_no_argument_breaks_a_page(world, browsers, chosen):
    cases = []
    for address in url_table():
        usual = arguments(address, token=["nothing"])
        names = [found["name"] for found in ARGUMENT.finditer(address.route)]
        for name in names if usual else []:
            mark = "\ue000"
            path = address.path(**{**usual[-1], name: mark})
            for value in (*ARGUMENTS, *RAW_ARGUMENTS):
                odd = path.replace("%EE%80%80", value)
                cases += [
                    Sent(path=odd, who=who, method=method)
                    for who in ("everything", "client", "anonymous")
                    for method in ("GET", "POST")
                ]
    assert browsers.failures(chosen(cases, 200)) == []


def test_no_parameter_breaks_a_page(world, browsers, chosen):
    cases = [
        Sent(path=address.path(**given), who=who, query=f"{name}={value}")
        for address in url_table()
        for given in arguments(address, token=["nothing"])[-1:]
        for name in PARAMETERS
        for value in (*VALUES, *RAW_VALUES)
        for who in ("everything", "client", "anonymous")
    ]
    assert browsers.failures(chosen(cases, 150)) == []
