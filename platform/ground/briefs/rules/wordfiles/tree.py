"""The names of a Word file's XML, whichever of its two namespaces they are in."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element


def name_of(node: Element) -> str:
    """`p` for `{…/wordprocessingml/…}p`."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: Element | None, *names: str) -> Element | None:
    """The first child of the first name, its first child of the second, and so on."""
    for name in names:
        if node is None:
            return None
        node = next((one for one in node if name_of(one) == name), None)
    return node


def children(node: Element | None, name: str) -> Iterator[Element]:
    return (one for one in (() if node is None else node) if name_of(one) == name)


def value(node: Element | None, name: str = "val") -> str:
    """An attribute, with or without a namespace; empty where there is none."""
    if node is None:
        return ""
    return next((text for key, text in node.items() if key.rpartition("}")[2] == name), "")


def number(text: str, otherwise: int) -> int:
    """A small whole number as Word writes it; anything else is `otherwise`."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 7):  # noqa: PLR2004
        return otherwise
    return int(text)


def is_on(node: Element | None) -> bool:
    """A switch such as `<w:vanish/>`: there, and not said to be off."""
    return node is not None and value(node) not in {"0", "false", "off"}
