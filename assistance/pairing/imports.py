"""Pairing groups and cadres from the office's own lists."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from assistance.pairing import services
from assistance.pairing.models import Cadre, GroupMember, PairingGroup
from assistance.pairing.permissions import KEEP_CADRES, PROPOSE_GROUP
from assistance.pairing.rules import LINK_POINTS, NewCadre, NewGroup
from assistance.pairing.services.cadres import mobile_hash
from ground.accounts.models import Organisation
from ground.audit.services import record_many
from ground.intake.kinds import Batch, Field, ImportKind, Outcome, Total, Written, import_kind
from ground.kernel.periods import FIRST_YEAR, LAST_YEAR

AGENCIES = tuple(sorted(set(Organisation.Kind.values) - LINK_POINTS))


@import_kind("pairing.groups", label="结对", permission=PROPOSE_GROUP, order=30)
class Pairs(ImportKind):
    says = "牵头单位、成员单位与双联点的结对，一个双联点的一个牵头单位一行。导入后为“待批准”，由另一位领导批准。"
    noun = "组"
    opens = "pairing:list"
    fields = (
        Field(
            "year",
            "年度",
            "number",
            required=True,
            least=FIRST_YEAR,
            most=LAST_YEAR,
            synonyms=("年份",),
            example="2008",
        ),
        Field(
            "link_point",
            "双联点",
            "organisation",
            required=True,
            organisation_kinds=tuple(sorted(LINK_POINTS)),
            synonyms=("被联企业", "企业名称", "联系企业", "企业", "社区", "村"),
            example="海利农药化工有限公司",
        ),
        Field(
            "lead_agency",
            "牵头单位",
            "organisation",
            required=True,
            organisation_kinds=AGENCIES,
            synonyms=("牵头联系单位", "责任单位", "联系单位"),
            example="市政协办",
        ),
        Field(
            "members",
            "成员单位",
            "organisations",
            organisation_kinds=AGENCIES,
            synonyms=("参联单位", "配合单位", "协助单位"),
            hint="几个之间用顿号分开，牵头单位不必重复",
            example="市安监局、市水利局",
        ),
        Field("link_leader", "挂点领导", longest=60, synonyms=("联系领导", "市级领导")),
        Field(
            "starts_on",
            "开始日期",
            "date",
            synonyms=("结对日期", "起始日期"),
            hint="不填为当年1月1日",
        ),
    )

    def begin(self) -> None:
        self._seen: dict[tuple[int, int, int], int] = {}

    def totals(self) -> list[Total]:
        inside = PairingGroup.objects.filter(link_point__path__startswith=self.organisation.path)
        return [Total("结对", Decimal(inside.count()), "组")]

    def examine(self, batch: Batch) -> None:
        values = batch.values
        standing = self._standing(batch)
        for at in batch.good():
            year, point, lead = (values[name][at] for name in ("year", "link_point", "lead_agency"))
            for key, one in (("link_point", point), ("lead_agency", lead)):
                if not self.is_inside(one):
                    batch.refuse(at, key, f"“{one.name}”不在“{self.organisation}”的范围内")
            starts_on = values["starts_on"][at]
            if starts_on and starts_on.year != year:
                batch.refuse(at, "starts_on", f"开始日期应在{year}年内")
            triple = (year, point.pk, lead.pk)
            first = self._seen.setdefault(triple, batch.rows[at])
            if first != batch.rows[at]:
                batch.refuse(
                    at, "link_point", f"与第{first}行是同一结对（年度、双联点、牵头单位相同）"
                )
            elif triple in standing:
                said = {one.pk for one in values["members"][at] or ()} | {lead.pk}
                if said - standing[triple]:
                    batch.refuse(
                        at, "members", "该结对已有，成员单位不同。请在原结对上办理成员变更"
                    )
                elif batch.outcomes[at] is not Outcome.REFUSED:
                    batch.leave(at)
            elif batch.outcomes[at] is not Outcome.REFUSED:
                self.gains["结对"] += 1

    def _standing(self, batch: Batch) -> dict[tuple[int, int, int], set[int]]:
        """(year, link point, lead agency) of the groups that stand → their present agencies."""
        points = {batch.values["link_point"][at].pk for at in batch.good()}
        members = GroupMember.objects.filter(group__link_point__in=points, left_on__isnull=True)
        found: dict[tuple[int, int, int], set[int]] = defaultdict(set)
        for year, point, lead, agency in members.values_list(
            "group__year", "group__link_point_id", "group__lead_agency_id", "agency_id"
        ):
            found[year, point, lead].add(agency)
        return found

    def write(self, batch: Batch, wanted: Sequence[int]) -> Written:
        values = batch.values
        by_year: dict[int, list[NewGroup]] = defaultdict(list)
        for at in wanted:
            year = values["year"][at]
            by_year[year].append(
                NewGroup(
                    link_point_id=values["link_point"][at].pk,
                    lead_agency_id=values["lead_agency"][at].pk,
                    member_ids=tuple(one.pk for one in values["members"][at] or ()),
                    starts_on=values["starts_on"][at] or date(year, 1, 1),
                    link_leader=values["link_leader"][at] or "",
                )
            )
        made = [
            group.pk
            for year, rows in by_year.items()
            for group in services.propose_groups(by=self.by, plan_year=year, rows=rows)
        ]
        members = GroupMember.objects.filter(group__in=made).values_list("pk", flat=True)
        return Written({PairingGroup: made, GroupMember: list(members)})


@import_kind("pairing.cadres", label="结对干部", permission=KEEP_CADRES, order=40)
class Cadres(ImportKind):
    says = "各参联单位的结对干部，一人一行。同一单位同名的干部只补充职务和手机号。"
    noun = "人"
    opens = "pairing:cadres"
    fields = (
        Field(
            "agency",
            "单位",
            "organisation",
            required=True,
            organisation_kinds=AGENCIES,
            synonyms=("所在单位", "单位名称", "参联单位", "工作单位"),
            example="市水利局",
        ),
        Field(
            "name",
            "姓名",
            required=True,
            longest=40,
            synonyms=("干部姓名", "结对干部"),
            example="林红",
            personal=True,
        ),
        Field("post", "职务", longest=60, synonyms=("职务职级", "职位")),
        Field(
            "mobile",
            "手机号",
            "mobile",
            synonyms=("联系电话", "手机", "电话", "手机号码", "联系方式"),
            personal=True,
        ),
        Field(
            "joined_on",
            "参联日期",
            "date",
            synonyms=("开始日期", "参加日期"),
            hint="不填为导入当天",
        ),
    )

    def begin(self) -> None:
        self._seen: dict[tuple[int, str, str | None], int] = {}

    def totals(self) -> list[Total]:
        serving = Cadre.objects.serving().filter(agency__path__startswith=self.organisation.path)
        return [Total("结对干部", Decimal(serving.count()), "人")]

    def examine(self, batch: Batch) -> None:
        values = batch.values
        agencies = {values["agency"][at].pk for at in batch.good()}
        named = {values["name"][at] for at in batch.good()}
        standing: dict[tuple[int, str], list[Cadre]] = defaultdict(list)
        for one in Cadre.objects.serving().filter(agency__in=agencies, name__in=named):
            standing[one.agency_id, one.name].append(one)
        for at in batch.good():
            agency, name = values["agency"][at], values["name"][at]
            mobile, joined_on = values["mobile"][at], values["joined_on"][at]
            if not self.is_inside(agency):
                batch.refuse(at, "agency", f"“{agency.name}”不在“{self.organisation}”的范围内")
                continue
            if joined_on and joined_on > self.today:
                batch.refuse(at, "joined_on", "参联日期不能晚于今天")
            first = self._seen.setdefault((agency.pk, name, mobile), batch.rows[at])
            if first != batch.rows[at]:
                batch.refuse(at, "name", f"与第{first}行重复（单位、姓名、手机号相同）")
            if batch.outcomes[at] is not Outcome.REFUSED:
                self._compare(batch, at, standing[agency.pk, name])

    def _compare(self, batch: Batch, at: int, same_name: Sequence[Cadre]) -> None:
        """A serving cadre of the same agency and name is the same one, unless the telephones differ."""
        mobile, post = batch.values["mobile"][at], batch.values["post"][at]
        known = [one for one in same_name if not mobile or one.mobile in {"", mobile}]
        if len(known) > 1 and mobile:
            known = [one for one in known if one.mobile] or known
        if len(known) > 1:
            batch.refuse(at, "name", "该单位有几位同名的干部，请填写手机号以便区分")
        elif known:
            said = {"post": post, "mobile": mobile}
            held = {"post": known[0].post, "mobile": known[0].mobile}
            differing = {
                key: (held[key], one) for key, one in said.items() if one and one != held[key]
            }
            batch.change(at, known[0].pk, differing)
        else:
            self.gains["结对干部"] += 1

    def write(self, batch: Batch, wanted: Sequence[int]) -> Written:
        values = batch.values
        new = [at for at in wanted if batch.outcomes[at] is Outcome.NEW]
        agencies = Organisation.objects.in_bulk({values["agency"][at].pk for at in new})
        made = services.add_cadres(
            by=self.by,
            rows=[
                NewCadre(
                    agency=agencies[values["agency"][at].pk],
                    name=values["name"][at],
                    post=values["post"][at] or "",
                    mobile=values["mobile"][at] or "",
                    joined_on=values["joined_on"][at] or self.today,
                )
                for at in new
            ],
        )
        written = Written({Cadre: [one.pk for one in made]})
        self._change(batch, [at for at in wanted if at in batch.targets], written)
        return written

    def _change(self, batch: Batch, rows: Sequence[int], written: Written) -> None:
        keys = [batch.targets[at] for at in rows]
        standing = Cadre.objects.select_for_update().order_by("pk").in_bulk(keys)
        changed: dict[int, dict[str, tuple[Any, Any]]] = {}
        for at in rows:
            cadre, differing = standing[batch.targets[at]], dict(batch.changes[at])
            if "mobile" in differing:
                new_hash = mobile_hash(differing["mobile"][1])
                differing["mobile_hash"] = (cadre.mobile_hash, new_hash)
            for key, (_, new) in differing.items():
                setattr(cadre, key, new)
            changed[cadre.pk] = differing
        Cadre.objects.bulk_update(
            standing.values(), ["post", "mobile", "mobile_hash"], batch_size=1_000
        )
        record_many(self.by, "pairing.cadre_changed", ((one, {}) for one in standing.values()))
        written.add(Written(changed={Cadre: changed}))
