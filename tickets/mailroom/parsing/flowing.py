"""`format=flowed` (RFC 3676): paragraphs that the mailer broke into lines for the way."""

MAX_DEPTH = 50


def unflow(text: str, *, deletes_space: bool) -> str:
    """Put paragraphs together again. With DelSp, as Apple writes Japanese and Chinese, the space
    at a soft line end is no part of the text."""
    made: list[str] = []
    held: list[str] = []
    held_depth = 0
    for line in text.replace("\r\n", "\n").split("\n"):
        depth = _depth(line)
        content = line[depth:].removeprefix(" ")  # stuffed, so that nothing looks like a quote
        flows = content.endswith(" ") and content != "-- "
        # An empty line ends a paragraph, also where the line above it flows on (Thunderbird).
        if held and (held_depth != depth or content in ("-- ", "")):
            made.append(_line(held, held_depth))
            held = []
        held.append(content[:-1] if flows and deletes_space else content)
        held_depth = depth
        if not flows:
            made.append(_line(held, depth))
            held = []
    return "\n".join([*made, _line(held, held_depth)] if held else made)


def _depth(line: str) -> int:
    start = line[:MAX_DEPTH]
    return len(start) - len(start.lstrip(">"))


def _line(pieces: list[str], depth: int) -> str:
    text = "".join(pieces)
    return ">" * depth + " " + text if depth else text
