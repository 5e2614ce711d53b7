"""Mail from IMAP mailboxes: each message once, in the order of its UIDs.

The cursor is UIDVALIDITY and UID; it moves in the transaction that keeps the raw bytes, so a
process that dies loses nothing and receives nothing twice. What the server does not give is
remembered in that transaction too, and asked for again while the mails behind it come in.
"""

from tickets.mailroom.mailbox.accounts import Account, account, accounts
from tickets.mailroom.mailbox.connecting import MailboxUnreachable
from tickets.mailroom.mailbox.idling import watch
from tickets.mailroom.mailbox.receiving import fetch, fetch_all, fetch_named, put_in_force

__all__ = [
    "Account",
    "MailboxUnreachable",
    "account",
    "accounts",
    "fetch",
    "fetch_all",
    "fetch_named",
    "put_in_force",
    "watch",
]
