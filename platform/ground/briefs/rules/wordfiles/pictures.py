"""The pictures of a Word file, as far as an article has use for them: the first few, in the order of the text."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ground.briefs.rules.photos import MOST
from ground.briefs.rules.wordfiles.tree import name_of, value

MEGABYTE = 1024 * 1024
MOST_OF_ONE, MOST_TOGETHER = 15 * MEGABYTE, 40 * MEGABYTE  # unpacked, whatever the archive says
TOO_MANY, TOO_LARGE = f"第{MOST}张以后的图片", "过大的图片"
OUTSIDE = "图片"  # linked, embedded in no way that is known, or in a table
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(Id|Target|TargetMode)="([^"]*)"')


@dataclass
class Pictures:
    """Reads the pictures that a text names, each once; `kept` holds them by their numbers."""

    archive: zipfile.ZipFile
    places: Mapping[str, str]
    kept: dict[int, bytes] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number_of(self, relation: str) -> int | str:
        """The number of a picture; where it stays behind, in which words that is told."""
        place = self.places.get(relation, "")
        if place in self._numbers:
            return self._numbers[place]
        if place not in self.archive.NameToInfo:
            return OUTSIDE
        if len(self.kept) == MOST:
            return TOO_MANY
        room = min(MOST_OF_ONE, MOST_TOGETHER - sum(map(len, self.kept.values())))
        with self.archive.open(place) as part:
            content = part.read(room + 1)
        if len(content) > room:
            return TOO_LARGE
        number = self._numbers[place] = len(self.kept) + 1
        self.kept[number] = content
        return number


def places_of(relations: bytes, text_part: str) -> dict[str, str]:
    """Where each relation of the text leads within the archive; those that lead out of it are left out."""
    places = {}
    for one in _RELATION.findall(relations.decode("utf-8", "replace")):
        told = dict(_ATTRIBUTE.findall(one))
        if told.get("TargetMode") != "External" and "Id" in told and "Target" in told:
            folder = posixpath.dirname(text_part)
            places[told["Id"]] = posixpath.normpath(
                posixpath.join(f"/{folder}", told["Target"])
            ).lstrip("/")
    return places


def relations_in(drawn: Element) -> Iterator[str]:
    """The pictures of a drawing: of what is told twice, for newer and for older programs, the first."""
    found = [
        value(one, "embed") if name_of(one) == "blip" else value(one, "id")
        for one in first_choice(drawn)
        if name_of(one) in {"blip", "imagedata"}
    ]
    yield from dict.fromkeys(found)


def first_choice(node: Element) -> Iterator[Element]:
    """A node and all within it, without what is told again for older programs."""
    yield node
    for one in node:
        if name_of(one) != "Fallback":
            yield from first_choice(one)
