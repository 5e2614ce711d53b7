"""Clara's browser, and forms that she was given."""

import pytest

from istockist_sla.core.drafts import keeping
from istockist_sla.core.models import FormDraft

TEXT = "Order 88214 is still missing."


@pytest.fixture
def clara_in(client, clara):
    client.force_login(clara.user)
    return client


@pytest.fixture
def answer(ticket):
    """The address of the form that answers the ticket."""
    return f"/tickets/{ticket.number}/#answer"


@pytest.fixture
def written(clara, answer):
    """What Clara's browser sends of that form."""
    return {"author": keeping.sign(clara.user, answer), "text": TEXT}


@pytest.fixture
def draft_of():
    def found(person):
        return FormDraft.objects.filter(person=person).first()

    return found
