"""JSON as other programs write it: of bounded size, and of whatever shape. PURE."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

MOST_BYTES = 32 * 1024 * 1024


def load(file: BinaryIO) -> Any:
    """Raises ValueError, in words for the reader of the form."""
    raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise ValueError(f"A JSON file may have {MOST_BYTES >> 20} MB at most. Export it in parts.")
    try:
        return json.loads(raw)
    except json.JSONDecodeError as error:
        raise ValueError(f"Line {error.lineno}: this is no JSON ({error.msg}).") from None
    except (ValueError, RecursionError):
        raise ValueError("The file is no JSON that can be read.") from None


def objects(value: Any) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The entries of a list with their places, from 1; None: this one is no object."""
    for number, each in enumerate(value if isinstance(value, list) else [], start=1):
        yield number, each if isinstance(each, dict) else None


def mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
