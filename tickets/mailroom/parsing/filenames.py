"""What the files of a mail are called."""

import re

from istockist_sla.core.lib.text import cut_file_name
from tickets.mailroom.parsing.decoding import clean_line
from tickets.mailroom.parsing.headers import Headers, parameters

MAX_FILE_NAME_CHARS = 200  # what a ticket's file can be called

NOT_IN_FILE_NAMES = re.compile(r'[<>:"|?*]')


def file_name(headers: Headers) -> str:
    """The name of a part that comes as a file; empty where it has none."""
    name = parameters(headers, "content-disposition").get("filename", "")
    name = name or parameters(headers, "content-type").get("name", "")
    return safe_file_name(name)


def safe_file_name(name: str) -> str:
    """Only the last piece of a path, without signs that some system reads as more than a name."""
    name = clean_line(name, 1000).replace("\\", "/").rpartition("/")[2]
    name = NOT_IN_FILE_NAMES.sub("_", name).lstrip(". ")
    return cut_file_name(name, MAX_FILE_NAME_CHARS)
