"""The files that the command reads, and never more of them than their bound."""

from zipfile import BadZipFile, ZipFile

from tickets.sla.bundle.verifying import FILES

# What a file may unpack to: some hundred thousand tickets.
MOST_BYTES = 256 * 1024 * 1024
TOO_LARGE = "too large"


def files_in(path: str) -> dict[str, bytes]:
    """Of a bundle, those of names that it knows."""
    with ZipFile(path) as bundle:
        names = bundle.namelist()
        wanted = [f"{kind}.json" for kind in FILES]
        if any(names.count(name) > 1 for name in wanted):
            raise BadZipFile("a name twice")
        found = {}
        for name in wanted:
            if name in names:
                with bundle.open(name) as file:
                    found[name] = file.read(MOST_BYTES + 1)
                if len(found[name]) > MOST_BYTES:
                    raise BadZipFile(TOO_LARGE)
        return found


def bytes_in(path: str) -> bytes:
    with open(path, "rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(TOO_LARGE)
    return data
