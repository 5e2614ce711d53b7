"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest

from istockist_sla.core.lib.addresses import UNKNOWN, plain_address

# The proxy stands on this machine, or at a local socket, which has no address.
OWN_PROXY = (UNKNOWN, "127.0.0.1", "::1")


def client_address(request: HttpRequest) -> str:
    """The last address that nobody but the connection or our own proxy has told; `unknown` if none.

    Behind the proxy that is the last of `X-Forwarded-For`, which the proxy has written; those
    before it are the sender's own words. A request past the proxy has the address that it has.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY and plain_address(peer) in OWN_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        peer = forwarded.rpartition(",")[2] or peer
    return plain_address(peer)
