"""What the pages of agencies and of enterprises share."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from assistance.pairing.models import own_paths
from assistance.planning import permissions
from ground.accounts.models import Organisation, User

SEE = permissions.SEE_PROFILES
FILLED = [("yes", "已填写"), ("no", "未填写")]


def labels(values: list[str], vocabulary: Any) -> str:
    return "、".join(vocabulary(value).label for value in values)


def filled(name: str) -> Any:
    return lambda one: "已填写" if hasattr(one, name) else "未填写"


def is_filled(name: str) -> Any:
    def narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(**{f"{name}__isnull": value == "no"})

    return narrow


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
