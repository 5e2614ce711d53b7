"""Names of character sets, as mailers of the world write them, to Python's codecs.

The standard's own list of names is WHATWG's (webencodings). Here stand what it reads more narrowly
than the mailers that write it mean, and what old mailers and PHP write beside that list.
"""

import codecs
import re

import webencodings

# A smaller set is named and the vendor's larger one is meant, as browsers read it: Windows signs
# in Latin-1, "①" and "㈱" of NEC and IBM in the Japanese sets, Hong Kong's signs in Big5, rare
# Hangul in EUC-KR, rare hanzi and the euro in GB 2312.
MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso2022_jp_1": "iso2022_jp",
    "iso2022_jp_ext": "iso2022_jp",
}
# Beside the list: Apple's names, PHP's (mb_convert_encoding), Java's, and code pages of Windows.
NAMES = {
    "x-mac-ce": "mac_latin2",
    "x-mac-centraleurroman": "mac_latin2",
    "x-mac-centraleurope": "mac_latin2",
    "x-mac-croatian": "mac_croatian",
    "x-mac-romanian": "mac_romanian",
    "x-mac-romania": "mac_romanian",
    "x-mac-icelandic": "mac_iceland",
    "x-mac-iceland": "mac_iceland",
    "x-mac-arabic": "mac_arabic",
    "x-mac-farsi": "mac_farsi",
    "x-mac-greek": "mac_greek",
    "x-mac-turkish": "mac_turkish",
    "x-mac-japanese": "cp932",
    "x-mac-chinesesimp": "gb18030",
    "x-mac-chinesetrad": "big5hkscs",
    "x-mac-korean": "cp949",
    "cn-gb": "gb18030",
    "euc-cn": "gb18030",
    "euccn": "gb18030",
    "x-euc-cn": "gb18030",
    "cp54936": "gb18030",
    "big5-eten": "big5hkscs",
    "euc-tw": "big5hkscs",
    "eucjp": "euc_jp",
    "eucjp-win": "euc_jp",
    "eucjp-ms": "euc_jp",
    "cp20932": "euc_jp",
    "cp51932": "euc_jp",
    "euckr": "cp949",
    "cp51949": "cp949",
    "x-windows-949": "cp949",
    "uhc": "cp949",
    "x-johab": "johab",
    "cp1361": "johab",
    "cp50220": "iso2022_jp",
    "cp50221": "iso2022_jp",
    "cp50222": "iso2022_jp",
    "jis": "iso2022_jp",
    "jis7": "iso2022_jp",
    "iso-2022-jp-ms": "iso2022_jp",
    "iso2022jp-win": "iso2022_jp",
    "sjis-win": "cp932",
    "shiftjis": "cp932",
    "x-ms-cp932": "cp932",
    "cswindows31j": "cp932",
    "cp10000": "mac_roman",
    "cp10007": "mac_cyrillic",
    "cp10029": "mac_latin2",
    "cp20127": "cp1252",
    "cp20866": "koi8-r",
    "cp21866": "koi8-u",
    "cp28591": "cp1252",
    "cp28592": "iso8859-2",
    "cp28595": "iso8859-5",
    "cp28605": "iso8859-15",
    "cp38598": "iso8859-8",
    "latin-1": "cp1252",
    "latin-9": "iso8859-15",
    "utf8mb4": "utf-8",
    "utf8mb3": "utf-8",
    "cp65001": "utf-8",
    "utf-8-sig": "utf-8",
    "al32utf8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "cp65000": "utf-7",
    "cp1200": "utf-16-le",
    "cp1201": "utf-16-be",
}
# They say that the mailer does not know either.
UNNAMED = {
    *("unknown", "unknown-8bit", "x-unknown", "x-user-defined", "8bit", "binary", "default"),
    *("default_charset", "_autodetect", "_autodetect_all", "none", "replacement"),
}
# Python has these as codecs, but they are no character sets, and some take quadratic time.
NO_CHARSET = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
CHARSET_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._:+-]{0,39}")
# "x-cp1252", "win-1251", "iso8859_2", "iso-8859-8-i": families that are spelt in many ways.
PAGE = re.compile(r"(?:x-)?(?:windows|win|cp|ms|ibm|dos)[-_]?(\d{3,5})")
LATIN = re.compile(r"(?:x-)?iso[-_]?8859[-_]?(\d{1,2})(?:[-_:][ei]|:\d{4})?")


def codec(charset: str) -> str:
    """The name of Python's codec for a charset, empty where there is none."""
    label = charset.strip(" \t'\";,").lower()
    if not CHARSET_NAME.fullmatch(label) or label in UNNAMED:
        return ""
    if page := PAGE.fullmatch(label):
        label = f"cp{page[1]}"
    elif latin := LATIN.fullmatch(label):
        label = f"iso8859-{latin[1]}"
    try:
        name = _python_name(label)
        b"a".decode(name, "replace")  # raises for what only looks like a charset, as "zlib"
    except (LookupError, ValueError):
        return ""
    return "" if name.replace("-", "_") in NO_CHARSET else MEANT.get(name, name)


def _python_name(label: str) -> str:
    """Raises LookupError where neither the list nor Python knows it."""
    if label in NAMES:
        return codecs.lookup(NAMES[label]).name
    known = webencodings.lookup(label)
    if known and known.name not in ("replacement", "x-user-defined"):
        return known.codec_info.name
    return codecs.lookup(label).name  # also what browsers refuse, as ISO-2022-KR and HZ


def is_unnamed(charset: str) -> bool:
    """Whether a mailer says with this name that it does not know the charset."""
    return charset.strip(" '\"").lower() in ("", *UNNAMED)
