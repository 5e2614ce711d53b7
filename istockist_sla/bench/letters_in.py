"""Mails as clients write them, for a benchmark: a few lines each, some with a file."""

import base64
import random
from collections.abc import Iterator
from textwrap import wrap

# fmt: off
WORDS = [
    "since", "this", "morning", "orders", "from", "the", "shop", "do", "not", "come", "in", "and",
    "the", "list", "of", "stock", "shows", "figures", "of", "yesterday", "we", "tried", "again",
    "with", "another", "browser", "but", "the", "page", "stays", "empty",
]
# fmt: on
LARGE = 100_000  # bytes of the mail, nearly


def one_in_ten(count: int, senders: int, *, first: int = 0) -> Iterator[bytes]:
    """Of so many mails each tenth with a file that makes it 100 kB."""
    chance = random.Random(count)
    for n in range(first, first + count):
        yield mail(n, n % senders, chance, LARGE if n % 10 == 0 else 0)


def every_one(count: int, senders: int, *, first: int = 0) -> Iterator[bytes]:
    """So many mails of which each has a file, of 0 to 100 kB in the mail."""
    chance = random.Random(count)
    for n in range(first, first + count):
        yield mail(n, n % senders, chance, chance.randrange(1, LARGE))


def mail(n: int, sender: int, chance: random.Random, size: int, *, answers: str = "") -> bytes:
    """Mail `n` of `person<sender>@client.example`, with a file that takes `size` bytes of it."""
    text = "\r\n".join(wrap(" ".join(chance.choices(WORDS, k=120)), 72))
    head = [
        "Return-Path: <person@client.example>",
        f"From: Person {sender} <person{sender}@client.example>",
        "To: Support <support@istockist.example>",
        f"Message-ID: <{n}.{chance.randrange(10**9)}@client.example>",
        f"Subject: {' '.join(chance.choices(WORDS, k=6))}",
        "Date: Tue, 24 Nov 2026 09:00:00 +0000",
        "MIME-Version: 1.0",
        *([f"In-Reply-To: <{answers}>", f"References: <{answers}>"] if answers else []),
    ]
    plain = ["Content-Type: text/plain; charset=utf-8", "", text]
    if not size:
        return "\r\n".join([*head, *plain, ""]).encode()
    file = base64.encodebytes(chance.randbytes(max(1, size * 72 // 100))).replace(b"\n", b"\r\n")
    parts = [*head, "Content-Type: multipart/mixed; boundary=part", "", "--part", *plain, "--part"]
    parts += ["Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64"]
    parts += ["Content-Disposition: attachment; filename=stock.bin", "", ""]
    return "\r\n".join(parts).encode() + file + b"--part--\r\n"
