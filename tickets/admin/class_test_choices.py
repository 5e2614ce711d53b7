"""The tests of C1 as choices of a form."""

from tickets.models import FaultClass
from tickets.sla.terms import CLASS_TESTS
from tickets.wording.class_tests import CHOICES

REQUEST = "request"
REQUEST_CHOICE = (REQUEST, "It is a request for information, not a fault")
CLASS_TEST_CHOICES = [*CHOICES.items(), REQUEST_CHOICE]


def with_class(code: str, choice: str) -> str:
    """A test with the class that it gives: `Anything else: Low`."""
    fault_class = CLASS_TESTS.get(code)
    return f"{choice}: {FaultClass(fault_class).label}" if fault_class else choice


CHOICES_WITH_CLASS = [(code, with_class(code, choice)) for code, choice in CLASS_TEST_CHOICES]
