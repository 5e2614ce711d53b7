"""The sample files, and files made of text, as readers and forms take them."""

import io
from pathlib import Path

from availability.imports import reading
from tests.availability.imports.instants import AT

SAMPLES = Path(__file__).with_name("samples")


def sample(name):
    return io.BytesIO((SAMPLES / name).read_bytes())


def text(*lines):
    return io.BytesIO("\n".join(lines).encode())


def read(file, format, **source):
    return reading.read(file, reading.Source(format=format, **source), at=AT)
