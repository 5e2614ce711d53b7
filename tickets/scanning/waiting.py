"""The files that wait for the virus scanner: each content is judged once, the oldest first."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.files.storage import default_storage

from tickets.models import Attachment
from tickets.scanning.clamd import ScannerUnreachable, Verdict, ask

MOST_A_RUN = 200
Scan = Attachment.Scan
log = logging.getLogger(__name__)


def scan_waiting(*, at: datetime) -> int:
    """Judge what waits; returns how many contents. Where the scanner is down, they wait on."""
    if not settings.CLAMD_SOCKET:
        return 0
    judged: dict[str, str] = {}
    rows = Attachment.objects.waiting().order_by("id").values_list("sha256", "file")
    for digest, name in rows[:MOST_A_RUN]:
        if digest in judged:
            continue
        try:
            verdict = _judge(name)
        except ScannerUnreachable as error:
            log.warning("The virus scanner cannot be asked: %s", error)
            Attachment.objects.waiting().filter(scan_at=None).update(scan_at=at)
            break
        judged[digest] = name
        _record(digest, verdict, at)
    return len(judged)


def _judge(name: str) -> Verdict:
    try:
        with default_storage.open(name, "rb") as content:
            return ask(content, settings.CLAMD_SOCKET)
    except FileNotFoundError:
        return Verdict(False, "Its content is gone")


def _record(digest: str, verdict: Verdict, at: datetime) -> None:
    if not verdict.is_judged:
        scan = Scan.UNSCANNABLE
    else:
        scan = Scan.INFECTED if verdict.found else Scan.CLEAN
    Attachment.objects.waiting().filter(sha256=digest).update(
        scan=scan, scan_at=at, scan_found=verdict.found
    )
