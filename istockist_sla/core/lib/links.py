"""Web addresses in what a person wrote. PURE."""

import re
from collections.abc import Iterator

# A longer one is no address that anybody follows.
LONGEST = 2_000
ADDRESS = re.compile(r"https?://[^\s<>\"`{}|\\^]+", re.IGNORECASE)
# What ends a sentence or a quotation, and not the address in it.
AFTER = ".,;:!?'*_~\u2019\u201d\u00bb"
BRACKETS = {")": "(", "]": "["}


def parts(words: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, in order, each with whether it is an address."""
    end = 0
    for match in ADDRESS.finditer(words):
        address = _without_end(match[0])
        if len(address) > LONGEST or address.endswith("//"):
            continue
        yield words[end : match.start()], False
        yield address, True
        end = match.start() + len(address)
    yield words[end:], False


def _without_end(found: str) -> str:
    """Without what follows it in its sentence; a bracket stays where it was opened in it."""
    while found:
        last = found[-1]
        opened = BRACKETS.get(last)
        if last in AFTER or (opened and found.count(opened) < found.count(last)):
            found = found[:-1]
        else:
            break
    return found
