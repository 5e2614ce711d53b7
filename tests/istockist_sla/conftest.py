"""More System administrators than the one of the cast."""

import pytest

from istockist_sla.core import roles
from tests.conftest import member


@pytest.fixture
def padraig(db):
    """Another System administrator."""
    return member("padraig@istockist.example", "Pádraig Lyons", roles.ADMINISTRATOR)


@pytest.fixture
def maeve(db):
    """A third one."""
    return member("maeve@istockist.example", "Maeve Dunne", roles.ADMINISTRATOR)
