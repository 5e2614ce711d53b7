"""Where a person is signed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from istockist_sla.account.browsers import browser_in_words
from istockist_sla.core.lib.addresses import network_of
from istockist_sla.core.models import User


@dataclass(frozen=True, kw_only=True, slots=True)
class SignedIn:
    id: int
    browser: str
    icon: str
    network: str
    since: datetime
    seen_at: datetime
    is_current: bool


def of_user(user: User, session_key: str | None) -> list[SignedIn]:
    """The present one first, then by when they were last seen."""
    rows = [
        _signed_in(row, is_current=row.session_key == session_key)
        for row in UserSession.objects.purge_and_list(user)
    ]
    return sorted(rows, key=lambda row: (row.is_current, row.seen_at), reverse=True)


def others(user: User, session_key: str | None) -> QuerySet[UserSession]:
    return UserSession.objects.filter(user=user).exclude(session_key=session_key)


def end(rows: Iterable[UserSession]) -> int:
    """Sign them out; how many there were."""
    ended = list(rows)
    for row in ended:
        row.end()
    return len(ended)


def _signed_in(row: UserSession, *, is_current: bool) -> SignedIn:
    browser = browser_in_words(row.user_agent)
    return SignedIn(
        id=row.pk,
        browser=browser.name,
        icon=browser.icon,
        network=network_of(row.ip),
        since=row.created_at,
        seen_at=row.last_seen_at,
        is_current=is_current,
    )
