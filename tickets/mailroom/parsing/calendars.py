"""Calendar parts, said as what they are: Outlook and Google send meetings as mail."""

import re

MAX_CALENDAR_BYTES = 100_000
MEANINGS = {
    "REQUEST": "an invitation to a meeting",
    "REPLY": "an answer to an invitation to a meeting",
    "CANCEL": "the cancellation of a meeting",
    "COUNTER": "the proposal of another time for a meeting",
    "DECLINECOUNTER": "a refusal of another time for a meeting",
}
ENTRY = "an entry for a calendar"
METHOD = re.compile(rb"^METHOD:[ \t]*([A-Za-z]{1,20})", re.MULTILINE)
SUMMARY = re.compile(
    rb"^SUMMARY(?:;[^:\r\n]{0,200})?:([^\r\n]{1,400}(?:\r?\n[ \t][^\r\n]*){0,5})", re.M
)
FOLD = re.compile(rb"\r?\n[ \t]")


def meaning(content: bytes, method: str) -> str:
    """What a calendar part is, from its parameter or its own METHOD."""
    if not method and (named := METHOD.search(content[:MAX_CALENDAR_BYTES])):
        method = named[1].decode("ascii")
    return MEANINGS.get(method.strip().upper(), ENTRY)


def summary(content: bytes) -> bytes:
    """What the meeting is called, still in the part's charset; empty where it has no name."""
    found = SUMMARY.search(content[:MAX_CALENDAR_BYTES])
    return FOLD.sub(b"", found[1]).replace(b"\\,", b",").strip() if found else b""
