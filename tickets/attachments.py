"""Files of messages: each content is stored once under its digest, and handed out as a download."""

import hashlib
import logging
from collections.abc import Iterable
from typing import NamedTuple

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from istockist_sla.core.lib.filetypes import UNKNOWN_TYPE, safe_content_type
from istockist_sla.core.lib.text import cut_file_name
from istockist_sla.core.refusal import ActionRefused
from tickets.models import Attachment

LONGEST_NAME = 200
log = logging.getLogger(__name__)


class NoRoom(ActionRefused):
    """A file cannot be stored now, and nothing of it is; what was to be done with it is not done
    either. It is the disk's fault and passes once somebody makes room."""

    def __init__(self) -> None:
        super().__init__(
            "Your files cannot be stored at the moment: our disk takes none. Send your text "
            "without them, or try again later; nothing of what you wrote is lost."
        )


class Upload(NamedTuple):
    name: str
    content: bytes
    inline: bool = False


def keep_files(files: Iterable[Upload]) -> list[Attachment]:
    """Keep the contents, each once however often it comes; the rows are not stored yet, and belong
    to no message. Raises NoRoom where the storage takes none."""
    return [_kept(upload) for upload in files]


def _kept(upload: Upload) -> Attachment:
    digest = hashlib.sha256(upload.content).hexdigest()
    return Attachment(
        name=safe_name(upload.name),
        content_type=sniff(upload.content),
        size=len(upload.content),
        sha256=digest,
        file=_keep(digest, upload.content),
        inline=upload.inline,
        scan=Attachment.Scan.WAITING if settings.CLAMD_SOCKET else Attachment.Scan.OFF,
    )


def _keep(digest: str, content: bytes) -> str:
    """The name under which the storage has the content. One that is there already, whole, is not
    written again: every mail of a person brings the same logo.

    Whatever the storage raises is NoRoom: beside a full or read-only disk it may be a bucket that
    cannot be reached, whose errors are of kinds of its own.
    """
    name = f"{digest[:2]}/{digest}"
    try:
        if default_storage.exists(name) and default_storage.size(name) == len(content):
            return name
        return default_storage.save(name, ContentFile(content))
    except Exception as error:
        log.warning("The files of a message cannot be stored: %s", error)
        raise NoRoom from error


def download(attachment: Attachment) -> FileResponse:
    """The file in pieces, to be saved and never shown by the browser, whatever it holds.

    Raises Http404 where it is not offered or its content is gone.
    """
    if not attachment.is_offered:
        raise Http404(attachment.get_scan_display())
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(content, as_attachment=True, filename=attachment.name)
    response["Content-Type"] = safe_content_type(attachment.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def safe_name(name: str) -> str:
    """The last part of the name, printable, never empty; a long one keeps its extension."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(c for c in last if c.isprintable()).strip(". ")
    return cut_file_name(printable, LONGEST_NAME) or "file"


def sniff(content: bytes) -> str:
    """The type that the content itself shows, not the one that the sender names."""
    try:
        found = puremagic.from_string(content[:8192], mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    if found:
        return found[:100]
    try:
        content[:8192].decode()
    except UnicodeDecodeError:
        return UNKNOWN_TYPE
    return "text/plain"
