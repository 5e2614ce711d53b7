"""How a benchmark says whether its goal is reached."""


def reached(yes: bool) -> str:
    return "reached" if yes else "MISSED"
