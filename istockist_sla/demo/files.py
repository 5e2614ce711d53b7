"""Files that clients attach: a picture of the screen, a table."""

import struct
import zlib
from random import Random

from tickets.attachments import Upload


def random_file(rng: Random, order: str) -> Upload:
    if rng.random() < 0.6:
        return Upload("screen.png", _picture(rng))
    rows = [f"{order};{rng.randint(1, 40)};{rng.randint(100, 9900) / 100:.2f}" for _ in range(12)]
    return Upload("orders.csv", "\n".join(["order;pieces;price", *rows]).encode())


def _picture(rng: Random, width: int = 320, height: int = 180) -> bytes:
    """A window with a title bar, a sidebar and a few lines: enough for a thumbnail."""
    shades = [(244, 245, 242), (14, 72, 79), (214, 219, 214), (190, 30, 45)]
    pixels = [[0] * width for _ in range(height)]
    boxes = [(0, 0, width, 18, 1), (0, 18, 60, height, 2)]
    boxes += [(74, 34 + 16 * n, 74 + rng.randint(60, 220), 40 + 16 * n, 2) for n in range(7)]
    boxes.append((74, 150, 74 + rng.randint(80, 200), 160, 3))
    for left, top, right, bottom, shade in boxes:
        for row in pixels[top:bottom]:
            row[left:right] = [shade] * (min(right, width) - left)
    lines = b"".join(b"\0" + b"".join(bytes(shades[p]) for p in row) for row in pixels)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + _chunk(b"IDAT", zlib.compress(lines))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
