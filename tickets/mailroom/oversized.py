"""Mail beyond the limits: what of it was not read, or not kept, is said wherever it is shown."""

from dataclasses import replace

from django.template.defaultfilters import filesizeformat

from tickets.mailroom.parsing import Incoming
from tickets.models import InboundMail

# What is said of a mail whose end is still there, unread.
END_IN_ORIGINAL = "its end is only in the original"


def with_missing_end(incoming: Incoming, mail: InboundMail, kept: int) -> Incoming:
    """Of a mail of which only so many bytes were kept, nobody is sent to look for the rest."""
    if mail.full_size is None:
        return incoming
    said = (
        f"It is {_size(mail.full_size)} large; only its first {_size(kept)} were kept, "
        "and its end is missing."
    )
    return replace(
        incoming,
        cuts=(said, *_without_end(incoming.cuts)),
        problems=(said, *_without_end(incoming.problems)),
        truncated=tuple(dict.fromkeys(["message", *incoming.truncated])),
    )


def _without_end(sentences: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in sentences if END_IN_ORIGINAL not in each)


def _size(count: int) -> str:
    """A non-breaking space would not survive every letter."""
    return filesizeformat(count).replace("\xa0", " ")
