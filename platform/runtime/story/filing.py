"""The way of new files and of a payment: each step by its person, on its day."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from assistance.aid import services as aid
from assistance.aid.models import Batch, Payment
from assistance.funds.models import FundSource
from assistance.households import services as households
from assistance.households.models import HardshipFile
from runtime.story.people import FAMILIES, WARMTH_FAMILY, id_number
from runtime.story.scene import place, who
from runtime.story.telling import Step


def walk(  # noqa: C901 -- six short steps that share their families
    name: str, unit: str, days: tuple[int, int, int, int, int], approved_on: date, *, month: int
) -> list[Step]:
    """The way of a unit's new files from clue to approval, each step on its day."""
    families = {900: WARMTH_FAMILY} if name == "winter" else dict(enumerate(FAMILIES, 1))

    def files() -> list[HardshipFile]:
        return list(HardshipFile.objects.filter(unit=place(unit)).order_by("pk"))

    def submit() -> None:
        union = who("union")
        for file, (number, family) in zip(files(), families.items(), strict=True):
            _, born, _size, hardship, cause, category, income, rigid = family
            filled = households.complete_file(
                by=union,
                file=file,
                category=category,
                tier="county",
                primary_cause=cause,
                situation=hardship,
                annual_income=Decimal(income),
                rigid_expenses=Decimal(rigid),
                holder_id_no=id_number(born, number),
                mobile=f"1380000{number:04d}",
                address="示例路1号",
            )
            households.submit_file(by=union, file=filled)

    def each(service: Callable[..., Any], **arguments: Any) -> None:
        for file in files():
            service(file=file, **arguments)

    def review() -> None:
        each(households.review_file, by=who("union"), opinion="材料齐全，情况属实")

    def investigate() -> None:
        each(
            households.investigate_file,
            by=who("union"),
            investigators=["沈念民", "乔联"],
            opinion="入户核实，与申报一致",
        )

    def check() -> None:
        each(households.check_file, by=who("union"), opinion="经济状况核对无异常")

    def notice() -> None:
        each(households.post_notice, by=who("union"))

    def approve() -> None:
        each(households.approve_file, by=who("approver"), opinion="同意建档")

    count = len(families)
    return [
        Step(
            f"{name}-submit",
            date(2008, month, days[0]),
            f"{unit}：{count} 户补全资料并提交建档",
            submit,
            by="union",
        ),
        Step(f"{name}-review", date(2008, month, days[1]), f"{unit}：初审", review, by="union"),
        Step(
            f"{name}-investigate",
            date(2008, month, days[2]),
            f"{unit}：两人入户调查",
            investigate,
            by="union",
        ),
        Step(
            f"{name}-check",
            date(2008, month, days[3]),
            f"{unit}：家庭经济状况核对",
            check,
            by="union",
        ),
        Step(
            f"{name}-notice",
            date(2008, month, days[4]),
            f"{unit}：张榜公示 5 个工作日",
            notice,
            by="union",
        ),
        Step(
            f"{name}-approve",
            approved_on,
            f"{unit}：公示无异议，批准建档 {count} 户",
            approve,
            by="approver",
        ),
    ]


def pay_out(name: str, on: date, title: str) -> list[Step]:
    """Maker, checker, approver, payout: three people, one batch."""

    def make() -> None:
        aid.make_batch(
            by=who("union"),
            name=title,
            source=FundSource.objects.get(),
            payments=list(Payment.objects.filter(state=Payment.State.PLANNED).order_by("pk")),
        )

    def approve() -> None:
        batch = aid.check_batch(by=who("finance"), batch=Batch.objects.get(name=title))
        aid.approve_batch(by=who("approver"), batch=batch)

    def pay() -> None:
        aid.pay_batch(by=who("finance"), batch=Batch.objects.get(name=title))

    return [
        Step(f"{name}-batch", on, f"帮扶干部编制发放批次“{title}”", make, by="union", hour=10),
        Step(
            f"{name}-batch-approved",
            on,
            "财务审核，分管副主席审批，资金预留",
            approve,
            by="approver",
            hour=14,
        ),
        Step(
            f"{name}-batch-paid",
            on,
            "财务发放，逐笔入账，台账和活动进度随事件更新",
            pay,
            by="finance",
            hour=16,
        ),
    ]
