"""The tests of C1 as choices of a form."""

from tickets.admin.event_text import SENSE
from tickets.models import FaultClass
from tickets.sla.terms import CLASS_TESTS

REQUEST = "request"
REQUEST_CHOICE = (REQUEST, "It is a request for information, not a fault")
CLASS_TEST_CHOICES = [*SENSE.items(), REQUEST_CHOICE]


def with_class(code: str, sense: str) -> str:
    """A test with the class that it gives: `Anything else: Low`."""
    fault_class = CLASS_TESTS.get(code)
    return f"{sense}: {FaultClass(fault_class).label}" if fault_class else sense


CHOICES_WITH_CLASS = [(code, with_class(code, sense)) for code, sense in CLASS_TEST_CHOICES]
