"""Old visits (历史走访): visits like any other in lists and figures, but nothing follows from them.

No payment, no clue, no task, no problem: what was handed over was paid for long ago.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Sum

from assistance.pairing.models import GroupMember, PairingGroup
from assistance.pairing.rules import LINK_POINTS
from assistance.planning.kinds import Need
from assistance.visits.events import OldVisitsImported
from assistance.visits.models import Visit, VisitGoods, VisitNeed, VisitPromise, VisitVersion
from assistance.visits.permissions import IMPORT_VISITS
from assistance.visits.rules.texts import ID_NUMBER
from ground.accounts.models import Organisation
from ground.events.services import publish
from ground.intake.kinds import Batch, Field, ImportKind, Total, Written, import_kind
from ground.intake.storing import insert
from ground.kernel import clock

AGENCIES = tuple(sorted(set(Organisation.Kind.values) - LINK_POINTS))
CASH, VISITS = "慰问金", "走访"
TEXTS = ("visitors", "interlocutors", "place", "situation", "need", "promise", "signer")
SAME = """
    SELECT v.agency_id, v.link_point_id, v.visited_on, v.visitors FROM visits_visit v
      JOIN unnest(%s::bigint[], %s::bigint[], %s::date[]) AS row (agency, point, day)
        ON v.link_point_id = row.point AND v.visited_on = row.day AND v.agency_id = row.agency
"""

WORDINGS = """
    INSERT INTO visits_visitversion
           (visit_id, number, way, fields, added, written_by_id, written_at)
    SELECT id, 1, 'recorded',
           jsonb_build_object('kind', kind, 'visitors', visitors, 'interlocutors', interlocutors,
                              'place', place, 'situation', situation, 'steps', steps),
           '{}', recorded_by_id, %s
      FROM visits_visit WHERE id = ANY(%s) ORDER BY id RETURNING id
"""


@import_kind("visits.old_visits", label="历史走访", permission=IMPORT_VISITS, order=50)
class OldVisits(ImportKind):
    says = "使用本系统以前的走访，一次一行。只作为历史记录，不会产生发放、线索和任务。"
    noun = "次走访"
    opens = "visits:list"
    fields = (
        Field(
            "agency",
            "走访单位",
            "organisation",
            required=True,
            synonyms=("帮扶单位", "联系单位", "参联单位", "单位名称", "单位"),
            organisation_kinds=AGENCIES,
            also_closed=True,
        ),
        Field(
            "link_point",
            "双联点",
            "organisation",
            required=True,
            synonyms=("走访企业", "被联企业", "企业名称", "企业", "走访对象", "社区", "村"),
            organisation_kinds=tuple(sorted(LINK_POINTS)),
            also_closed=True,
            hint="企业、社区或村的全称、简称或曾用名",
        ),
        Field(
            "visited_on", "走访日期", "date", required=True, synonyms=("日期", "走访时间", "时间")
        ),
        Field(
            "kind",
            "类型",
            "choice",
            synonyms=("走访类型", "走访方式"),
            choices={label: value for value, label in Visit.Kind.choices}
            | {"日常": "routine", "集中": "concentrated", "慰问": "condolence"},
            hint="不填为日常走访",
        ),
        Field(
            "visitors",
            "走访人",
            required=True,
            longest=200,
            synonyms=("走访人员", "参加人员", "带队领导"),
        ),
        Field("interlocutors", "接待人", longest=200, synonyms=("接待人员", "座谈对象")),
        Field("place", "走访地点", longest=120, synonyms=("地点",)),
        Field(
            "situation",
            "了解到的情况",
            required=True,
            longest=5000,
            synonyms=("走访情况", "走访内容", "主要内容", "情况", "活动内容"),
        ),
        Field(
            "need", "诉求", longest=500, synonyms=("困难与诉求", "反映问题", "存在问题", "企业诉求")
        ),
        Field(
            "need_category",
            "诉求类别",
            "choice",
            synonyms=("问题类别",),
            choices={label: value for value, label in Need.choices},
            hint="不填为其他",
        ),
        Field("promise", "承诺事项", longest=300, synonyms=("承诺", "帮扶措施", "解决措施")),
        Field("condolence_cash", "慰问金", "money", synonyms=("慰问金额", "现金")),
        Field("goods", "慰问品", longest=60, synonyms=("慰问物资", "物资名称")),
        Field("goods_quantity", "慰问品数量", "number", least=1, synonyms=("数量",)),
        Field("goods_unit", "慰问品单位", longest=10, synonyms=("计量单位",)),
        Field("goods_value", "慰问品价值", "money", synonyms=("物资折价", "折合金额", "价值")),
        Field("signer", "签收人", longest=60, synonyms=("领取人",)),
        Field("steps", "五个一", "choices", choices={label: v for v, label in Visit.Step.choices}),
    )

    def begin(self) -> None:
        self._seen: dict[bytes, int] = {}
        self._groups: dict[tuple[int, int], list[tuple[date, date, int]]] = defaultdict(list)
        members = GroupMember.objects.exclude(group__state=PairingGroup.State.PROPOSED).filter(
            agency__path__startswith=self.organisation.path
        )
        for agency, point, joined, left, ends, group in members.values_list(
            "agency_id",
            "group__link_point_id",
            "joined_on",
            "left_on",
            "group__ends_on",
            "group_id",
        ).order_by("group_id"):
            until = min(left or date.max, ends or date.max)
            self._groups[agency, point].append((joined, until, group))

    def totals(self) -> list[Total]:
        inside = Visit.objects.filter(agency__path__startswith=self.organisation.path)
        found = inside.aggregate(visits=Count("pk"), cash=Sum("condolence_cash"))
        return [
            Total(VISITS, Decimal(found["visits"]), "次"),
            Total(CASH, found["cash"] or Decimal(0), "元"),
        ]

    def examine(self, batch: Batch) -> None:
        values = batch.values
        self._check_rows(batch)
        standing = self._standing(batch)
        agencies, points = values["agency"], values["link_point"]
        days, visitors = values["visited_on"], values["visitors"]
        for at in batch.good():
            if (agencies[at].pk, points[at].pk, days[at], visitors[at]) in standing:
                batch.leave(at)
                continue
            self.gains[VISITS] += 1
            self.gains[CASH] += values["condolence_cash"][at] or 0

    def _check_rows(self, batch: Batch) -> None:
        """What each row says by itself, and that no two say the same visit."""
        values = batch.values
        area = self.organisation.path
        texts = [(name, values[name]) for name in TEXTS]
        keys: list[bytes | None] = [None] * len(batch.rows)
        for at in batch.good():
            agency = values["agency"][at]
            if not agency.path.startswith(area):
                batch.refuse(at, "agency", f"“{agency.name}”不在“{self.organisation}”的范围内")
                continue
            if values["visited_on"][at] > self.today:
                batch.refuse(at, "visited_on", "走访日期不能晚于今天")
            for name, column in texts:
                if (said := column[at]) and ID_NUMBER.search(said):
                    batch.refuse(at, name, "请勿在文字栏里填写身份证号")
            if values["goods"][at] is not None and not values["goods_value"][at]:
                batch.refuse(at, "goods_value", "填写了慰问品，请写明价值（元）")
            key = _key(
                agency.pk,
                values["link_point"][at].pk,
                values["visited_on"][at],
                values["visitors"][at],
            )
            first = self._seen.setdefault(key, batch.rows[at])
            if first != batch.rows[at]:
                batch.refuse(
                    at, "visited_on", f"与第{first}行是同一次走访（单位、双联点、日期、走访人相同）"
                )
            keys[at] = key
        batch.values["key"] = keys

    def _standing(self, batch: Batch) -> set[tuple[int, int, date, str]]:
        """The visits on record with the same agency, link point and day as a row of the batch."""
        good, values = batch.good(), batch.values
        with connection.cursor() as cursor:
            cursor.execute(
                SAME,
                [
                    [values["agency"][at].pk for at in good],
                    [values["link_point"][at].pk for at in good],
                    [values["visited_on"][at] for at in good],
                ],
            )
            return set(cursor.fetchall())

    def write(self, batch: Batch, wanted: Sequence[int]) -> Written:
        values = batch.values

        def column(name: str, instead: Any = "") -> list[Any]:
            return [instead if (one := values[name][at]) is None else one for at in wanted]

        agencies, points = column("agency"), column("link_point")
        days = column("visited_on")
        keys = insert(
            Visit,
            len(wanted),
            {
                "key": [UUID(bytes=values["key"][at]) for at in wanted],
                "kind": column("kind", Visit.Kind.ROUTINE.value),
                "group_id": [
                    self._group(agency.pk, point.pk, on)
                    for agency, point, on in zip(agencies, points, days, strict=True)
                ],
                "agency_id": [one.pk for one in agencies],
                "link_point_id": [one.pk for one in points],
                "visited_on": days,
                "condolence_cash": column("condolence_cash", Decimal(0)),
                "steps": column("steps", []),
                **{
                    name: column(name)
                    for name in ("visitors", "interlocutors", "place", "situation", "signer")
                },
            },
            recorded_by_id=self.by.pk,
        )
        written = Written({Visit: keys, VisitVersion: self._keep_wordings(keys)})
        self._write_lines(batch, wanted, keys, written)
        return written

    def _write_lines(
        self, batch: Batch, wanted: Sequence[int], keys: list[int], written: Written
    ) -> None:
        """What was asked for, promised and given, as the lines of their visits."""
        values = batch.values
        visit_of = dict(zip(wanted, keys, strict=True))

        def of(rows: list[int], name: str, instead: Any = "") -> list[Any]:
            return [instead if (one := values[name][at]) is None else one for at in rows]

        asked = [at for at in wanted if values["need"][at] is not None]
        promised = [at for at in wanted if values["promise"][at] is not None]
        given = [at for at in wanted if values["goods"][at] is not None]
        for model, rows, columns in (
            (
                VisitNeed,
                asked,
                {
                    "description": of(asked, "need"),
                    "category": of(asked, "need_category", Need.OTHER.value),
                },
            ),
            (VisitPromise, promised, {"content": of(promised, "promise")}),
            (
                VisitGoods,
                given,
                {
                    "name": of(given, "goods"),
                    "quantity": of(given, "goods_quantity", 1),
                    "unit": of(given, "goods_unit", "份"),
                    "value": of(given, "goods_value"),
                },
            ),
        ):
            visits = {"visit_id": [visit_of[at] for at in rows]}
            written.add(Written({model: insert(model, len(rows), visits | columns, index=0)}))

    def _keep_wordings(self, keys: list[int]) -> list[int]:
        """The first wording of each visit, as `record_visit` keeps it."""
        with connection.cursor() as cursor:
            cursor.execute(WORDINGS, [clock.now(), keys])
            return [key for (key,) in cursor.fetchall()]

    def _group(self, agency: int, point: int, on: date) -> int | None:
        """The group in which the agency was linked to the point on that day."""
        for joined, until, group in self._groups.get((agency, point), ()):
            if joined <= on < until:
                return group
        return None

    def finish(self, *, batch_id: int, created: int) -> None:
        if created:
            publish(OldVisitsImported(batch_id=batch_id, visits=created))


def _key(agency: int, point: int, on: date, visitors: str) -> bytes:
    """The key of an old visit follows from what it is: the same row again is the same visit."""
    plain = f"{agency}/{point}/{on.isoformat()}/{visitors}"
    return hashlib.blake2b(plain.encode(), digest_size=16).digest()
