"""What the way, and people who mean no good, make of a mail: the corpus, damaged by a seed."""

from collections.abc import Callable
from random import Random

from tests.tickets.mailroom.mails import NAMES, WORLD_NAMES, raw

MAILS = [*NAMES, *WORLD_NAMES]
MAX_BYTES = 400_000  # so that many mutations of one mail stay a mail
LABELS = (
    b"utf-8",
    b"utf-16",
    b"gb18030",
    b"iso-2022-jp",
    b"koi8-r",
    b"x-unknown",
    b"base64",
    b"\xff",
)
TYPES = (b"multipart/mixed; boundary=b", b"multipart/digest", b"message/rfc822", b"text/html")
TYPES += (b"application/ms-tnef", b"application/pkcs7-mime", b"text/calendar", b"multipart/*")

Mutation = Callable[[bytes, Random], bytes]


def truncate(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def behead(data: bytes, random: Random) -> bytes:
    return data[random.randrange(len(data) + 1) :]


def splice(data: bytes, random: Random) -> bytes:
    other = raw(random.choice(MAILS))
    cut = random.randrange(len(other) + 1)
    return truncate(data, random) + other[cut : cut + 50_000]


def flip(data: bytes, random: Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(random.randint(1, 20) if damaged else 0):
        damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
    return bytes(damaged)


def repeat(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    piece = data[start : start + random.randint(1, 400)]
    return data[:start] + piece * random.randint(2, 500) + data[start:]


def insert_nul(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + bytes(random.randint(1, 30)) + data[at:]


def nest(data: bytes, random: Random) -> bytes:
    """The mail deep inside parts or messages."""
    depth = random.randint(1, 60)
    if random.random() < 0.5:
        return b"From: a@b.example\nContent-Type: message/rfc822\n\n" * depth + data
    heads = (
        b"Content-Type: multipart/mixed; boundary=n%d\n\n--n%d\n" % (n, n) for n in range(depth)
    )
    return b"From: a@b.example\n" + b"".join(heads) + data


def lengthen_a_line(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    lines[at] = lines[at] + random.choice((b" ", b"a", b">", b"=?", b";", b"<", b"\t")) * 100_000
    return b"\n".join(lines)


def double_fields(data: bytes, random: Random) -> bytes:
    head, blank, body = data.partition(b"\n\n")
    fields = head.split(b"\n")
    for _ in range(random.randint(1, 5)):
        field = random.choice(fields)
        fields[random.randrange(len(fields)) :] = [field] * random.randint(1, 50)
    return b"\n".join(fields) + blank + body


def shuffle_lines(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    start = random.randrange(len(lines))
    some = lines[start : start + 10]
    random.shuffle(some)
    return b"\n".join([*lines[:start], *some, *lines[start + 10 :]])


def rename_the_charset(data: bytes, random: Random) -> bytes:
    return data.replace(
        random.choice((b"utf-8", b"charset=", b"text/plain")), random.choice(LABELS)
    )


def change_the_type(data: bytes, random: Random) -> bytes:
    return b"Content-Type: " + random.choice(TYPES) + b"\n" + data


def fold_together(data: bytes, random: Random) -> bytes:
    return data.replace(b"\n", random.choice((b"\r", b"\r\n", b"\n\n", b"\n ", b" ")))


MUTATIONS: list[Mutation] = [
    *(truncate, behead, splice, flip, repeat, insert_nul, nest, lengthen_a_line, double_fields),
    *(shuffle_lines, rename_the_charset, change_the_type, fold_together),
]


def mutate(name: str, seed: int) -> bytes:
    """The same damage for the same name and seed, on every machine."""
    random = Random(f"{name} {seed}")
    data = raw(name)
    for _ in range(random.randint(1, 4)):
        data = random.choice(MUTATIONS)(data, random)[:MAX_BYTES]
    return data
