"""Work lists and bulk actions, declared by this room and by the rooms above.

    @work_list("never_helped", label="从未帮扶", says="在档而没有发放过帮扶款物的家庭。", order=10)
    def never_helped(files: FileQuerySet, on: date) -> FileQuerySet: ...      # aid/worklists.py

    bulk_action(BulkAction(code="propose", label="提出退出", …))               # …/bulk_actions.py

A work list narrows files that the reader may see; the database does it, whatever their number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from assistance.households.models import FileQuerySet, HardshipFile
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.kernel.errors import RuleBroken
from ground.web.lists import Filter

Narrow = Callable[[FileQuerySet, date], FileQuerySet]
Inputs = Mapping[str, Any]


@dataclass(frozen=True)
class WorkList:
    """Files that somebody should look at, and a sentence that says why."""

    code: str
    label: str
    says: str
    order: int
    narrow: Narrow
    filters: Sequence[Filter] = ()  # its own, beside those of every list of files


@dataclass(frozen=True, kw_only=True)
class BulkAction:
    """One thing that can be done with many files.

    `refusals` are asked in this order, each a condition and why a file that meets it is left out;
    before them, files outside the scope of `permission`. `act` gets files that none of them meets,
    locked with unit, gate and route, in one transaction with their outcome; it takes a constant
    number of statements, or says file by file (`RuleBroken`) what it cannot do when given one alone.
    `inputs` are the form's values as JSON holds them (`as_inputs`).
    """

    code: str
    label: str
    says: str
    order: int
    permission: Permission
    form: Callable[[User, Any], forms.Form]
    refusals: Callable[[User, Inputs], Sequence[tuple[Q, str]]]
    act: Callable[[User, list[HardshipFile], Inputs], None]
    words: Callable[[Inputs], list[tuple[str, str]]] = field(default=lambda _: [])


_lists: dict[str, WorkList] = {}
_actions: dict[str, BulkAction] = {}


def work_list(
    code: str, *, label: str, says: str, order: int, filters: Sequence[Filter] = ()
) -> Callable[[Narrow], Narrow]:
    def declare(narrow: Narrow) -> Narrow:
        if code in _lists:
            raise ValueError(f"work list {code!r} is declared twice")
        _lists[code] = WorkList(code, label, says, order, narrow, filters)
        return narrow

    return declare


def work_lists() -> list[WorkList]:
    return sorted(_lists.values(), key=lambda one: (one.order, one.code))


def work_list_named(code: str) -> WorkList | None:
    return _lists.get(code)


def bulk_action(action: BulkAction) -> BulkAction:
    if action.code in _actions:
        raise ValueError(f"bulk action {action.code!r} is declared twice")
    _actions[action.code] = action
    return action


def bulk_actions_for(user: User) -> list[BulkAction]:
    """What this person may do with many files, in its order."""
    held = [one for one in _actions.values() if user.may(one.permission.code)]
    return sorted(held, key=lambda one: one.order)


def bulk_action_named(code: str) -> BulkAction:
    try:
        return _actions[code]
    except KeyError:
        raise RuleBroken("action_unknown", "没有这个批量事项，请返回重新选择") from None
