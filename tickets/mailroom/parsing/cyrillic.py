"""Which Cyrillic set a text is in that names another one.

Gateways between Unix and Windows rename KOI8 and Windows-1251 without writing the text anew. Read
so it is made of letters all the same, but not of those that Slavic languages use all the time, and
mostly of capitals behind small letters.
"""

import re

CYRILLIC = ("koi8-r", "koi8-u", "cp1251", "cp866", "iso8859-5", "mac_cyrillic")
FREQUENT = frozenset("оеаинтсрі")  # more than half of the letters of a text
LETTERS = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўјљњћџђѓќѕ")
FEW_LETTERS, MANY_LETTERS = 8, 20  # a name may be made of rare letters
INSIDE = re.compile(r"[а-яёіїєґ][А-ЯЁІЇЄҐ№]|[А-ЯЁІЇЄҐ]{3}")
MUCH, CLEARLY = 0.4, 0.15


def likely_cyrillic(sample: bytes, declared: str) -> str:
    """The declared set, unless another reads clearly more like a language."""
    text = sample.decode(declared, "replace")
    if len(text) < MANY_LETTERS and not INSIDE.search(text):
        return declared
    shares = {name: _share(sample, name) for name in CYRILLIC}
    best = max(CYRILLIC, key=lambda name: shares[name])
    is_clear = shares[best] >= MUCH and shares[best] > shares[declared] + CLEARLY
    return best if is_clear else declared


def _share(sample: bytes, name: str) -> float:
    signs = [sign for sign in sample.decode(name, "replace").lower() if sign > "\x7f"]
    letters = sum(sign in LETTERS for sign in signs)
    if letters < FEW_LETTERS:
        return 0.0
    return sum(sign in FREQUENT for sign in signs) / len(signs)
