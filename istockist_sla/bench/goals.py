"""How a benchmark says whether its goal is reached."""


def reached(is_reached: bool) -> str:
    return "reached" if is_reached else "MISSED"
