"""Names of character sets, as mailers of the world write them, to Python's codecs.

Python knows most names. Here stand those of the WHATWG's list that it does not know or reads more
narrowly than the mailers that write them mean, and what old mailers write beside that list.
"""

import codecs
import re

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
NAMES = {
    "csiso88596e": "iso8859-6",
    "csiso88596i": "iso8859-6",
    "csiso88598e": "iso8859-8",
    "csiso88598i": "iso8859-8",
    "csisolatin9": "iso8859-15",
    "l9": "iso8859-15",
    "logical": "iso8859-8",
    "visual": "iso8859-8",
    "sun_eu_greek": "iso8859-7",
    "dos-874": "cp874",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "cskoi8r": "koi8-r",
    "csmacintosh": "mac_roman",
    "mac": "mac_roman",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ukrainian": "mac_cyrillic",
    "x-mac-ce": "mac_latin2",
    "x-mac-centraleurroman": "mac_latin2",
    "x-mac-greek": "mac_greek",
    "x-mac-turkish": "mac_turkish",
    "x-mac-japanese": "cp932",
    "csibm866": "cp866",
    "csgb2312": "gb18030",
    "x-gbk": "gb18030",
    "cn-gb": "gb18030",
    "gb_2312": "gb18030",
    "gb_2312-80": "gb18030",
    "csiso58gb231280": "gb18030",
    "cn-big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "big5-eten": "big5hkscs",
    "cseucpkdfmtjapanese": "euc_jp",
    "x-euc-jp": "euc_jp",
    "eucjp-win": "euc_jp",
    "cp51932": "euc_jp",
    "csiso2022jp": "iso2022_jp",
    "cp50220": "iso2022_jp",
    "cp50221": "iso2022_jp",
    "cp50222": "iso2022_jp",
    "iso-2022-jp-ms": "iso2022_jp",
    "x-sjis": "cp932",
    "sjis-win": "cp932",
    "windows-31j": "cp932",
    "cswindows31j": "cp932",
    "csksc56011987": "cp949",
    "cseuckr": "cp949",
    "korean": "cp949",
    "iso-ir-149": "cp949",
    "ks_c_5601-1989": "cp949",
    "ksc5601": "cp949",
    "ksc_5601": "cp949",
    "unicode-1-1-utf-8": "utf-8",
    "unicode11utf8": "utf-8",
    "unicode20utf8": "utf-8",
    "x-unicode20utf8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicodefffe": "utf-16-be",
    "unicodefeff": "utf-16-le",
    "unicode": "utf-16-le",
    "csunicode": "utf-16-le",
    "iso-10646-ucs-2": "utf-16-le",
    "ucs-2": "utf-16-le",
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
PAGE = re.compile(r"(?:x-)?(?:windows|win|cp|ms|ibm|dos)[-_]?(\d{3,4})")
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
        name = codecs.lookup(NAMES.get(label, label)).name
        b"a".decode(name, "replace")  # raises for what only looks like a charset, as "zlib"
    except (LookupError, ValueError):
        return ""
    return "" if name.replace("-", "_") in NO_CHARSET else MEANT.get(name, name)


def is_unnamed(charset: str) -> bool:
    """Whether a mailer says with this name that it does not know the charset."""
    return charset.strip(" '\"").lower() in ("", *UNNAMED)
