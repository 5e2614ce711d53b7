"""The desk's frame is Django's own, but for the theme on its root."""

import re
from pathlib import Path

import django.contrib.admin
from django.conf import settings

BLOCK = re.compile(r"{% block ([\w-]+) %}")
DJANGO = Path(django.contrib.admin.__file__).parent / "templates" / "admin" / "base.html"
OURS = settings.BASE_DIR / "templates" / "admin" / "base.html"
# The desk has no right-to-left, no sidebar, and fills the tools of the user itself.
LEFT_OUT = {"stylesheet_rtl", "nav-sidebar", "welcome-msg", "userlinks"}


def test_it_has_the_blocks_of_djangos():
    assert set(BLOCK.findall(DJANGO.read_text())) - LEFT_OUT == set(BLOCK.findall(OURS.read_text()))
