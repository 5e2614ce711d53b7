"""Whether a machine wrote a message: hard and soft signs, weighed (RFC 3834 and real mailers).

A hard sign is written by machines only. A soft one also stands on mail of people: Exchange rules
put X-Auto-Response-Suppress on everything, a group address adds List-Id, gateways lose the return
path. So from a person's address one soft sign says nothing, and several make the mail *perhaps
automatic*: somebody looks at it before it answers a question (K10). The exceptions say enough by
themselves for that: an address that nobody reads, bulk mail, and a subject that begins as the
programs for absences write it, for many of them set nothing else.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tickets.mailroom.parsing.absences import is_of_a_program, speaks_of_absence
from tickets.mailroom.parsing.headers import Headers

MAX_SUBJECT_CHARS = 250


class Writer(StrEnum):
    """Who wrote a message."""

    MACHINE = "machine"
    PERHAPS = "perhaps"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Weighed:
    writer: Writer
    reason: str = ""  # empty for a person


REPORT = "It is a report about the delivery of a message."
VACATION_FIELDS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-vacation")
LIST_FIELDS = ("list-post", "list-unsubscribe", "list-help", "list-subscribe")
# What ticket systems and trackers put on all their mail, on the words of their people as well:
# RT, OTRS and Znuny, Zendesk, Jira, ServiceNow, Help Scout, Intercom, GitHub, GitLab, Redmine,
# Bugzilla, Trac, Sentry.
DESK_FIELDS = (
    *("x-rt-loop-prevention", "x-rt-ticket", "x-managed-by", "x-otrs-loop"),
    *("x-zendesk-priority-mail", "x-jira-fingerprint", "x-servicenow-generated"),
    *("x-helpscout-mail-id", "x-intercom-bin", "x-github-reason", "x-gitlab-project"),
    *("x-redmine-host", "x-bugzilla-reason", "x-trac-project", "x-sentry-project"),
)
REPORT_PARTS = {
    *("message/delivery-status", "message/disposition-notification", "text/rfc822-headers"),
    *("message/global-delivery-status", "message/feedback-report"),
}
# Exchange's own sender is "MicrosoftExchange" and 32 digits, Domino's "Mail Router".
DAEMON = re.compile(
    r"(?:mailer-?daemon|mail-?daemon|bounces?|mail[-_.]?router)(?:[-+_.=].*)?"
    r"|microsoftexchange[0-9a-f]{32}",
    re.IGNORECASE,
)
POSTMASTER = re.compile(r"(?:postmaster|mdaemon|mail-?system|mailadmin)(?:[-+_.=].*)?", re.I)
BOUNCE_SUBJECT = re.compile(
    r"\s*(?:undeliver(?:able|ed)|delivery (?:status notification|failure|failed|has failed|report)"
    r"|failure notice|mail delivery (?:failed|failure|system)|returned mail|mail system error"
    r"|warning: (?:message|could not send)|message (?:delayed|undeliverable|status - )"
    r"|\[postmaster\] |nondeliverable"
    r"|non[- ]?delivery|unzustellbar|nicht zustellbar|zustellung fehlgeschlagen|non remis|échec de"
    r"|retour de courrier|no se puede entregar|no entregad|error de entrega|non recapitabile"
    r"|mancato recapito|não (?:é possível entregar|entregue)|falha na entrega|onbestelbaar"
    r"|niet te bezorgen|niedostarcz|zwrot poczty|не удается доставить|не доставлено|недоставлен"
    r"|не вдалося доставити|配信不能|配信エラー|未送達|无法送达|退信|系统退信|無法傳遞|배달되지"
    r"|teslim edilemedi)",
    re.IGNORECASE,
)
UNREAD = re.compile(
    r"(?:postmaster|(?:no|do-?_?\.?not|dont|never)[-_.]?(?:reply|answer|respond)|nobody"
    r"|no[-_.]?responder|ne[-_.]?pas[-_.]?repondre|non[-_.]?rispondere|nao[-_.]?respond(?:a|er)"
    r"|(?:nicht|niet)[-_.]?(?:be)?antwo(?:rt|ord)en|keine?[-_.]?antwort|nie[-_.]?odpowiadaj)"
    r"(?:[-+_.=].*)?",
    re.IGNORECASE,
)
# The senders of reports have no address at all: `From: MAILER-DAEMON`, `Mail System <>`, `<>`.
NAMELESS = re.compile(
    r"[\s\"'(]*(?:mailer[- ]?daemon|mail[- ]?daemon|mail delivery (?:sub)?system|postmaster"
    r"|mail system|internet mail delivery|system administrator)\b[^@]{0,80}|\s*<\s*>\s*",
    re.IGNORECASE,
)
COMMENT = re.compile(r"\([^()]*\)")


def weigh(headers: Headers, content_type: str, sender: str, parts: Collection[str] = ()) -> Weighed:
    """Who wrote the message. `parts` are the types of all its parts, `sender` its address."""
    for reason in _hard(headers, content_type, sender, parts):
        return Weighed(Writer.MACHINE, reason)
    for reason in _enough(headers, sender):
        soft = next(_soft(headers), reason)
        return Weighed(Writer.PERHAPS, soft)
    signs = list(_soft(headers))
    return Weighed(Writer.PERHAPS, signs[0]) if len(signs) > 1 else Weighed(Writer.PERSON)


def is_nameless(headers: Headers) -> bool:
    """Whether the sender is a mail server that writes no address of its own."""
    written = headers.text("from", 200)
    return bool(written and NAMELESS.fullmatch(written))


def is_by_mail_server(headers: Headers, sender: str) -> bool:
    """A postmaster is a person, too: a mail server where it reports about a delivery."""
    local = sender.partition("@")[0]
    if DAEMON.fullmatch(local) or (not sender and is_nameless(headers)):
        return True
    reports = BOUNCE_SUBJECT.match(headers.text("subject", MAX_SUBJECT_CHARS))
    return bool(reports and (_is_null_sender(headers) or POSTMASTER.fullmatch(local)))


def _word(headers: Headers, name: str) -> str:
    """A field's first word: `no (a comment)` and `auto-replied; owner-email=…` are one each."""
    return COMMENT.sub("", headers.first(name)[:500]).partition(";")[0].strip().lower()


def _hard(
    headers: Headers, content_type: str, sender: str, parts: Collection[str]
) -> Iterator[str]:
    if content_type == "multipart/report" or headers.all("x-failed-recipients"):
        yield REPORT
    if _is_null_sender(headers) and REPORT_PARTS.intersection(parts):
        yield REPORT
    if _word(headers, "auto-submitted") not in ("", "no"):
        yield "It says that it was sent automatically (Auto-Submitted)."
    if any(map(headers.first, VACATION_FIELDS)) or _word(headers, "precedence") == "auto_reply":
        yield "It is an automatic answer, such as a vacation notice."
    if is_by_mail_server(headers, sender):
        yield "It comes from a mail server, not from a person."


def _enough(headers: Headers, sender: str) -> Iterator[str]:
    if _word(headers, "precedence") in ("bulk", "junk"):
        yield "It was sent as bulk mail (Precedence)."
    if UNREAD.fullmatch(sender.partition("@")[0]):
        yield "Nobody reads the answers to its sender."
    if is_of_a_program(headers.text("subject", MAX_SUBJECT_CHARS)):
        yield "Its subject is that of an automatic answer."
    if any(map(headers.all, DESK_FIELDS)):
        yield "Another ticket system or tracker sent it."


def _soft(headers: Headers) -> Iterator[str]:
    """Signs that mail of people has as well."""
    if _word(headers, "x-auto-response-suppress") not in ("", "none"):
        yield "It asks for no automatic answers (X-Auto-Response-Suppress)."
    if headers.all("list-id") or _word(headers, "precedence") == "list":
        yield "It comes from a mailing list (List-Id)."
    if any(map(headers.all, LIST_FIELDS)):
        yield "It names the commands of a mailing list (List-Post, List-Unsubscribe)."
    if _is_null_sender(headers):
        yield "It has an empty return path, as reports of mail servers have."
    if speaks_of_absence(headers.text("subject", MAX_SUBJECT_CHARS)):
        yield "Its subject speaks of an absence."


def _is_null_sender(headers: Headers) -> bool:
    return headers.first("return-path").replace(" ", "") == "<>"
