"""The parts of which the schemas of a bundle's documents consist."""

from typing import Any

from tickets.reports.schema_parts import COUNT, INSTANT, MONTH, Schema, by_class, nullable, record
from tickets.sla.bundle.acts import ACT_DIGEST_DIGITS
from tickets.sla.bundle.canonical import TEXT as PRINTABLE
from tickets.sla.bundle.documents import FORMAT
from tickets.sla.bundle.values import CODE as CODE_TEXT
from tickets.sla.bundle.values import NAME_OF_ZONE, SECONDS_OF_A_DAY

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def matching(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^{pattern}$"}


def described(schema: Schema, text: str) -> Schema:
    return {**schema, "description": text}


def row(*parts: Schema) -> Schema:
    """A list of exactly these."""
    return {"type": "array", "prefixItems": list(parts), "items": False, "minItems": len(parts)}


def one_of(*codes: str) -> Schema:
    return {"enum": list(codes)}


WORD: Schema = matching(PRINTABLE.pattern)
CODE: Schema = matching(CODE_TEXT.pattern)
CODE_OR_EMPTY: Schema = {"anyOf": [CODE, {"const": ""}]}
HASH: Schema = matching("[0-9a-f]{64}")
HASH_OR_EMPTY: Schema = {"anyOf": [HASH, {"const": ""}]}
SEAL: Schema = described(
    matching(f"[0-9a-f]{{{ACT_DIGEST_DIGITS}}}"),
    "The first digits of the SHA-256 of the part: it names what was changed, and proves nothing.",
)
ZONE: Schema = matching(NAME_OF_ZONE.pattern)
DAY: Schema = matching(r"\d{4}-\d{2}-\d{2}")
SECONDS_OF_DAY: Schema = {"type": "integer", "minimum": 0, "maximum": SECONDS_OF_A_DAY}
HUNDREDTHS: Schema = described(COUNT, "Hundredths of a percent.")
WHOLE: Schema = {"type": "integer"}
MAYBE_INSTANT = nullable(INSTANT)
SPAN = row(INSTANT, INSTANT)
FIGURES = described(by_class(row(COUNT, COUNT)), "Met and guaranteed of each class.")
CARD = record(figures=FIGURES, part=described(HASH, "Of the client's client.json."))


def headed(kind: str) -> dict[str, Schema]:
    return {"kind": {"const": kind}, "format": {"const": FORMAT}}


def stamped(kind: str) -> dict[str, Schema]:
    """The keys with which a document of one closing begins."""
    return {
        **headed(kind),
        "month": MONTH,
        "number": described(COUNT, "1 is the closing, 2 its first amendment."),
        "recorded_before": described(INSTANT, "Nothing recorded then or later is in it."),
    }


def document(title: str, text: str, **properties: Any) -> Schema:
    return {"$schema": DIALECT, "title": title, "description": text, **record(**properties)}
