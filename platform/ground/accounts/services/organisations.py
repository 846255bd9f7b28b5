"""Organisations: set up, renamed and closed without a programmer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction

from ground.accounts.events import OrganisationAdded, OrganisationDeactivated
from ground.accounts.models import Organisation, OrganisationAlias, User
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock, identifiers
from ground.kernel.errors import RuleBroken
from ground.places.models import Division

LONGEST_NAME = 120


@transaction.atomic
def add_organisation(
    *,
    by: User | None,
    name: str,
    kind: str,
    parent: Organisation | None = None,
    short_name: str = "",
    aliases: Sequence[str] = (),
    division: Division | None = None,
    uscc: str = "",
) -> Organisation:
    """Add an organisation below another; without one it is a root, which only the first set-up makes."""
    name = name.strip()
    if not name:
        raise RuleBroken("name_missing", "请填写组织名称", fields={"name": "不能为空"})
    values = {
        "name": name,
        "short_name": short_name.strip(),
        "kind": kind,
        "division": division,
        "uscc": identifiers.credit_code(uscc) if uscc else "",
    }
    also_called = dict.fromkeys(alias.strip() for alias in aliases if alias.strip())
    if any(len(alias) > LONGEST_NAME for alias in also_called):
        too_long = f"每个别名不能超过{LONGEST_NAME}个字"
        raise RuleBroken("alias_too_long", too_long, fields={"aliases": too_long})
    with _uscc_once(str(values["uscc"])):
        if parent is None:
            added = Organisation.objects.add_root(values)
        else:
            locked = Organisation.objects.select_for_update().get(pk=parent.pk)
            if Organisation.objects.get_children(locked).filter(name=name).exists():
                raise RuleBroken(
                    "organisation_exists", f"“{locked}”下已有“{name}”", fields={"name": "已存在"}
                )
            added = Organisation.objects.add_child(locked, values)
    OrganisationAlias.objects.bulk_create(
        OrganisationAlias(organisation=added, name=alias) for alias in also_called
    )
    record(by, "organisation.added", added, kind=kind)
    publish(OrganisationAdded(organisation_id=added.pk, kind=kind))
    return added


@transaction.atomic
def rename_organisation(
    *, by: User | None, organisation: Organisation, name: str, short_name: str = ""
) -> Organisation:
    """Give an organisation another name. The old ones stay as aliases: its history is found by them."""
    name, short_name = name.strip(), short_name.strip()
    if not name:
        raise RuleBroken("name_missing", "请填写组织名称", fields={"name": "不能为空"})
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    parent = Organisation.objects.get_parent(organisation)
    beside = Organisation.objects.get_children(parent) if parent else Organisation.objects.none()
    if beside.filter(name=name).exclude(pk=organisation.pk).exists():
        raise RuleBroken(
            "organisation_exists", f"“{parent}”下已有“{name}”", fields={"name": "已存在"}
        )
    before = {organisation.name, organisation.short_name} - {name, short_name, ""}
    OrganisationAlias.objects.bulk_create(
        (OrganisationAlias(organisation=organisation, name=one) for one in sorted(before)),
        ignore_conflicts=True,
    )
    organisation.aliases.filter(name__in=[name, short_name]).delete()
    organisation.name, organisation.short_name = name, short_name
    organisation.save(update_fields=["name", "short_name"])
    record(by, "organisation.renamed", organisation, before=sorted(before), now=name)
    return organisation


@transaction.atomic
def deactivate_organisation(
    *, by: User | None, organisation: Organisation, on: date, reason: str
) -> Organisation:
    """Let an organisation take no part any more: dissolved, merged, bankrupt. Its records stay."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not organisation.is_active:
        raise RuleBroken("organisation_closed", f"“{organisation}”已经停用")
    if not reason.strip():
        raise RuleBroken("reason_missing", "请写明停用的原因", fields={"reason": "不能为空"})
    if on > clock.today():
        raise RuleBroken("closed_in_future", "停用日期不能晚于今天", fields={"on": "不能晚于今天"})
    if Organisation.objects.get_children(organisation).filter(is_active=True).exists():
        raise RuleBroken(
            "organisation_has_members", f"“{organisation}”下还有在用的组织，请先停用下级组织"
        )
    organisation.is_active = False
    organisation.save(update_fields=["is_active"])
    record(by, "organisation.deactivated", organisation, on=on, reason=reason.strip())
    publish(
        OrganisationDeactivated(
            organisation_id=organisation.pk, kind=organisation.kind, closed_on=on
        )
    )
    return organisation


@contextmanager
def _uscc_once(uscc: str) -> Iterator[None]:
    """A credit code names one organisation: refused beforehand, and where a race was lost."""
    taken = RuleBroken(
        "uscc_taken",
        "该统一社会信用代码已登记在另一组织名下，请核对",
        fields={"uscc": "已被登记"},
    )
    if uscc and Organisation.objects.filter(uscc=uscc).exists():
        raise taken
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        if "organisation_uscc_once" not in str(clash):
            raise
        raise taken from clash
