"""Which Latin set a text is in that names none, by the language that it is then written in.

Outlook Express in Poland and Czechia, The Bat and the mailers of tills send Windows-1250 or
ISO-8859-2 without a name, or under Western Europe's; Turkish ones Windows-1254. The bytes are
letters in either set, but letters that no single language has: "p³atno¶ci", "siparisþ".
"""

import re

NEUTRAL = frozenset("«»‹›–—“”„‘’‚…•·€£§°©®™№\xa0\xad²")
# Western languages first: where another reads as well, what is most common wins. A set of ISO comes
# after that of Windows, which has the same letters and more.
LANGUAGES = (
    ("cp1252", "éèêëàâçùûüôîïœæ"),  # French
    ("cp1252", "äöüßé"),  # German
    ("cp1252", "áéíóúüñ¿¡ºª"),  # Spanish
    ("cp1252", "áâãàçéêíóôõúüºª"),  # Portuguese
    ("cp1252", "àèéìíîòóùú"),  # Italian
    ("cp1252", "àçèéíïòóúü·"),  # Catalan
    ("cp1252", "åäöéüæø"),  # Swedish, Danish, Norwegian, Finnish
    ("cp1252", "ëéèïüóêá"),  # Dutch
    ("cp1254", "çğıöşüâîiİ"),  # Turkish
    ("cp1252", "áéíóúýþæöð"),  # Icelandic
    ("cp1250", "ąćęłńóśźż"),  # Polish
    ("iso8859-2", "ąćęłńóśźż"),
    ("cp1250", "áčďéěíňóřšťúůýž"),  # Czech
    ("iso8859-2", "áčďéěíňóřšťúůýž"),
    ("cp1250", "áäčďéíĺľňóôŕšťúýž"),  # Slovak
    ("iso8859-2", "áäčďéíĺľňóôŕšťúýž"),
    ("cp1250", "áéíóöőúüű"),  # Hungarian
    ("cp1250", "čćđšž"),  # Croatian, Slovene, Bosnian
    ("iso8859-2", "čćđšž"),
    ("cp1250", "ăâîşţ"),  # Romanian
    ("cp1257", "ąčęėįšųūž"),  # Lithuanian
    ("cp1257", "āčēģīķļņšūž"),  # Latvian
    ("cp1257", "äõöüšž"),  # Estonian
    ("mac_roman", "éèêëàâçùûüôîïœæäöüßáíóúñåø"),
)
LETTERS = tuple((name, frozenset(low + low.upper())) for name, low in LANGUAGES)
HIGH = re.compile(rb"[\x80-\xff]")
MOST = 0.9  # names of people from elsewhere stand in a text, too


def likely_latin(sample: bytes) -> str:
    """The set in which the most of the signs are letters of one language."""
    signs = b"".join(HIGH.findall(sample))
    best, best_share = "cp1252", 0.0
    for name, letters in LETTERS:
        read = [sign for sign in signs.decode(name, "replace") if sign not in NEUTRAL]
        share = sum(sign in letters for sign in read) / len(read) if read else 1.0
        if share > best_share + 0.001:
            best, best_share = name, share
    return best if best_share >= MOST else "cp1252"
