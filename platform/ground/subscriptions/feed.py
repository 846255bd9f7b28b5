"""The feed as one person may read it: in the order of its places, from a cursor on.

A cursor is a sealed place, bound to its reader: it tells nobody how much happened elsewhere.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from ground.accounts.models import User
from ground.audit.sealing import Unreadable, seal, unseal
from ground.kernel.errors import NotAllowed, RuleBroken
from ground.subscriptions.declaring import Shared, shared, shared_as
from ground.subscriptions.models import FeedEntry

WINDOW = 500  # entries looked at for one page: what one may not see costs as much as what one may
MOST = 200
DEFAULT = 100


@dataclass(frozen=True)
class Page:
    """A part of the feed, the place behind it, and whether that is the end for now."""

    entries: list[FeedEntry]
    position: int
    is_end: bool


def end() -> int:
    """The last place of the feed."""
    return FeedEntry.objects.aggregate(last=Max("pk"))["last"] or 0


def read(
    user: User, *, after: int, types: Collection[str] | None = None, limit: int = MOST
) -> Page:
    """What a person may see of the feed after a place: of these types, or of all that they may."""
    last = end()
    names = [one.name for one in open_to(user) if types is None or one.name in types]
    looked = list(
        FeedEntry.objects.filter(pk__gt=after, pk__lte=last, name__in=names)
        .order_by("pk")
        .select_related("event")[:WINDOW]
    )
    found = seen(user, looked)
    given = [one for one in looked if one.pk in found][: limit + 1]
    if len(given) > limit:
        return Page(given[:limit], given[limit - 1].pk, is_end=False)
    if len(looked) == WINDOW:
        return Page(given, looked[-1].pk, is_end=False)
    return Page(given, max(after, last), is_end=True)


def open_to(user: User) -> list[Shared]:
    """The kinds of events that a person may hear of."""
    may = {code: user.may(code) for code in {one.needs.code for one in shared().values()}}
    return [one for one in shared().values() if may[one.needs.code]]


def asked_types(user: User, types: Iterable[str]) -> list[str]:
    """The kinds that somebody asks for. Raises RuleBroken, NotAllowed."""
    wanted = sorted(set(types))
    unknown = [name for name in wanted if shared_as(name) is None]
    if unknown:
        said = f"没有这样的事件：{'、'.join(unknown)[:100]}"
        raise RuleBroken("type_unknown", said, fields={"types": "有未知的事件"})
    closed = sorted(set(wanted) - {one.name for one in open_to(user)})
    if closed:
        raise NotAllowed("type_not_allowed", f"没有查看这些事件的权限：{'、'.join(closed)[:100]}")
    return wanted


def seen(user: User, entries: Sequence[FeedEntry]) -> set[int]:
    """The places of those that a person may see now. One query for each kind of row."""
    wanted: dict[tuple[Any, str], set[int]] = defaultdict(set)
    kinds = {one.name: shared_as(one.name) for one in entries}
    for one in entries:
        kind = kinds[one.name]
        if kind is not None and kind.about is not None:
            wanted[kind.about, kind.needs.code].update(kind.rows_of(one.event.payload))
    visible = {
        (about, code): set(
            about._default_manager.visible_to(user, code)  # noqa: SLF001 -- Django's own way
            .filter(pk__in=numbers)
            .order_by()
            .values_list("pk", flat=True)
        )
        for (about, code), numbers in wanted.items()
        if numbers
    }
    return {one.pk for one in entries if _is_seen(kinds[one.name], one, user, visible)}


def _is_seen(
    kind: Shared | None, entry: FeedEntry, user: User, visible: dict[tuple[Any, str], set[int]]
) -> bool:
    if kind is None or not user.may(kind.needs.code):
        return False
    if kind.about is None:
        return True
    rows = kind.rows_of(entry.event.payload)
    return bool(rows) and visible[kind.about, kind.needs.code].issuperset(rows)


def cursor_of(user: User, position: int) -> str:
    """A place as its reader carries it. All are equally long."""
    return seal(f"{position:020d}", _place(user))


def position_of(user: User, cursor: str) -> int:
    """The place of a cursor. Raises RuleBroken where this reader was not given it."""
    try:
        return int(unseal(cursor, _place(user)))
    except (Unreadable, ValueError) as unreadable:
        raise RuleBroken(
            "cursor_invalid", "游标无效，或不是发给您的", fields={"after": "无效"}
        ) from unreadable


def _place(user: User) -> str:
    return f"subscriptions.cursor:{user.pk}"
