"""A second place at work: it asks what the portal tells it to, and reports what it saw."""

from collections.abc import Sequence
from datetime import datetime

import httpx

from availability.probes import places, signing
from availability.probes.asking import ask_all
from availability.probes.targets import Target

REPORT_TIMEOUT = 20.0


class NotHeard(Exception):
    """The portal did not take the report, with its reason."""


def round_of(
    known: Sequence[Target], *, place: str, url: str, key: str, at: datetime
) -> list[Target]:
    """One round: ask what is known, report it, and learn what to ask next."""
    body = places.write(place, at, known, ask_all(known))
    headers = {signing.HEADER: signing.signature_of(body, key=key)}
    try:
        answer = httpx.post(url, content=body, headers=headers, timeout=REPORT_TIMEOUT)
    except httpx.HTTPError as error:
        raise NotHeard(f"{type(error).__name__}: {error}") from error
    if answer.status_code != httpx.codes.OK:
        raise NotHeard(f"{answer.status_code} {answer.text[:200]}")
    try:
        return [places.target_of(each) for each in answer.json()["targets"]]
    except (ValueError, KeyError, TypeError) as error:
        raise NotHeard(f"no list of targets ({error})") from error
