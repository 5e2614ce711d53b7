"""The bundle of one client's closed month as it is handed out."""

from tickets.models import Client, ClosedClient, ClosedMonth, Closing
from tickets.reports.bundles.packing import Packed, bundle_of
from tickets.reports.bundles.readme import bundle_name
from tickets.reports.closing.chain import documents_of


def bundle_file(closed: ClosedMonth, kept: ClosedClient) -> Packed:
    """The same bytes whenever it is asked for, with the verifier that the month names."""
    return bundle_of(documents_of(closed, kept), closed.closing.verifier.source.encode())


def file_name(closing: Closing, client: Client) -> str:
    return bundle_name(closing.month, client.code, closing.number)
