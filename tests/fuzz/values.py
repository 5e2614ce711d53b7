"""Values that nobody types, and some that somebody might: each has broken something somewhere."""

from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile

# As they stand in an address or in a form's body, percent-encoded.
NUL = "%00"
LONE_SURROGATE = "%ED%A0%80"
NOT_UTF8 = "%FF%FE"

NUMBERS = (
    "-1",
    "0",
    "99999",
    str(2**31),
    str(2**63 - 1),
    str(2**63),
    "9" * 30,
    "9" * 5000,
    "1e400",
    "NaN",
    "-Infinity",
    "0." + "3" * 1000,
    "٣",
    "²",
)
TEXTS = (
    "",
    " ",
    "a\0b",
    "\u202eabc",
    "👩\u200d🚀 \U000e0001",
    "\ufffe\ufeff",
    "x' or 1=1 --",
    "<b>{{ 7 }}</b> %s {0}",
    "a\r\nX: y",
    "(((",
    "w " * 2000,
    "x" * 300,
)
DAYS = (
    "0001-01-01",
    "1000-01-01",
    "9999-12-31",
    "99999-01-01",
    "2026-02-30",
    "٢٠٢٦-٠١-٠١",
    "2099-12-31",
)
INSTANTS = (
    "0001-01-01T00:00",
    "0001-01-01T00:00+14:00",
    "9999-12-31T23:59:59",
    "9999-12-31T23:59:59-14:00",
    "2026-03-10T09:00:61",
)
ADDRESSES = (
    f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example",
    "ü@ü.example",
    '"a b"@x.example',
)
VALUES = tuple(map(quote, (*NUMBERS, *TEXTS, *DAYS, *INSTANTS, *ADDRESSES)))
RAW_VALUES = (NUL, LONE_SURROGATE, NOT_UTF8, "%", "%zz", "a%00b")
# What stands in the place of an argument of an address.
ARGUMENTS = ("0", "-1", "abc", "99999", str(2**63 - 1), str(2**63), "9" * 23, "9" * 30, "9" * 5000)
RAW_ARGUMENTS = (NUL, f"1{NUL}", LONE_SURROGATE, NOT_UTF8, "%F0%9F%91%A9", "_00", "%2e%2e", "٣")

MEGABYTE = "m" * 2**20


def files() -> list[SimpleUploadedFile]:
    """Files that are odd in their name, their type or their content."""
    odd = b"client,day,orders\r\n"
    rows = (
        b"meadow,2026-03-09,99999999999999999999\r\n",
        b"meadow,9999-12-31,1\r\n",
        b"meadow,0001-01-01,1\r\n",
        b"mea\0dow,2026-03-09,1\r\n",
        b"meadow,2026-03-09,-1\r\n",
        b'"' + b"x" * 200_000 + b'",2026-03-09,1\r\n',
    )
    return [
        SimpleUploadedFile("empty.txt", b""),
        SimpleUploadedFile("../../\u202eetc/pass\x01wd", b"x"),
        SimpleUploadedFile("n" * 400 + ".png", b"\x89PNG\r\n\x1a\n", "image/png"),
        SimpleUploadedFile("a.csv", b"\xff\xfe\0\0", "text/csv"),
        SimpleUploadedFile("😀.txt", b"x"),
        *(SimpleUploadedFile("orders.csv", odd + row, "text/csv") for row in rows),
    ]
