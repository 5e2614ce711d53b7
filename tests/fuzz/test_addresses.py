"""No address breaks anything, whatever stands in it and whoever asks."""

from dataclasses import replace
from itertools import cycle, islice

import pytest

from tests.fuzz.addresses import arguments
from tests.fuzz.reading import parameters_of
from tests.fuzz.sending import Sent
from tests.fuzz.values import ARGUMENTS, RAW_ARGUMENTS, RAW_VALUES, VALUES
from tests.url_table import ARGUMENT, url_table

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE")


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


@pytest.fixture(scope="module")
def read(world, browsers) -> list[tuple[Sent, set[str]]]:
    """Each page, with the parameters that it reads and one that it does not."""
    pages = [
        Sent(path=address.path(**given), who=who)
        for address in url_table()
        for given in arguments(address, token=["nothing"])[-1:]
        for who in ("everything", "client", "anonymous")
    ]
    return [(page, parameters_of(browsers, page)) for page in pages]


def test_what_a_page_reads_is_found(read):
    found = {(page.who, page.path): names for page, names in read}
    assert found["client", "/articles/"] >= {"q"}
    assert found["everything", "/desk/clock/"] >= {"fault_class", "nothing"}


def test_no_parameter_breaks_a_page(read, browsers, chosen):
    cases = [
        replace(page, query=f"{name}={value}")
        for page, names in read
        for name in sorted(names)
        for value in (*VALUES, *RAW_VALUES)
    ]
    assert browsers.failures(chosen(cases, 150)) == []


def test_no_two_parameters_break_a_page(read, browsers, chosen):
    """Each name twice, and all the names of a page at once."""
    cases = []
    pairs = cycle(zip(VALUES, (*VALUES[7:], *VALUES[:7]), strict=True))
    for page, names in read:
        for name in sorted(names):
            value, other = next(pairs)
            cases.append(replace(page, query=f"{name}={value}&{name}={other}"))
        for value, _ in islice(pairs, 8):
            cases.append(replace(page, query="&".join(f"{n}={value}" for n in sorted(names))))
    assert browsers.failures(chosen(cases, 60)) == []
