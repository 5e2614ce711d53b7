"""Incidents and maintenance as entries of a feed, and the feed as Atom and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe

from availability.models import Maintenance, Outage
from availability.models.components import names_in_text
from availability.status.incident import PublicIncident, public_incident
from istockist_sla.core.lib.text import stamp

TITLE = "iStockist status"
MOST = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """`html` says what the page says; `changed_at` is its newest update."""

    url: str
    title: str
    html: SafeString
    published_at: datetime
    changed_at: datetime
    kind: str


def entries() -> list[Entry]:
    """What changed last comes first."""
    outages = Outage.objects.published().heads().with_updates().order_by("-started_at", "-id")
    maintenance = Maintenance.objects.with_windows().order_by("-id")
    found = [_of_incident(public_incident(each)) for each in outages[:MOST]]
    found += [_of_maintenance(each) for each in maintenance[:MOST]]
    return sorted(found, key=lambda each: (each.changed_at, each.url), reverse=True)[:MOST]


def atom(found: Sequence[Entry]) -> bytes:
    feed = Atom1Feed(
        title=TITLE,
        link=absolute("status:page"),
        description="Incidents and maintenance",
        language="en",
        feed_url=absolute("status:atom"),
    )
    for entry in found:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.html,
            unique_id=entry.url,
            pubdate=entry.published_at,
            updateddate=entry.changed_at,
            categories=[entry.kind],
        )
    return feed.writeString("utf-8").encode()


def json_feed(found: Sequence[Entry]) -> dict[str, Any]:
    """As jsonfeed.org has it, version 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "home_page_url": absolute("status:page"),
        "feed_url": absolute("status:json_feed"),
        "language": "en",
        "items": [
            {
                "id": entry.url,
                "url": entry.url,
                "title": entry.title,
                "content_html": entry.html,
                "date_published": entry.published_at,
                "date_modified": entry.changed_at,
                "tags": [entry.kind],
            }
            for entry in found
        ],
    }


def absolute(name: str, *arguments: Any) -> str:
    return settings.PORTAL_URL + reverse(name, args=arguments)


def _of_incident(incident: PublicIncident) -> Entry:
    updates = format_html_join(
        "\n",
        "<p><strong>{}</strong>, {}</p>\n{}",
        ((each.label, stamp(each.at), _paragraphs(each.text)) for each in incident.updates),
    )
    changes = [each.at for each in incident.updates] + [incident.published_at]
    return Entry(
        url=absolute("status:incident", incident.id),
        title=_plain(incident.title),
        html=format_html("<p>Affects {}.</p>\n{}", incident.affects, updates),
        published_at=incident.published_at,
        changed_at=max(changes),
        kind="incident",
    )


def _of_maintenance(maintenance: Maintenance) -> Entry:
    first, window = maintenance.in_order[0], maintenance.window
    changed_at = maintenance.cancelled_at or window.published_at
    what = "Planned maintenance"
    if maintenance.cancelled_at:
        what = "Cancelled maintenance"
    elif window.pk != first.pk:
        what = "Moved maintenance"
    return Entry(
        url=f"{absolute('status:page')}#maintenance-{maintenance.pk}",
        title=_plain(f"{what}: {maintenance.title}"),
        html=format_html(
            "<p>{} to {}. Concerns {}.</p>\n{}",
            stamp(window.starts_at),
            stamp(window.ends_at),
            names_in_text(maintenance.components.all()),
            _paragraphs(maintenance.text),
        ),
        published_at=first.published_at,
        changed_at=changed_at,
        kind="maintenance",
    )


def _paragraphs(text: str) -> SafeString:
    return mark_safe(linebreaks(_plain(text), autoescape=True))


def _plain(text: str) -> str:
    """Without what XML cannot say."""
    return "".join(c for c in text if c.isprintable() or c in "\r\n\t")
