"""The versions of an article: what one holds, and two people's changes of it put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ground.briefs.rules import blocks, writing
from ground.briefs.rules.merging import merged

WORDS = {
    "section": "栏目",
    "title": "标题",
    "subtitle": "副标题",
    "byline": "署名",
    "contributor": "来稿落款",
    "editor_note": "编者按",
}
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Joined:
    """What both made of an article, and the parts that both changed otherwise."""

    content: dict[str, Any]
    clashes: list[str]


def joined(base: Content, mine: Content, theirs: Content) -> Joined:
    """Put two changes of one version together: each field by itself, the text line by line."""
    content: dict[str, Any] = {}
    clashes: list[str] = []
    for field, label in WORDS.items():
        if theirs[field] != base[field] and mine[field] not in (base[field], theirs[field]):
            clashes.append(f"{label}（对方改为“{theirs[field]}”）")
        content[field] = theirs[field] if mine[field] == base[field] else mine[field]
    text = merged(*(lines_of(one["blocks"]) for one in (base, mine, theirs)))
    clashes += [f"正文“{(clash.theirs or clash.mine)[0][:20]}”一处" for clash in text.clashes]
    content["blocks"] = blocks.to_json(writing.blocks_of("\n".join(text.lines)))
    return Joined(content, clashes)


def lines_of(plain: Any) -> list[str]:
    """The text of stored blocks, a line each, as an editor types it."""
    return writing.text_of_blocks(blocks.read_blocks(plain)).split("\n")


def shown(content: Content) -> list[str]:
    """A version as lines to compare: the words above the text, then the text."""
    words = [f"{label}：{content[field]}" for field, label in WORDS.items() if content[field]]
    return [*words, *lines_of(content["blocks"])]
