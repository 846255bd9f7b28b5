"""How a pair's parts are shown. `{% load planning_looks %}`."""

from django import template

from assistance.planning.views.looks import Bar, bars_of

register = template.Library()


@register.filter
def bars(parts: dict[str, int], weights: dict[str, int]) -> list[Bar]:
    """The parts of a pair that count under these weights."""
    return bars_of(parts, weights)
