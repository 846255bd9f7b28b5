"""What the lists of agencies and of enterprises share: the organisations, and their profiles."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from assistance.planning.events import ProfileChanged
from ground.accounts.many import NewOrganisation, add_organisations
from ground.accounts.models import Organisation, OrganisationAlias
from ground.events.services import publish
from ground.intake.kinds import Batch, Field, ImportKind, Outcome, Total, Written
from ground.intake.names import Known, normal
from ground.kernel import clock
from ground.places.queries import divisions_on

if TYPE_CHECKING:
    from django.db import models

OWN = ("short_name", "uscc")  # what an existing organisation takes over from a sheet
SHORT = Field("short_name", "简称", longest=40)
ALIASES = Field(
    "aliases", "别名", "names", longest=120, synonyms=("曾用名", "又名"), hint="几个之间用顿号分开"
)
USCC = Field(
    "uscc", "统一社会信用代码", "credit_code", synonyms=("信用代码", "组织机构代码", "机构代码")
)
PARENT = Field(
    "parent",
    "上级组织",
    "organisation",
    synonyms=("主管单位", "主管部门", "所属双联办"),
    hint="不填为导入时选择的单位",
)
DIVISION = Field("division", "行政区划", synonyms=("所在地", "区划代码"), hint="名称或代码")


def words(choices: Sequence[tuple[str, Any]]) -> dict[str, str]:
    """The words of a vocabulary on a sheet, as `Field.choices` wants them."""
    return {str(label): value for value, label in choices}


class OrganisationList(ImportKind):
    """What both lists share: organisations are found again by code or name, or come to be."""

    profile: ClassVar[Any]  # the model of the profile
    profile_fields: ClassVar[Sequence[str]]
    organisation_kinds: ClassVar[Sequence[str]]
    gain: ClassVar[str]
    opens = "web:organisations"

    def begin(self) -> None:
        self._seen: dict[str, int] = {}
        self._codes: dict[str, int] = {}
        self._divisions: dict[str, list[int]] = {}
        for pk, code, name in divisions_on(self.today).values_list("pk", "code", "name"):
            for word in (code, name):
                self._divisions.setdefault(word, []).append(pk)

    def totals(self) -> list[Total]:
        inside = Organisation.objects.filter(
            path__startswith=self.organisation.path, kind__in=self.organisation_kinds
        )
        return [Total(self.gain, Decimal(inside.count()), "个")]

    def kind_of(self, batch: Batch, at: int) -> str:
        """The kind of a new organisation: what its row says, or the first that the list is about."""
        said = batch.values["kind"][at] if "kind" in batch.values else None
        return said or self.organisation_kinds[0]

    def examine(self, batch: Batch) -> None:
        codes = [one for one in batch.values["uscc"] if one]
        owners = dict(Organisation.objects.filter(uscc__in=codes).values_list("uscc", "pk"))
        found = {at: self._found(batch, at, owners) for at in batch.good()}
        self._place(batch)
        keys = [one.pk for one in found.values() if one]
        standing = Organisation.objects.in_bulk(keys)
        profiles = {
            one.organisation_id: one
            for one in self.profile.objects.filter(organisation_id__in=keys)
        }
        for at in batch.good():
            known = found[at]
            if known is None:
                self.gains[self.gain] += 1
            else:
                differing = self._differing(batch, at, standing[known.pk], profiles.get(known.pk))
                batch.change(at, known.pk, differing)

    def _found(self, batch: Batch, at: int, owners: Mapping[str, int]) -> Known | None:
        """The organisation that the row is about, where there is one already."""
        name, code = batch.values["name"][at], batch.values["uscc"][at]
        first = self._seen.setdefault(normal(name), batch.rows[at])
        if first != batch.rows[at]:
            batch.refuse(at, "name", f"与第{first}行名称相同，请删去重复的一行")
        if code and (first := self._codes.setdefault(code, batch.rows[at])) != batch.rows[at]:
            batch.refuse(at, "uscc", f"与第{first}行统一社会信用代码相同，请核对")
        named = [one for one in self.names.named(name) if one.is_active]
        if code in owners:
            known = self.names.known.get(owners[code])
            if known is None:
                batch.refuse(
                    at, "uscc", "该统一社会信用代码已登记在您管理范围以外的单位名下，请核对"
                )
                return None
            if known not in named:
                batch.refuse(
                    at, "name", f"该统一社会信用代码已登记在“{known.name}”名下，请核对名称或代码"
                )
            named = [known]
        if len(named) > 1:
            listed = "、".join(self.names.placed(one) for one in named[:3])
            batch.refuse(at, "name", f"有{len(named)}个单位叫这个名称：{listed}。请填写全称")
        if len(named) != 1:
            return None
        if not self.is_inside(named[0]):
            batch.refuse(
                at, "name", f"该单位已登记在“{self.names.placed(named[0])}”，不在本次导入的范围内"
            )
        elif named[0].kind not in self.organisation_kinds:
            kind = Organisation.Kind(named[0].kind).label
            batch.refuse(at, "name", f"该单位已登记为{kind}，请核对")
        return named[0]

    def _place(self, batch: Batch) -> None:
        """Where new organisations go: below whom, in which division."""
        divisions: list[int | None] = [None] * len(batch.rows)
        for at in batch.good():
            parent, written = batch.values["parent"][at], batch.values["division"][at]
            if parent is not None and not self.is_inside(parent):
                batch.refuse(at, "parent", f"“{parent.name}”不在“{self.organisation}”的范围内")
            matching = self._divisions.get(written, []) if written else []
            if written and len(matching) != 1:
                several = (
                    "有几个同名的行政区划，请填写代码" if matching else "没有这个行政区划，请核对"
                )
                batch.refuse(at, "division", several)
            divisions[at] = matching[0] if matching else None
        batch.values["division_id"] = divisions

    def _differing(
        self, batch: Batch, at: int, one: Organisation, profile: Any
    ) -> dict[str, tuple[Any, Any]]:
        """What the row says otherwise than the records. An empty cell says nothing."""
        found = {}
        for key in (*OWN, *self.profile_fields):
            said = batch.values[key][at]
            if said is None:
                continue
            held = getattr(one if key in OWN else profile, key, None)
            if held != said:
                found[key] = (held, said)
        return found

    def write(self, batch: Batch, wanted: Sequence[int]) -> Written:
        new = [at for at in wanted if batch.outcomes[at] is Outcome.NEW]
        values = batch.values
        added, aliases = add_organisations(
            by=self.by,
            rows=[
                NewOrganisation(
                    parent_id=(values["parent"][at] or self.organisation).pk,
                    name=values["name"][at],
                    kind=self.kind_of(batch, at),
                    short_name=values["short_name"][at] or "",
                    uscc=values["uscc"][at] or "",
                    division_id=values["division_id"][at],
                    aliases=values["aliases"][at] or (),
                )
                for at in new
            ],
            because=f"intake:{self.code}",
        )
        profiles = self._new_profiles(
            batch, {at: one.pk for at, one in zip(new, added, strict=True)}
        )
        written = Written(
            {
                Organisation: [one.pk for one in added],
                OrganisationAlias: [one.pk for one in aliases],
                self.profile: [one.pk for one in profiles],
            }
        )
        self._change(batch, [at for at in wanted if batch.outcomes[at] is Outcome.CHANGED], written)
        return written

    def _new_profiles(self, batch: Batch, owners: Mapping[int, int]) -> list[Any]:
        now = clock.now()
        made = [
            self.profile(organisation_id=pk, updated_at=now, **self._said(batch, at))
            for at, pk in owners.items()
        ]
        created: list[Any] = self.profile.objects.bulk_create(made, batch_size=1_000)
        return created

    def _said(self, batch: Batch, at: int) -> dict[str, Any]:
        return {
            key: batch.values[key][at]
            for key in self.profile_fields
            if batch.values[key][at] is not None
        }

    def _change(self, batch: Batch, rows: Sequence[int], written: Written) -> None:
        keys = [batch.targets[at] for at in rows]
        standing = Organisation.objects.select_for_update().order_by("pk").in_bulk(keys)
        profiles = {
            one.organisation_id: one
            for one in self.profile.objects.select_for_update().filter(organisation_id__in=keys)
        }
        changed: dict[type[models.Model], dict[int, dict[str, tuple[Any, Any]]]] = {}
        for at in rows:
            pk, differing = batch.targets[at], batch.changes[at]
            for key, (old, new) in differing.items():
                row: Any = standing[pk] if key in OWN else profiles.get(pk)
                if row is None:
                    continue
                setattr(row, key, new)
                changed.setdefault(type(row), {}).setdefault(row.pk, {})[key] = (old, new)
        now = clock.now()
        for one in profiles.values():
            one.updated_at = now
        Organisation.objects.bulk_update(standing.values(), OWN, batch_size=1_000)
        self.profile.objects.bulk_update(
            profiles.values(), [*self.profile_fields, "updated_at"], batch_size=500
        )
        bare = {at: batch.targets[at] for at in rows if batch.targets[at] not in profiles}
        made = [at for at in bare if set(batch.changes[at]) - set(OWN)]
        new = self._new_profiles(batch, {at: bare[at] for at in made})
        written.add(Written({self.profile: [one.pk for one in new]}, changed))
        if keys:
            kind = self.profile.__name__.removesuffix("Profile").lower()
            publish(*(ProfileChanged(organisation_id=pk, kind=kind) for pk in keys))
