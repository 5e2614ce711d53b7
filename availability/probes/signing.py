"""The signature of what a second place reports: HMAC-SHA256 of the body with a shared key."""

import hmac

HEADER = "X-Probe-Signature"


def signature_of(body: bytes, *, key: str) -> str:
    return hmac.new(key.encode(), body, "sha256").hexdigest()


def is_signed(body: bytes, signature: str, *, key: str) -> bool:
    expected = signature_of(body, key=key).encode()
    return hmac.compare_digest(expected, signature.encode("utf-8", "replace"))
