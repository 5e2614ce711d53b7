"""The priority that a client gives a ticket."""

# By `Ticket.low_priority`.
NAMES: dict[bool, str] = {True: "Low", False: "Normal"}


def priority_name(low_priority: bool) -> str:
    return NAMES[low_priority]
