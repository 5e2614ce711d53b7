"""The bundle of one client's closed month as it is handed out."""

from typing import NamedTuple

from tickets.models import Client, ClosedClient, ClosedMonth, Closing
from tickets.reports.bundles.packing import packed
from tickets.reports.closing.chain import documents_of


class BundleFile(NamedTuple):
    name: str
    data: bytes


def bundle_file(closed: ClosedMonth, kept: ClosedClient) -> BundleFile:
    """The same bytes whenever it is asked for, with the verifier that the month names."""
    verifier = closed.closing.verifier.source.encode()
    files = {**documents_of(closed, kept), "verify.py": verifier}
    return BundleFile(file_name(closed.closing, kept.client), packed(files, closed.closed_at))


def file_name(closing: Closing, client: Client) -> str:
    """`iStockist-2026-10-meadow.zip`, and of an amendment its number too."""
    amendment = f"-amendment-{closing.number - 1}" if closing.is_amendment else ""
    return f"iStockist-{closing.month}-{client.code}{amendment}.zip"
