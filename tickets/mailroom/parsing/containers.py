"""What is packed inside a part: a signed message, Outlook's container, an enclosed message."""

import re
from urllib.parse import quote

from tickets.mailroom.parsing.charsets import codec
from tickets.mailroom.parsing.filenames import file_name
from tickets.mailroom.parsing.headers import Headers
from tickets.mailroom.parsing.tnef import Opened, Packed

MESSAGE_TYPES = ("message/rfc822", "message/global")
SIGNED_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")
SIGNATURES = (
    *("application/pkcs7-signature", "application/x-pkcs7-signature"),
    "application/pgp-signature",
)
TNEF_TYPES = ("application/ms-tnef", "application/vnd.ms-tnef")
TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,40}/[a-z0-9][a-z0-9.+-]{0,60}")


def may_be_signed(kind: str, headers: Headers) -> bool:
    """Exchange and mailing lists send S/MIME as a file of no type."""
    return kind in SIGNED_TYPES or (
        kind == "application/octet-stream" and file_name(headers).lower() == "smime.p7m"
    )


def may_be_tnef(kind: str, headers: Headers) -> bool:
    return kind in TNEF_TYPES or file_name(headers).lower() == "winmail.dat"


def heads_of(opened: Opened) -> list[tuple[Headers, str, bytes]]:
    """The parts that a container of Outlook would have been, had it been sent as MIME."""
    found = []
    if opened.text:
        charset = codec(opened.codepage) or "cp1252"
        found.append((_head(f"text/plain; charset={charset}"), "text/plain", opened.text))
    if opened.html:
        found.append((_head("text/html; charset=utf-8"), "text/html", opened.html))
    return found


def head_of_file(packed: Packed) -> tuple[Headers, str, bytes]:
    given = packed.content_type.strip().lower()
    kind = given if TYPE.fullmatch(given) else "application/octet-stream"
    name = quote(packed.name or "file", safe="")
    disposition = f"attachment; filename*=utf-8''{name}"
    return _head(kind, disposition), kind, packed.content


def _head(kind: str, disposition: str = "") -> Headers:
    fields = {"content-type": [kind.encode("ascii")]}
    if disposition:
        fields["content-disposition"] = [disposition.encode("ascii")]
    return Headers(fields)
