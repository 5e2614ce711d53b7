"""Bytes of a mail to what it says: `parse` never raises and takes linear time. PURE."""

from tickets.mailroom.parsing.contents import Attached
from tickets.mailroom.parsing.machines import Writer
from tickets.mailroom.parsing.message import Incoming, parse
from tickets.mailroom.parsing.quotes import ANSWER_ABOVE

__all__ = ["ANSWER_ABOVE", "Attached", "Incoming", "Writer", "parse"]
