"""One way to write a document: the JSON of RFC 8785 without fractions and without what would have
to be escaped, so that a hash of the bytes is a hash of what they say. PURE."""

import json
import re
from hashlib import sha256
from typing import Any

# Whole numbers that every reader of JSON holds exactly.
MOST = 2**53 - 1
KEY = re.compile(r"[a-z0-9_-]+")
# Printable ASCII but for the quotation mark and the backslash.
TEXT = re.compile(r"[ !#-\[\]-~]*")
DIGEST = re.compile(r"[0-9a-f]{64}")
# What canonical bytes consist of, without numbers of so many digits that some are too large.
PLAIN = re.compile(
    r'(?:[\[\]{},]|"[a-z0-9_-]++":|"[ !#-\[\]-~]*+"|-?[0-9]{1,15}+(?![0-9])|true|false|null)*+'
)


class NotCanonical(ValueError):
    """The bytes, or the value, are no canonical document; the text says why."""


def canonical(value: Any) -> bytes:
    """The bytes of a value. Raises NotCanonical where it has no such form."""
    _check(value)
    return _written(value).encode("ascii")


def canonical_again(value: Any) -> bytes:
    """The same of a value all of whose keys are texts, as in one that was read: its parts are
    looked at one by one only where the text is not plain."""
    text = _written(value)
    if PLAIN.fullmatch(text) is None:
        _check(value)
    return text.encode("ascii")


def parsed(data: bytes) -> Any:
    """The value of canonical bytes. Raises NotCanonical for every other form of it too."""
    try:
        value = json.loads(
            data.decode("ascii"),
            object_pairs_hook=_object,
            parse_float=_refused,
            parse_constant=_refused,
        )
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as error:
        raise NotCanonical("not JSON") from error
    try:
        again = canonical_again(value)
    except (ValueError, RecursionError) as error:
        raise NotCanonical("nested too deep") from error
    if again != data:
        raise NotCanonical("written in another way")
    return value


def _written(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def digest(data: bytes) -> str:
    """SHA-256 as 64 lower-case digits, as `sha256sum` prints it."""
    return sha256(data).hexdigest()


def is_digest(value: Any) -> bool:
    return isinstance(value, str) and DIGEST.fullmatch(value) is not None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("a key twice")
    return found


def _refused(text: str) -> Any:
    raise NotCanonical("a number that is not whole")


def _check(value: Any) -> None:
    """An explicit stack: a document may be nested as deep as it likes to be refused."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            if TEXT.fullmatch(each) is None:
                raise NotCanonical("a text that would have to be escaped")
        elif isinstance(each, dict):
            for key in each:
                if not isinstance(key, str) or KEY.fullmatch(key) is None:
                    raise NotCanonical("a key of other characters")
            waiting += each.values()
        elif isinstance(each, (list, tuple)):
            waiting += each
        elif isinstance(each, int):
            if not isinstance(each, bool) and abs(each) > MOST:
                raise NotCanonical("a number beyond 2^53 - 1")
        elif each is not None:
            raise NotCanonical(f"a value of another kind, {type(each).__name__}")
