"""The links of the chain as a feed: whoever keeps it, keeps the heads."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html

from istockist_sla.core.lib.text import stamp
from tickets.models import ClosedMonth


def atom(links: Iterable[ClosedMonth]) -> bytes:
    found = Atom1Feed(
        title="iStockist closed months",
        link=_absolute("list"),
        description="Each closing and amendment of a month, with its head",
        language="en",
        feed_url=_absolute("atom"),
    )
    for link in links:
        address = _absolute("document", link.sequence)
        found.add_item(
            title=str(link),
            link=address,
            description=_words(link),
            unique_id=address,
            pubdate=link.closed_at,
            updateddate=link.closed_at,
            categories=["amendment" if link.closing.is_amendment else "closing"],
        )
    return found.writeString("utf-8").encode()


def _words(link: ClosedMonth) -> str:
    return format_html(
        "<p>Number {} in the chain, {}. Head:</p>\n<p><code>{}</code></p>\n"
        "<p>Verifier:</p>\n<p><code>{}</code></p>",
        link.sequence,
        stamp(link.closed_at),
        link.head,
        link.closing.verifier.digest,
    )


def _absolute(name: str, *arguments: Any) -> str:
    return settings.PORTAL_URL + reverse(f"closed_months:{name}", args=arguments)
