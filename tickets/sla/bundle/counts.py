"""Places that are missing between the tickets of a month, by the client's own count. PURE."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from tickets.sla.bundle.documents import CLIENT_PART
from tickets.sla.bundle.letters import NOTE
from tickets.sla.bundle.reading import read_document
from tickets.sla.bundle.verifying import NOT_RECOMPUTED


def of_counts(files: Mapping[str, bytes]) -> Iterator[str]:
    """Notes, for a ticket may be recorded among those of a month and count as opened in another;
    one that is here for its fix alone has no neighbours."""
    try:
        document = read_document(CLIENT_PART, files["client.json"]).value
        opened = [
            (each["count"], each["number"])
            for each in document["tickets"]
            if each["claim"]["response"] is not None
        ]
        for (before, number), (after, other) in pairwise(opened):
            if after - before > 1:
                missing = f"{before + 1}" if after - before == 2 else f"{before + 1} to {after - 1}"
                yield f"{NOTE}count {missing} missing, between tickets {number} and {other}"
    except NOT_RECOMPUTED:
        return  # as the verifier says itself
