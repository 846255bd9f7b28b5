"""The kinds of brief: each is one function that writes the first draft of an issue from figures.

An app declares its kinds in its `brief_kinds.py`. The draft is text as an
editor types it, with citations (`rules.citing`): it stays alive until the signature.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ground.kernel.errors import RuleBroken


@dataclass(frozen=True, kw_only=True)
class DraftArticle:
    """An article that an issue begins with; `text` as an editor types it."""

    title: str
    text: str
    section: str = ""


Draft = Callable[[str], Iterable[DraftArticle]]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`draft` gets the words of the span that an issue covers. Without a data page the text says all.

    The text should fit on `most_pages`; the desk says by how much it does not.
    """

    code: str
    label: str
    hint: str
    order: int
    draft: Draft
    has_data_page: bool = True
    most_pages: int | None = None


def _nothing(_: str) -> list[DraftArticle]:
    return []


BRIEF = Kind(code="brief", label="简报", hint="采用来稿编成，附本期数据", order=0, draft=_nothing)
_kinds: dict[str, Kind] = {BRIEF.code: BRIEF}


def kind(
    code: str,
    *,
    label: str,
    hint: str,
    order: int,
    has_data_page: bool = False,
    most_pages: int | None = None,
) -> Callable[[Draft], Draft]:
    """Declare a kind of brief."""

    def declare(draft: Draft) -> Draft:
        if code in _kinds:
            raise ValueError(f"kind {code!r} is declared twice")
        _kinds[code] = Kind(
            code=code,
            label=label,
            hint=hint,
            order=order,
            draft=draft,
            has_data_page=has_data_page,
            most_pages=most_pages,
        )
        return draft

    return declare


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda one: one.order)


def kind_of(code: str) -> Kind:
    try:
        return _kinds[code]
    except KeyError:
        raise RuleBroken("brief_kind", "没有这一种简报", fields={"kind": "请选择"}) from None
