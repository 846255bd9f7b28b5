"""The styles of a Word file: what each means for its paragraphs, through the styles it is based on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from ground.briefs.rules.wordfiles.tree import child, children, number, value

HEADINGS = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
BODY_LEVEL = 9  # the outline level of what is no heading
MOST_STYLES_ABOVE = 12


@dataclass(frozen=True)
class Style:
    role: str = ""
    level: int = 0
    is_centred: bool = False
    size: str = ""
    list_id: str = ""
    list_level: int | None = None


def styles_of(part: Element | None) -> dict[str, Style]:
    """What each style of paragraphs means, with what it takes over from the style it is based on."""
    nodes = {value(one, "styleId"): one for one in children(part, "style")}
    return {key: _style(key, nodes) for key in nodes}


def _style(key: str, nodes: Mapping[str, Element]) -> Style:
    style, found, left = Style(), nodes.get(key), MOST_STYLES_ABOVE
    while found is not None and left:
        looks = child(found, "pPr")
        name = value(child(found, "name")).strip()
        if not style.role and not style.level:
            style = replace(style, role=_role(name), level=_level(name, looks))
        if not style.is_centred and child(looks, "jc") is not None:
            style = replace(style, is_centred=value(child(looks, "jc")) == "center")
        style = replace(
            style,
            size=style.size or value(child(found, "rPr", "sz")),
            list_id=style.list_id or value(child(looks, "numPr", "numId")),
        )
        at = child(looks, "numPr", "ilvl")
        if style.list_level is None and at is not None:
            style = replace(style, list_level=number(value(at), 0))
        found, left = nodes.get(value(child(found, "basedOn"))), left - 1
    return style


def _role(name: str) -> str:
    lowered = name.lower()
    if lowered in {"title", "标题"}:
        return "title"
    if lowered in {"subtitle", "副标题"}:
        return "subtitle"
    return "contents" if re.match(r"toc(\s|$)|目录", lowered) else ""


def _level(name: str, looks: Element | None) -> int:
    if found := HEADINGS.fullmatch(name):
        return int(found[1])
    outline = child(looks, "outlineLvl")
    return number(value(outline), BODY_LEVEL) + 1 if outline is not None else 0
