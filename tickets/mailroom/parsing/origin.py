"""Where a message comes from: a machine or a person, proven or not, an answer to which ticket."""

import re

import authres

from tickets.mailroom.parsing.headers import Headers, MailAddress, mailboxes

MAX_TOKENS = 20
MAX_RECIPIENTS = 200  # searched for a token
MAX_RESULTS_CHARS = 8000

NO_PERSON = re.compile(
    r"(?:mailer-?daemon|postmaster|mail-?daemon|bounces?"
    r"|(?:no|do-?_?\.?not|dont|never)[-_.]?(?:reply|answer|respond)|nobody)"
    r"(?:[-+_.=].*)?",
    re.IGNORECASE,
)
VACATION_FIELDS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-vacation")
BULK = ("bulk", "list", "junk", "auto_reply")
RECIPIENT_FIELDS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")


def automatic(headers: Headers, content_type: str, sender: str) -> str:
    """Why no person wrote this message (RFC 3834 and what mailers do beside it); empty if one did.

    Such mail never opens a ticket, answers nothing by itself and gets no acknowledgement.
    """
    return surely_automatic(headers, content_type) or _perhaps_automatic(headers, sender)


def surely_automatic(headers: Headers, content_type: str) -> str:
    """The signs that no mail of a person bears."""
    submitted = headers.first("auto-submitted").partition(";")[0].strip().lower()
    if content_type == "multipart/report" or headers.all("x-failed-recipients"):
        return "It is a report about the delivery of a message."
    if submitted not in ("", "no"):
        return "It says that it was sent automatically (Auto-Submitted)."
    if any(map(headers.first, VACATION_FIELDS)):
        return "It is an automatic answer, such as a vacation notice."
    if headers.first("return-path").replace(" ", "") == "<>":
        return "It has an empty return path, as reports of mail servers have."
    return ""


def _perhaps_automatic(headers: Headers, sender: str) -> str:
    """The signs that mail of a person may bear too, by its system or by the way it took (K10)."""
    suppress = headers.first("x-auto-response-suppress").strip().lower()
    precedence = headers.first("precedence").strip().lower()
    if suppress not in ("", "none"):
        return "It asks for no automatic answers (X-Auto-Response-Suppress)."
    if headers.all("list-id"):
        return "It comes from a mailing list (List-Id)."
    if precedence in BULK:
        return "It was sent as bulk mail (Precedence)."
    if NO_PERSON.fullmatch(sender.partition("@")[0]):
        return "Nobody reads the answers to its sender."
    return ""


def tokens(headers: Headers, ids: tuple[str, ...], pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Reply tokens in `support+TOKEN@…` addresses and in `<TOKEN.…@…>` ids, unverified."""
    found: dict[str, None] = {}
    for recipient in _recipients(headers):
        tag = recipient.as_written.rpartition("@")[0].partition("+")[2]
        if pattern.fullmatch(tag):
            found.setdefault(tag)
    for one in ids:
        for piece in one.strip("<>").partition("@")[0].split(".")[:10]:
            if pattern.fullmatch(piece):
                found.setdefault(piece)
    return tuple(found)[:MAX_TOKENS]


def _recipients(headers: Headers) -> list[MailAddress]:
    found: list[MailAddress] = []
    for name in RECIPIENT_FIELDS:
        for value in headers.all(name)[:10]:
            for recipient in mailboxes(value):
                found.append(recipient)
                if len(found) == MAX_RECIPIENTS:
                    return found
    return found


def authentication(headers: Headers, authserv_id: str, domain: str) -> str:
    """`pass` if our own server proved the sender's domain, `fail` if it disproved it, else `none`.

    Only the topmost Authentication-Results with our server's id counts: those below it, and those
    of others, may have been written by the sender. That server has to add one to each message.
    """
    if not authserv_id or not domain:
        return "none"
    for value in headers.all("authentication-results"):
        results = _results(value)
        if results and str(results.authserv_id).lower() == authserv_id.lower():
            return _judge(results, domain)
        if value.strip().lower().startswith(authserv_id.lower()):
            return "none"  # ours, but unreadable: what is below it is not ours
    return "none"


def _results(value: str) -> authres.AuthenticationResultsHeader | None:
    try:
        return authres.AuthenticationResultsHeader.parse(
            f"Authentication-Results: {value[:MAX_RESULTS_CHARS]}"
        )
    except (authres.AuthResError, ValueError, RecursionError, LookupError, TypeError):
        return None


def _judge(header: authres.AuthenticationResultsHeader, domain: str) -> str:
    """DMARC decides; without it a DKIM or SPF pass of the sender's own domain proves as much."""
    failed = False
    for method, wanted in (("dmarc", ("from",)), ("dkim", ("d", "i")), ("spf", ("mailfrom",))):
        for result in header.results:
            if str(result.method).lower() != method:
                continue
            verdict = str(result.result).lower()
            named = [str(prop.value) for prop in result.properties if prop.name in wanted]
            if verdict == "pass" and any(_covers(value, domain) for value in named):
                return "pass"
            if method == "dmarc" and verdict == "fail":
                return "fail"
            failed = failed or verdict == "fail"
    return "fail" if failed else "none"


def _covers(proven: str, domain: str) -> bool:
    proven = proven.rpartition("@")[2].lower().rstrip(".")
    return bool(proven) and (domain == proven or domain.endswith(f".{proven}"))
