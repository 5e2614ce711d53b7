"""What verifiers say of one client's bundle: the one that was kept, in a process of its own, and
that of today's engine where it is another one."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tickets.models import ClosedClient, ClosedMonth
from tickets.reports.bundles.packing import packed
from tickets.reports.closing.beginning import verifier_source
from tickets.reports.closing.chain import documents_of
from tickets.reports.closing.verifying.parts import is_whole
from tickets.reports.closing.verifying.remarks import Code, Place, Remark
from tickets.sla.bundle.verifying import verify

SAME = "same"
# A zone far from any of the portal's: what is verified rests on none.
ELSEWHERE = {"TZ": "Pacific/Chatham", "LC_ALL": "C"}
SECONDS = 600


def is_todays(closed: ClosedMonth) -> bool:
    return is_whole(verifier_source(), closed.closing.verifier.digest)


def of_bundle(closed: ClosedMonth, kept: ClosedClient, place: Place) -> Iterator[Remark]:
    try:
        files = documents_of(closed, kept)
    except (LookupError, TypeError, ValueError):
        yield place.remark(Code.SAID, "no bundle can be made of what is stored")
        return
    verifier = closed.closing.verifier
    if is_whole(verifier.source, verifier.digest):
        yield from place.remarks(Code.SAID, said_by(verifier.source, files, closed))
    if not is_todays(closed):
        yield from place.remarks(Code.TODAY, verify(files, head=closed.head))


def said_by(source: str, files: Mapping[str, bytes], closed: ClosedMonth) -> list[str]:
    """Nothing where it says the same."""
    with TemporaryDirectory(prefix="verify-month-") as name:
        folder = Path(name)
        (folder / "verify.py").write_bytes(source.encode())
        (folder / "bundle.zip").write_bytes(packed(files, closed.closed_at))
        command = [sys.executable, "-I", "verify.py", "bundle.zip", "--head", closed.head]
        try:
            ended = subprocess.run(
                command,
                cwd=folder,
                env=ELSEWHERE,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return [f"verifier: not done after {SECONDS} seconds"]
    lines = ended.stdout.splitlines()
    if ended.returncode == 0 and lines == [SAME]:
        return []
    return lines or [f"verifier: ended with {ended.returncode}"]
