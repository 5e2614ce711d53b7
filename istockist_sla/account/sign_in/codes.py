"""The codes that people type: eight signs of which no two look alike."""

import re
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

# Neither 0 nor O, neither 1 nor I: 32 signs, so that eight of them hold 40 bits.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8
# Spaces and any dash, which mail programs put in for a hyphen.
SEPARATORS = re.compile(r"[\s\u00ad\u2010-\u2015\u2212_-]+")


def make() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """`ABCD-EFGH`, as it stands in the letter."""
    return f"{code[:4]}-{code[4:]}"


def normalised(typed: str) -> str:
    """What was typed, in any case and with or without the hyphen, as a code is written."""
    return SEPARATORS.sub("", typed).upper()


def digest(request_id: int, code: str) -> str:
    """What is kept of the code of one request; useless without the secret key."""
    return salted_hmac(f"sign-in code {request_id}", code, algorithm="sha256").hexdigest()


def is_code(request_id: int, code_hash: str, typed: str) -> bool:
    """Whether that was typed; takes as long where there is no code yet."""
    right = constant_time_compare(digest(request_id, normalised(typed)), code_hash)
    return right and bool(code_hash)
