"""Files of a ticket's messages: each content is stored once, under a safe name."""

import hashlib
import logging
from collections.abc import Iterable
from typing import NamedTuple

import puremagic
from django.core.files.base import ContentFile

from istockist_sla.core.lib.text import cut_file_name
from istockist_sla.core.refusal import ActionRefused
from tickets.models import Attachment, Message

LONGEST_NAME = 200
log = logging.getLogger(__name__)
UNKNOWN_TYPE = "application/octet-stream"


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


def store_files(message: Message, files: Iterable[Upload]) -> list[Attachment]:
    """Attach the files to a message; content that the ticket has already is stored once. Raises
    NoRoom where the disk is full or read-only."""
    try:
        return [_store(message, upload) for upload in files]
    except OSError as error:
        log.warning("The files of a message cannot be stored: %s", error)
        raise NoRoom from error


def _store(message: Message, upload: Upload) -> Attachment:
    digest = hashlib.sha256(upload.content).hexdigest()
    attachment = Attachment(
        message=message,
        name=safe_name(upload.name),
        content_type=sniff(upload.content),
        size=len(upload.content),
        sha256=digest,
        inline=upload.inline,
    )
    twin = Attachment.objects.filter(message__ticket=message.ticket_id, sha256=digest).first()
    if twin is not None:
        attachment.file.name = twin.file.name
    else:
        attachment.file.save(digest[:32], ContentFile(upload.content), save=False)
    attachment.save()
    return attachment


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
        return found
    try:
        content[:8192].decode()
    except UnicodeDecodeError:
        return UNKNOWN_TYPE
    return "text/plain"
