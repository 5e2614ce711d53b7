"""The look as the repository holds it: tags, sprite, colours, and nothing inline."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from istockist_sla.core.templatetags import ui

TEMPLATES = settings.BASE_DIR / "templates"
STATIC = settings.BASE_DIR / "static"
SPRITE = (STATIC / "img/icons.svg").read_text()
NOW = datetime(2026, 6, 9, 14, 46, tzinfo=UTC)


def pages() -> list[Path]:
    """Every template that is served under the content policy; letters are not."""
    found = (path for path in TEMPLATES.rglob("*.html") if "email" not in str(path.parent))
    return sorted(found)


def rendered(source: str, **context) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_an_icon_without_a_label_is_decoration():
    assert 'aria-hidden="true"' in ui.icon("clock")


def test_an_icon_with_a_label_is_an_image():
    assert 'role="img" aria-label="Kept &lt;in time&gt;"' in ui.icon("m-met", 14, "Kept <in time>")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('{% class_chip "critical" %}', "Critical"),
        ("{% class_chip None %}", "To qualify"),
        ('{% class_chip None "client" %}', "Not yet classified"),
        ('{% class_chip None kind="request" %}', "Request"),
        ('{% state_mark "downgraded" %}', "Downgraded"),
        ('{% verdict_chip "not_covered" %}', "Not covered"),
        ('{% verdict_chip "missed" "Not in time" %}', "Not in time"),
    ],
)
def test_a_chip_carries_its_word_beside_its_shape(source, words):
    html = rendered(source)
    assert words in html
    assert "<use " in html


def test_a_strictest_limit_that_passed_is_not_called_missed():
    html = rendered('{% next_clock "strictest" 1260 0 14400 "answer was due" %}')
    assert "Strictest limit passed by 0\u00a0h\u00a021\u00a0min" in html


def test_no_limit_has_no_bar():
    assert '<svg class="bar' not in rendered('{% next_clock "none" note="request" %}')


def test_the_note_of_a_clock_is_escaped():
    assert "<b>" not in rendered('{% next_clock "left" 60 60 3600 note %}', note="<b>x</b>")


def test_an_instant_knows_the_now_of_its_page():
    html = rendered("{% instant at %}", at=NOW.replace(hour=17, minute=0), now=NOW)
    assert html == "17:00\u00a0GMT · 18:00\u00a0Irish\u00a0time"


def inline(source: str) -> list[str]:
    """What the content policy would refuse to apply or to run."""
    source = re.sub(r"{%.*?%}", "", source, flags=re.S)
    found = re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:", source)
    scripts = re.findall(r"<script[^>]*>", source)
    return found + [s for s in scripts if "src=" not in s and "application/json" not in s]


def test_no_template_has_anything_inline_that_the_content_policy_forbids():
    found = {str(path.relative_to(TEMPLATES)): inline(path.read_text()) for path in pages()}
    assert {name: forbidden for name, forbidden in found.items() if forbidden} == {}


def test_each_icon_that_a_template_names_is_in_the_sprite():
    missing = [
        (str(path.relative_to(TEMPLATES)), name)
        for path in pages()
        for name in re.findall(r'{% icon "([a-z0-9-]+)"', path.read_text())
        if f'id="{name}"' not in SPRITE
    ]
    assert missing == []


def test_each_mark_that_the_tags_name_is_in_the_sprite():
    marks = [mark for mark, *_ in [*ui.VERDICTS.values(), *ui.CLOCKS.values()]]
    marks += [f"m-{name}" for name in [*ui.CLASSES, *ui.STATES]]
    assert [mark for mark in marks if f'id="{mark}"' not in SPRITE] == []


def test_no_stylesheet_or_script_of_ours_names_a_source_map():
    assert not [p for p in STATIC.rglob("*.[cj]s*") if "sourceMappingURL" in p.read_text()]


def colours(scheme: str) -> dict[str, str]:
    """The tokens of one scheme; dark ones lie over the light ones."""
    source = (STATIC / "css/tokens.css").read_text()
    light = source.split("@media")[0]
    dark = re.search(r'\n\[data-theme="dark"\] \{(.*?)\n\}', source, re.S)
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", dark.group(1)))
    return found


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
        parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT = ["ink", "ink-2", "ink-3", "brand", "critical", "medium", "low", "ok", "excluded"]
MARKS = ["line-strong", "critical-solid", "medium-solid", "ok-solid", "excluded-solid", "unknown"]


def too_faint(pairs: list[tuple[str, str]], least: float) -> list[str]:
    """The pairs of a colour and its ground that stand out by less than they must."""
    return [
        f"{scheme}: {name} on {ground}, {ratio:.2f}"
        for scheme in ("light", "dark")
        for tokens in [colours(scheme)]
        for name, ground in pairs
        if (ratio := contrast(tokens[name], tokens[ground])) < least
    ]


def test_text_can_be_read_on_every_ground():
    pairs = [(name, ground) for name in TEXT for ground in ("surface", "paper", "sunken")]
    assert too_faint(pairs, 4.5) == []


def test_text_can_be_read_on_its_own_wash():
    named = ("critical", "medium", "low", "ok", "excluded")
    assert too_faint([(name, f"{name}-wash") for name in named], 4.5) == []


def test_marks_stand_out_on_panels_and_on_the_page():
    pairs = [(name, ground) for name in MARKS for ground in ("surface", "paper")]
    assert too_faint(pairs, 3) == []


def test_the_two_ways_into_the_dark_have_the_same_colours():
    source = (STATIC / "css/tokens.css").read_text()
    by_machine = re.search(r"prefers-color-scheme: dark.*?\{.*?\{(.*?)\n  \}", source, re.S)
    by_choice = re.search(r'\n\[data-theme="dark"\] \{(.*?)\n\}', source, re.S)
    assert by_machine.group(1).split() == by_choice.group(1).split()
