"""The keys of the desk: one table, of which the sheet of keys is made; the scripts read the sheet.

A key presses what `press` finds on the page, and does nothing where that is not there. Without
`press` the page's own script knows what to do.
"""

from typing import NamedTuple

EVERYWHERE, QUEUE, TICKET = "Everywhere", "In the queue", "On a ticket"


class Key(NamedTuple):
    shown: str
    words: str
    press: str = ""


def _step(beginning: str) -> str:
    """The link or the button of a step, wherever the page has it."""
    return f"a[href*='/steps/{beginning}'], form[action*='/steps/{beginning}'] button"


KEYS: dict[str, list[Key]] = {
    EVERYWHERE: [
        Key("Ctrl K", "go to anything"),
        Key("/", "search everything", "#desk-search"),
        Key("?", "this sheet"),
    ],
    QUEUE: [
        Key("j", "next ticket"),
        Key("k", "previous ticket"),
        Key("x", "select the ticket"),
        Key("Enter", "open the ticket"),
        Key("o", "open a ticket for a client", "a[href$='/tickets/ticket/add/']"),
    ],
    TICKET: [
        Key("r", "reply", "#composer textarea"),
        Key("n", "write an internal note", "#composer [data-mode=note]"),
        Key("t", "take in charge", _step("take")),
        Key("a", "assign", _step("assign")),
        Key("q", "qualify", _step("qualify")),
        Key("h", "hand over", _step("hand")),
        Key("w", "ask the client and wait", _step("ask")),
        Key("d", "downgrade", _step("downgrade")),
        Key("c", "close", _step("close")),
    ],
}
