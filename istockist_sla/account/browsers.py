"""A browser and its system in words, out of what it says of itself."""

from typing import NamedTuple

# The first that is named wins: others name Chrome and Safari besides themselves.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
HAND_HELD = {"iPhone", "iPad", "Android"}


class Browser(NamedTuple):
    """`Firefox on Windows`, and the icon of its device."""

    name: str
    icon: str


def browser_in_words(user_agent: str) -> Browser:
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "Another browser")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    icon = "smartphone" if system in HAND_HELD else "monitor"
    return Browser(f"{browser} on {system}" if system else browser, icon)
