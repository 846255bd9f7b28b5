"""Organisations by the thousand: set-based, with one line in the trail for the whole batch."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.db.models.functions import Left, Length

from ground.accounts.events import OrganisationAdded
from ground.accounts.models import Organisation, OrganisationAlias, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel.errors import RuleBroken

CHUNK = 1_000
STEP = Organisation.steplen


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation to be added below another. `uscc` is a checked one, or one let pass."""

    parent_id: int
    name: str
    kind: str
    short_name: str = ""
    uscc: str = ""
    division_id: int | None = None
    aliases: Sequence[str] = field(default_factory=tuple)


@transaction.atomic
def add_organisations(
    *, by: User | None, rows: Sequence[NewOrganisation], because: str
) -> tuple[list[Organisation], list[OrganisationAlias]]:
    """Add many organisations, in the order given. `because` names the batch in the trail.

    The parents are locked, in the order of keys, and places below them are given out in one go. Names
    must be new below their parent and credit codes new everywhere: RuleBroken otherwise.
    """
    if not rows:
        return [], []
    parents = {
        one.pk: one
        for one in Organisation.objects.select_for_update()
        .filter(pk__in={row.parent_id for row in rows})
        .order_by("pk")
    }
    _check_new(rows, parents)
    last = _last_steps(parents)
    added = []
    for row in rows:
        parent = parents[row.parent_id]
        last[parent.path] = last.get(parent.path, 0) + 1
        added.append(
            Organisation(
                path=_path(parent, last[parent.path]),
                depth=parent.depth + 1,
                numchild=0,
                name=row.name,
                short_name=row.short_name,
                kind=row.kind,
                uscc=row.uscc,
                division_id=row.division_id,
            )
        )
    Organisation.objects.bulk_create(added, batch_size=CHUNK)
    for parent_id, count in Counter(row.parent_id for row in rows).items():
        Organisation.objects.filter(pk=parent_id).update(numchild=F("numchild") + count)
    aliases = OrganisationAlias.objects.bulk_create(
        [
            OrganisationAlias(organisation=one, name=alias)
            for one, row in zip(added, rows, strict=True)
            for alias in dict.fromkeys(row.aliases)
        ],
        batch_size=CHUNK,
    )
    record(by, "organisation.many_added", because, organisations=len(added))
    publish(*(OrganisationAdded(organisation_id=one.pk, kind=one.kind) for one in added))
    return added, aliases


def remove_organisations(rows: "QuerySet[Organisation]") -> int:
    """Take organisations out of the tree again, of which the caller knows that nothing depends on them."""
    gone = list(rows.order_by("path").values_list("path", flat=True))
    parents = Counter(path[:-STEP] for path in gone)
    count = int(rows.order_by()._raw_delete(rows.db))  # noqa: SLF001
    for path, children in parents.items():
        Organisation.objects.filter(path=path).update(numchild=F("numchild") - children)
    return count


def organisations_below(above: "QuerySet[Organisation]") -> "QuerySet[Organisation]":
    """The organisations whose parent is one of these."""
    parents = above.order_by().values("path")
    below = Organisation.objects.annotate(above=Left("path", Length("path") - STEP))
    return cast("QuerySet[Organisation]", below.filter(above__in=parents))


def _check_new(rows: Sequence[NewOrganisation], parents: dict[int, Organisation]) -> None:
    names = {row.name for row in rows}
    paths = {one.path: one.pk for one in parents.values()}
    standing = (
        Organisation.objects.filter(name__in=names)
        .annotate(above=Left("path", Length("path") - STEP))
        .filter(above__in=list(paths))
    )
    taken = {(paths[above], name) for above, name in standing.values_list("above", "name")}
    for row in rows:
        if (row.parent_id, row.name) in taken:
            raise RuleBroken("organisation_exists", f"“{row.name}”已存在，请勿重复新增")
        taken.add((row.parent_id, row.name))
    codes = [row.uscc for row in rows if row.uscc]
    known = set(Organisation.objects.filter(uscc__in=codes).values_list("uscc", flat=True))
    twice = [code for code, count in Counter(codes).items() if count > 1 or code in known]
    if twice:
        raise RuleBroken("uscc_taken", f"统一社会信用代码{twice[0]}已登记在另一组织名下，请核对")


def _last_steps(parents: dict[int, Organisation]) -> dict[str, int]:
    """The place of the last child below each parent, by the parent's path: one query."""
    shape: Any = Organisation  # treebeard carries no types
    children = (
        Organisation.objects.order_by()
        .annotate(above=Left("path", Length("path") - STEP))
        .filter(above__in=[one.path for one in parents.values()])
        .values("above")
        .annotate(last=Max("path"))
    )
    return {one["above"]: shape._str2int(one["last"][-STEP:]) for one in children}  # noqa: SLF001


def _path(parent: Organisation, step: int) -> str:
    shape: Any = Organisation
    return str(shape._get_path(parent.path, parent.depth + 1, step))  # noqa: SLF001
