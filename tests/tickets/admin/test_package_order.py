"""The desk's packages import in one direction."""

import pytest

from tests.test_architecture import imports, sources

PREFIX = "tickets.admin."
MODULES = {name: text for name, text in sources() if name.startswith(PREFIX)}
# From the ground up; a root module that is not named stands below all packages.
ORDER = [
    "faq",
    "canned",
    "orders",
    "clients",
    "agreements",
    "faults",
    "months",
    "findings",
    "mail",
    "mailboxes",
    "tickets",
    "queue_views",
    "outages",
    "dashboard",
    "sla_calculator",
    "explanation",
    "search",
]


def package(module: str) -> str:
    return module.removeprefix(PREFIX).partition(".")[0]


def imported_packages(name: str) -> set[str]:
    return {
        package(other)
        for module, text in MODULES.items()
        if package(module) == name
        for other in imports(module, text, set(MODULES))
        if other.startswith(PREFIX) and package(other) != name
    }


def floor(name: str) -> int:
    return ORDER.index(name) + 1 if name in ORDER else 0


def test_every_package_has_a_floor():
    packages = {package(name) for name in MODULES if name.removeprefix(PREFIX).count(".")}
    assert packages <= set(ORDER)


@pytest.mark.parametrize("name", ORDER)
def test_a_package_imports_only_from_below(name):
    above = [other for other in imported_packages(name) if floor(other) >= floor(name)]
    assert above == []


@pytest.mark.parametrize("name", sorted({package(name) for name in MODULES} - {*ORDER}))
def test_a_root_module_imports_no_package(name):
    assert imported_packages(name) & {*ORDER} == set()


def test_mail_and_tickets_do_not_know_each_other():
    assert "tickets" not in imported_packages("mail")
    assert "mail" not in imported_packages("tickets")
