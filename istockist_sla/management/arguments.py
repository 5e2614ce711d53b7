"""Arguments that several commands share."""

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime

from django.utils import timezone


def add_at(parser: ArgumentParser) -> None:
    """A hidden `--at`, for comparisons of two versions: what the command takes for now."""
    parser.add_argument("--at", type=instant, default=timezone.now(), help=SUPPRESS)


def instant(text: str) -> datetime:
    """An ISO date and time with its offset, in UTC; raises ArgumentTypeError."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no date and time") from None
    if at.tzinfo is None:
        raise ArgumentTypeError(f"{text!r} has no offset, for example +00:00")
    return at.astimezone(UTC)
