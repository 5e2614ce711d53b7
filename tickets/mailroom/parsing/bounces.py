"""Reports of mail servers that a message could not be delivered, and which message it was.

Most servers write what RFC 3464 asks for: Postfix, Gmail, Exchange since 2007, Office 365. Others
only say it in words: qmail and what Yahoo made of it, older Exim, Sendmail before its reports,
Domino. Exchange 2003 and Domino may return nothing of the message and only name it in In-Reply-To.
"""

import re
from collections.abc import Iterator

from tickets.mailroom.parsing.decoding import decode
from tickets.mailroom.parsing.headers import Headers, message_ids, read_head
from tickets.mailroom.parsing.structure import Leaf, Structure, content_type

STATUS = ("message/delivery-status", "message/global-delivery-status")  # RFC 3464, RFC 6533
RETURNED = (
    *("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"),
    *("message/global", "message/global-headers"),
)
MAX_STATUS_BYTES = 64 * 1024
MAX_TEXT_BYTES = 256 * 1024
MAX_SAID_CHARS = 4000
FAILED = re.compile(rb"^action[ \t]*:[ \t]*failed\b", re.IGNORECASE | re.MULTILINE)
# Lotus Domino and some gateways name the message among the fields about it.
NAMED = re.compile(
    rb"^(?:x-)?original-message-id[ \t]*:[ \t]*([^\r\n]{1,300})", re.IGNORECASE | re.MULTILINE
)
RETURNED_ID = re.compile(
    rb"^[> \t]{0,8}message-id[ \t]*+:[ \t]*+(?:\r?\n[ \t]*+)?(<[^<>\s]{1,248}>)",
    re.IGNORECASE | re.MULTILINE,
)
# That it will be tried again is said in a warning of Exim and Sendmail: nothing has failed yet.
DELAYED = re.compile(
    r"\b(?:delayed|not yet (?:been )?delivered|will (?:be retried|keep trying|continue to try)"
    r"|still being retried|you do not need to resend|no action is required|temporarily deferred"
    r"|verzögert|wird weiterhin versucht|retardée?|sera retentée|retrasado|vertraagd|opóźnion"
    r"|отложена|задержан)",
    re.IGNORECASE,
)
FAILURE = re.compile(
    r"permanent (?:fatal )?error|fatal error|(?:could|can) ?not be delivered|was not delivered"
    r"|wasn't able to deliver|unable to deliver|undeliver(?:able|ed)"
    r"|delivery (?:has )?fail(?:ed|ure)|failure notice|returned mail"
    r"|not listed in (?:the )?(?:domino|public) |user unknown"
    r"|unzustellbar|(?:nicht|konnte nicht) zugestellt|unbekannter empfänger"
    r"|(?:pas pu être|impossible de) (?:remis|distribu|délivr|remettre)|non remis"
    r"|no se (?:ha podido|pudo|puede) entregar|no se ha entregado"
    r"|(?:impossibile|non è stato possibile) (?:recapitare|consegnare)|mancato recapito"
    r"|não p(?:ôde|ode) ser entregue|não foi entregue|kon niet worden (?:bezorgd|afgeleverd)"
    r"|onbestelbaar|nie (?:mogła zostać|została) dostarczon|niedostarcz"
    r"|не (?:было |может быть )?доставлен|не удалось доставить|не вдалося доставити"
    r"|не доставлене|配信できません|配信不能|送信できません|無法(?:投遞|傳送)"
    r"|无法(?:投递|送达)|退信|teslim edilemedi|전송하지 못했|배달되지",
    re.IGNORECASE,
)


def failed_ids(structure: Structure, *, by_mail_server: bool) -> tuple[str, ...]:
    """The Message-IDs of what came back for good; nothing where it is only late."""
    leaves = structure.leaves
    if content_type(structure.headers, "") == "multipart/report":
        failed = any(_says_failed(leaf) for leaf in leaves if leaf.content_type in STATUS)
        found = _of_returned(leaves) or _of_status(leaves)
    elif by_mail_server:
        failed = _says_so_in_words(structure)
        found = _of_returned(leaves) or _of_text(leaves)
    else:
        return ()
    return tuple(found or _answered(structure.headers)) if failed else ()


def _says_failed(leaf: Leaf) -> bool:
    return FAILED.search(leaf.decoded[0][:MAX_STATUS_BYTES]) is not None


def _says_so_in_words(structure: Structure) -> bool:
    said = [structure.headers.text("subject", 300)]
    for leaf in _texts(structure.leaves):
        said.append(decode(leaf.decoded[0][:MAX_SAID_CHARS])[0])
    words = " ".join(" ".join(said).split())[:MAX_SAID_CHARS]
    return bool(FAILURE.search(words)) and not DELAYED.search(words)


def _texts(leaves: list[Leaf]) -> Iterator[Leaf]:
    return (leaf for leaf in leaves if leaf.content_type == "text/plain")


def _of_returned(leaves: list[Leaf]) -> list[str]:
    found: dict[str, None] = {}
    for leaf in leaves:
        if leaf.content_type in RETURNED:
            content, _whole = leaf.decoded
            head, _ = read_head(content, 0, len(content))
            found |= dict.fromkeys(message_ids(head.first("message-id"))[:1])
    return list(found)


def _of_status(leaves: list[Leaf]) -> list[str]:
    named = [
        NAMED.search(leaf.decoded[0][:MAX_STATUS_BYTES])
        for leaf in leaves
        if leaf.content_type in STATUS
    ]
    return [one for found in named if found for one in message_ids(_ascii(found[1]))[:1]]


def _of_text(leaves: list[Leaf]) -> list[str]:
    """The copy of the message below the words; its own id is the first that stands there."""
    for leaf in _texts(leaves):
        if found := RETURNED_ID.search(leaf.decoded[0][:MAX_TEXT_BYTES]):
            return list(message_ids(_ascii(found[1])))
    return []


def _answered(headers: Headers) -> tuple[str, ...]:
    """A server that returns nothing answers the message that failed."""
    return (
        message_ids(headers.first("in-reply-to")) or message_ids(headers.first("references"))[-1:]
    )


def _ascii(data: bytes) -> str:
    return data.decode("ascii", "replace")
