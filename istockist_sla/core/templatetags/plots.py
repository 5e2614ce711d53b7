"""Template tags for charts; the page shows the figures of each in a table below it."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from istockist_sla.core.lib import heatmap, histogram, linechart

register = template.Library()


@register.simple_tag
def line_chart(chart: linechart.Chart) -> SafeString:
    """Months as lines against their target; names stand at the lines' ends where there is room."""
    drawn = mark_safe(linechart.line_chart(chart))
    return format_html('<div class="chart-frame is-named">{}</div>', drawn)


@register.simple_tag
def share_chart(given: histogram.Histogram) -> SafeString:
    """Cases by the share of a limit that they took."""
    return format_html('<div class="chart-frame">{}</div>', mark_safe(histogram.histogram(given)))


@register.simple_tag
def heat_map(given: heatmap.HeatMap) -> SafeString:
    """A week of hours."""
    return format_html('<div class="chart-frame">{}</div>', mark_safe(heatmap.heat_map(given)))


@register.simple_tag
def line_swatch(kind: str) -> SafeString:
    """A piece of a line of critical, medium or low for a legend."""
    return mark_safe(linechart.line_swatch(kind))


@register.simple_tag
def target_swatch() -> SafeString:
    return mark_safe(linechart.target_swatch())


@register.simple_tag
def bar_swatch(kind: str) -> SafeString:
    """A bar of met or missed cases for a legend."""
    return mark_safe(histogram.bar_swatch(kind))


@register.simple_tag
def heat_swatch(opening: str) -> SafeString:
    """A cell of open, partly open or closed hours for a legend."""
    return mark_safe(heatmap.heat_swatch(opening))
