"""The ledger of assistance (帮扶台账) and the families that nobody has helped (domain.md, 5.3 and 5.21)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from django.db.models import F

from assistance.aid.models import AidType, Payment, PaymentQuerySet, Recovery
from assistance.households.models import FamilyPair, FileQuerySet, HardshipFile, HomeVisit
from assistance.ledgers.books import (
    FAMILY,
    FILE_NO,
    NAME,
    NUMBER,
    UNIT,
    Asked,
    Rows,
    book,
    counted,
    family_of,
)
from assistance.ledgers.queries import AT_ONCE, files_of
from assistance.ledgers.rules import posted
from assistance.visits.models import VisitPromise
from ground.kernel.identifiers import masked_name
from ground.sheets.ledgers import Sheet
from ground.sheets.writing import SheetColumn


@dataclass(frozen=True, kw_only=True)
class Help:
    """One thing that was given or promised to a family."""

    on: date
    need: str
    measure: str
    giver: str
    due_on: date | None
    done_on: date | None
    money: Decimal | None
    goods: Decimal | None
    result: str


HELPER = (SheetColumn("结对干部", width=10), SheetColumn("干部单位", width=22))


@book(
    "aid.register",
    title="帮扶台账",
    says="期间内每户得到的资金和实物，和走访时作出的承诺：措施、承诺人、期限、完成日期和结果，一事一行。",
    order=60,
    has_span=True,
)
def register(asked: Asked) -> list[Sheet]:
    columns = [
        NUMBER,
        FILE_NO,
        NAME,
        UNIT,
        SheetColumn("致困原因", width=18),
        SheetColumn("需求", width=12),
        *HELPER,
        SheetColumn("帮扶措施", width=36),
        SheetColumn("承诺或出资单位", width=22),
        SheetColumn("完成期限", "date"),
        SheetColumn("完成日期", "date"),
        SheetColumn("金额（元）", "money", 14),
        SheetColumn("实物价值（元）", "money", 14),
        SheetColumn("结果", width=10),
        SheetColumn("最近走访", "date"),
    ]
    totals = frozenset({"金额（元）", "实物价值（元）"})
    return [Sheet("台账", columns, counted(asked, _register(asked)), totals, "行")]


def _register(asked: Asked) -> Rows:
    for files in _some(files_of(asked.by, asked.organisation)):
        helpers, seen = _helpers(files), _last_seen(asked, files)
        payments, promises = _payments(asked, files), _promises(asked, files)
        back = _recoveries(asked, files)
        for file in files:
            _, name, unit, _ = family_of(asked, file)
            said = posted if asked.masked else str
            common = [file.file_no, name, unit, said(file.get_primary_cause_display())]
            helper = _helper_cells(helpers.get(file.pk))
            lines = [of[file.pk] for of in (payments, back, promises) if file.pk in of]
            for one in sorted(
                chain.from_iterable(lines), key=lambda one: (one.on, one.need, one.measure)
            ):
                measure = _unnamed(asked, file, one.measure)
                done = [one.due_on, one.done_on, one.money, one.goods, one.result]
                told = [said(one.need), *helper, said(measure), one.giver]
                yield [*common, *told, *done, seen.get(file.pk)]


@book(
    "aid.unhelped",
    title="未帮扶家庭清单",
    says="在档而期间内没有得到过资金或实物的家庭，附最近一次帮扶、结对干部和最近走访。",
    order=61,
    has_span=True,
)
def unhelped(asked: Asked) -> list[Sheet]:
    columns = [
        NUMBER,
        *FAMILY,
        SheetColumn("建档日期", "date"),
        SheetColumn("最近帮扶", "date"),
        *HELPER,
        SheetColumn("最近走访", "date"),
    ]
    return [Sheet("清单", columns, counted(asked, _unhelped(asked)), noun="户")]


def _unhelped(asked: Asked) -> Rows:
    helped = _paid(asked).filter(file__isnull=False).order_by().values("file")
    rows = files_of(asked.by, asked.organisation).filter(state=HardshipFile.State.ACTIVE)
    for files in _some(rows.exclude(pk__in=helped)):
        helpers, seen = _helpers(files), _last_seen(asked, files)
        last = dict(
            Payment.objects.filter(
                file__in=files, state=Payment.State.PAID, settled_on__lt=asked.starts_on
            )
            .order_by("settled_on")
            .values_list("file_id", "settled_on")
        )
        for file in files:
            yield [
                *family_of(asked, file),
                file.approved_on,
                last.get(file.pk),
                *_helper_cells(helpers.get(file.pk)),
                seen.get(file.pk),
            ]


def _some(files: FileQuerySet) -> Iterator[list[HardshipFile]]:
    """The files in order of their units, a thousand at a time, with unit and members."""
    rows = files.select_related("unit").prefetch_related("members").order_by("unit__path", "pk")
    every = rows.iterator(chunk_size=AT_ONCE)
    while some := list(islice(every, AT_ONCE)):
        yield some


def _paid(asked: Asked) -> PaymentQuerySet:
    return Payment.objects.filter(
        state=Payment.State.PAID, settled_on__range=(asked.starts_on, asked.ends_on)
    )


def _payments(asked: Asked, files: Iterable[HardshipFile]) -> dict[int | None, list[Help]]:
    """What was given, by file."""
    given: dict[int | None, list[Help]] = defaultdict(list)
    paid = _paid(asked).filter(file__in=files)
    for one in paid.annotate(day=F("settled_on"), giver=F("batch__source__organisation__name")):
        in_kind, on = _is_in_kind(one), vars(one)["day"]
        given[one.file_id].append(
            Help(
                on=on,
                need=one.get_aid_type_display(),
                measure=one.reason,
                giver=vars(one)["giver"],
                due_on=None,
                done_on=on,
                money=None if in_kind else one.amount,
                goods=one.amount if in_kind else None,
                result=one.get_state_display(),
            )
        )
    return given


def _recoveries(asked: Asked, files: Iterable[HardshipFile]) -> dict[int | None, list[Help]]:
    """What came back of it, by file: a line of its own with what it takes off."""
    back: dict[int | None, list[Help]] = defaultdict(list)
    rows = Recovery.objects.filter(
        payment__file__in=files, on__range=(asked.starts_on, asked.ends_on)
    ).select_related("payment")
    for one in rows.annotate(giver=F("payment__batch__source__organisation__name")):
        in_kind = _is_in_kind(one.payment)
        back[one.payment.file_id].append(
            Help(
                on=one.on,
                need=one.payment.get_aid_type_display(),
                measure=f"追回：{one.reason}",
                giver=vars(one)["giver"],
                due_on=None,
                done_on=one.on,
                money=None if in_kind else -one.amount,
                goods=-one.amount if in_kind else None,
                result="已追回",
            )
        )
    return back


def _is_in_kind(payment: Payment) -> bool:
    return payment.channel == Payment.Channel.GOODS_SIGNED or payment.aid_type == AidType.GOODS


def _promises(asked: Asked, files: Iterable[HardshipFile]) -> dict[int | None, list[Help]]:
    """What was promised at home, by file: each of these visits was to one family."""
    homes = HomeVisit.objects.filter(
        pair__file__in=files,
        visit__visited_on__range=(asked.starts_on, asked.ends_on),
        visit__promises__isnull=False,
    )
    visited = dict(homes.values_list("visit_id", "pair__file_id"))
    made: dict[int | None, list[Help]] = defaultdict(list)
    promises = VisitPromise.objects.filter(visit__in=visited, task__isnull=False)
    for one in promises.select_related("visit__agency", "task"):
        task: Any = one.task
        made[visited[one.visit_id]].append(
            Help(
                on=one.visit.visited_on,
                need="走访承诺",
                measure=one.content,
                giver=one.visit.agency.name,
                due_on=task.due_on,
                done_on=task.done_on,
                money=None,
                goods=None,
                result=task.get_state_display(),
            )
        )
    return made


def _helpers(files: Iterable[HardshipFile]) -> dict[int, FamilyPair]:
    pairs = FamilyPair.objects.filter(file__in=files, to_on__isnull=True)
    return {
        one.file_id: one for one in pairs.select_related("cadre__agency").order_by("from_on", "pk")
    }


def _helper_cells(pair: FamilyPair | None) -> list[object]:
    """The cadre is named on both versions: a helper is public, a family is not."""
    return [pair.cadre.name, pair.cadre.agency.name] if pair else ["", ""]


def _last_seen(asked: Asked, files: Iterable[HardshipFile]) -> dict[int, date]:
    visits = HomeVisit.objects.filter(pair__file__in=files, visit__visited_on__lte=asked.ends_on)
    days = visits.order_by("visit__visited_on").values_list("pair__file_id", "visit__visited_on")
    return dict(days)


def _unnamed(asked: Asked, file: HardshipFile, text: str) -> str:
    """What people typed; for posting, without the names of the family."""
    for member in file.members.all() if asked.masked else ():
        text = text.replace(member.name, masked_name(member.name)) if member.name else text
    return text
