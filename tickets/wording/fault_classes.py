"""The classes of a fault."""

from tickets.models import FaultClass

NAMES: dict[str, str] = {each.value: str(each.label) for each in FaultClass}


def class_name(fault_class: str) -> str:
    """Empty before a class is given."""
    return NAMES.get(fault_class, "")
