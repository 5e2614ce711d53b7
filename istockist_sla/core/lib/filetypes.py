"""What a file's name says about its type, and what its content shows. PURE."""

import mimetypes
from pathlib import PurePosixPath

UNKNOWN_TYPE = "application/octet-stream"
# Types that a browser runs or that carry what it runs: they are only handed out as bytes.
ACTIVE = ("html", "xml", "svg", "javascript", "ecmascript", "x-shockwave-flash")
# Families in which the content does not tell more: office files and archives of Java, Android and
# Python are ZIP, older office files one container of Microsoft, and most of what is text is text.
ZIPPED = {"docx", "xlsx", "pptx", "docm", "xlsm", "odt", "ods", "odp", "zip", "jar", "apk", "epub"}
ZIPPED |= {"vsdx", "pages", "numbers", "key", "whl", "xpi", "kmz", "3mf", "cbz"}
PROGRAMS = {"application/x-msdownload", "application/x-dosexec", "application/x-executable"}
PROGRAMS |= {"application/vnd.microsoft.portable-executable", "application/x-mach-binary"}
PROGRAM_NAMES = {"exe", "dll", "scr", "com", "sys", "ocx", "cpl", "efi", "mui", "so", "bin", ""}
TELLING = ("image/", "audio/", "video/", "application/pdf", "font/")


def disagree(name: str, content_type: str) -> bool:
    """Whether a name claims a type that the content shows not to be: "invoice.pdf" that is a
    program, "photo.jpg" that is a page. What the content does not tell is no disagreement."""
    extension = PurePosixPath(name.lower()).suffix.removeprefix(".")
    if content_type in PROGRAMS:
        return extension not in PROGRAM_NAMES
    claimed = mimetypes.guess_type(f"a.{extension}", strict=False)[0] or ""
    if not content_type or content_type == UNKNOWN_TYPE or not claimed:
        return False
    if "zip" in content_type or "openxmlformats" in content_type or "opendocument" in content_type:
        return extension not in ZIPPED and claimed.startswith(TELLING)
    shown = content_type.partition("/")[0]
    if claimed.startswith(TELLING) or content_type.startswith(TELLING):
        return _family(claimed) != _family(content_type) and shown != ""
    return False


def safe_content_type(content_type: str) -> str:
    """The type under which a file is handed out; what a browser could run goes as bytes."""
    kind = content_type.strip().lower()
    if not kind or "/" not in kind or any(one in kind for one in ACTIVE):
        return UNKNOWN_TYPE
    return kind if kind.isascii() and kind.isprintable() and ";" not in kind else UNKNOWN_TYPE


def _family(content_type: str) -> str:
    """Pictures are one family: cameras and phones name HEIC and WebP as they like."""
    kind, _, rest = content_type.partition("/")
    return kind if kind in ("image", "audio", "video", "font") else f"{kind}/{rest}"
