"""What the pages of agencies and of enterprises share."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from assistance.pairing.models import own_paths
from assistance.planning import permissions
from ground.accounts.models import Organisation, User
from ground.web.lists import Choice, Column

SEE = permissions.SEE_PROFILES
FILLED = {True: "已填写", False: "未填写"}


def labels(values: list[str], vocabulary: Any) -> str:
    return "、".join(vocabulary(value).label for value in values)


def reader(profile: str) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Reads from an organisation's `profile`; nothing where there is none."""

    def of(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda one: read(getattr(one, profile)) if hasattr(one, profile) else None

    return of


def filled_column(profile: str) -> Column:
    return Column(
        "filled",
        "填写",
        "badge",
        value=lambda one: FILLED[hasattr(one, profile)],
        tone=lambda one: "good" if hasattr(one, profile) else "warn",
    )


def filled_choice(profile: str) -> Choice:
    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{profile}__isnull": value == "no"})

    return Choice("filled", "填写", [("yes", FILLED[True]), ("no", FILLED[False])], narrow=narrow)


def holds(field: str) -> Any:
    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{field}__contains": [value]})

    return narrow


def may_keep(user: User, code: str, organisation: Organisation) -> bool:
    """Whether it stands below an organisation in which this person holds the permission itself."""
    return user.may(code) and organisation.path.startswith(own_paths(user, code) or ("-",))


def kept(rows: QuerySet[Organisation], user: User, code: str, pk: int) -> Organisation:
    one: Organisation = get_object_or_404(rows, pk=pk)
    if not may_keep(user, code, one):
        one = get_object_or_404(rows.none(), pk=pk)
    return one
