"""Numbers of rows as people and addresses write them. PURE."""

# The largest that the databases keep.
LARGEST_ID = 2**63 - 1


def row_id(text: str) -> int | None:
    """The number that stands in the text; None where no row can have it."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST_ID)):
        return None
    number = int(text)
    return number if number <= LARGEST_ID else None
