"""Whether our own mail server proved who sent a message (Authentication-Results, RFC 8601).

`pass` and `none` are accepted. `fail` is a disproved sender. `unverified` is what cannot be relied
on: a permanent error, a field that cannot be read, or none of our server although it writes one to
each mail. `temperror` may be another answer an hour later, when the sender's DNS is back.

A sender writes parts of this field: an address `a(b@evil.example` opens a comment that can swallow
the verdicts after it. So what speaks against the sender is looked for in the bare text as well, and
only what the grammar reads can speak for them.
"""

import re

import authres

from tickets.mailroom.parsing.headers import Headers

MAX_RESULTS_CHARS = 8000
PASS, NONE, FAIL, UNVERIFIED, TEMPERROR = "pass", "none", "fail", "unverified", "temperror"

SERVER = re.compile(r"\s*(?:\([^()]*\)\s*)*\"?([^\s;\"()]+)")
# One verdict after each semicolon; what comes in comments after other words is none.
VERDICT = re.compile(r"(?:^|;)\s*(dmarc|dkim|spf)\s*(?:/\s*\d\s*)?=\s*\"?([a-z]+)", re.IGNORECASE)
METHODS = (("dmarc", ("from",)), ("dkim", ("d", "i")), ("spf", ("mailfrom",)))
BAD = (
    (FAIL, ("fail", "hardfail", "reject")),
    (UNVERIFIED, ("permerror",)),
    (TEMPERROR, ("temperror",)),
)


def authentication(headers: Headers, authserv_id: str, domain: str) -> str:
    """What our own server said of the sender's domain.

    Only the topmost field with our server's id counts: those below it, and those of others, may
    have been written by the sender. That server has to add one to each message.
    """
    if not authserv_id or not domain:
        return NONE
    for value in headers.all("authentication-results"):
        server = SERVER.match(value[:MAX_RESULTS_CHARS])
        if server and server[1].lower() == authserv_id.lower():
            return _judge(value, domain)
    return UNVERIFIED


def _judge(value: str, domain: str) -> str:
    """DMARC decides; without it a DKIM or SPF pass of the sender's own domain proves as much."""
    said = [(method.lower(), verdict.lower()) for method, verdict in VERDICT.findall(value)]
    if against := _worst({verdict for method, verdict in said if method == "dmarc"}):
        return against
    header = _read(value)
    if header is None:
        return _worst({verdict for _method, verdict in said} & {"fail", "temperror"}) or UNVERIFIED
    if _proves(header, domain):
        return PASS
    return _worst({verdict for _method, verdict in said} | _verdicts(header)) or NONE


def _worst(verdicts: set[str]) -> str:
    return next((name for name, signs in BAD if verdicts.intersection(signs)), "")


def _read(value: str) -> authres.AuthenticationResultsHeader | None:
    if len(value) > MAX_RESULTS_CHARS:
        return None
    try:
        return authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {value}")
    except (authres.AuthResError, ValueError, RecursionError, LookupError, TypeError):
        return None


def _verdicts(header: authres.AuthenticationResultsHeader) -> set[str]:
    return {
        str(result.result).lower()
        for result in header.results
        if str(result.method).lower() in ("dmarc", "dkim", "spf")
    }


def _proves(header: authres.AuthenticationResultsHeader, domain: str) -> bool:
    for method, wanted in METHODS:
        for result in header.results:
            if str(result.method).lower() != method or str(result.result).lower() != "pass":
                continue
            named = [str(prop.value) for prop in result.properties if prop.name in wanted]
            if any(_covers(value, domain) for value in named):
                return True
    return False


def _covers(proven: str, domain: str) -> bool:
    proven = proven.rpartition("@")[2].lower().rstrip(".")
    return bool(proven) and (domain == proven or domain.endswith(f".{proven}"))
