"""Reports of mail servers that a message could not be delivered (RFC 3464)."""

import re
from collections.abc import Iterable

from tickets.mailroom.parsing.headers import message_ids, read_head
from tickets.mailroom.parsing.structure import Leaf

STATUS = "message/delivery-status"
RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")
MAX_STATUS_BYTES = 64 * 1024
FAILED = re.compile(rb"^action[ \t]*:[ \t]*failed\b", re.IGNORECASE | re.MULTILINE)


def failed_ids(kind: str, leaves: Iterable[Leaf]) -> tuple[str, ...]:
    """The Message-IDs of what came back for good; nothing where it is only late."""
    if kind != "multipart/report":
        return ()
    leaves = list(leaves)
    if not any(_says_failed(leaf) for leaf in leaves if leaf.content_type == STATUS):
        return ()
    found: dict[str, None] = {}
    for leaf in leaves:
        if leaf.content_type in RETURNED:
            head, _ = read_head(leaf.content, 0, len(leaf.content))
            found |= dict.fromkeys(message_ids(head.first("message-id"))[:1])
    return tuple(found)


def _says_failed(leaf: Leaf) -> bool:
    return FAILED.search(leaf.content[:MAX_STATUS_BYTES]) is not None
