"""The way of new files and of a payment: each step by its person, on its day."""

import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from assistance.aid import services as aid
from assistance.aid.models import Batch, Payment
from assistance.checks import services as checks
from assistance.checks.models import CheckPerson
from assistance.funds.models import FundSource
from assistance.households import services as households
from assistance.households.models import HardshipFile
from assistance.households.rules import FormIn
from assistance.investigations import offline
from assistance.investigations import services as investigations
from assistance.investigations.models import HomeInvestigation
from assistance.investigations.rules import Line, Person
from assistance.notices import services as notices
from assistance.notices.models import Notice
from ground.accounts.models import User
from ground.kernel import clock
from runtime.story.people import FAMILIES, WARMTH_FAMILY, id_number
from runtime.story.pictures import filled_in_form, notice_on_its_wall
from runtime.story.scene import place, who
from runtime.story.telling import Step


def look_at_home(by: User, file: HardshipFile, people: list[str]) -> HomeInvestigation:
    """Two people look at a home: everything is as the family says; they sign on paper."""
    photo = filled_in_form(by, "入户调查表.jpg")
    known = offline.family(offline.to_check(HardshipFile.objects.filter(pk=file.pk)).get())
    seen = investigations.Seen(
        visited_on=clock.today(),
        people=[Person(name) for name in people],
        present="户主本人",
        living="poor",
        conclusion="true",
        remark="入户核实，与申报一致",
        lines=[
            Line(one["side"], one["kind"], Decimal(one["declared"]), agrees=True)
            for one in known["items"]
        ],
        on_paper=True,
    )
    return investigations.record_investigation(
        by=by, key=uuid.uuid4(), file=file, seen=seen, photos=[photo]
    )


def circumstances(category: str) -> dict[str, object]:
    """What the criteria ask a family beside its income: one home, no car, nothing that speaks against it."""
    nothing = dict.fromkeys(
        (
            "employs_others",
            "controls_company",
            "high_fee_school",
            "studies_abroad",
            "refuses_check",
            "refuses_work",
            "is_migrant",
        ),
        "false",
    )
    event = (
        {"event": "disaster", "event_costs": "12000", "has_casualty": "false"}
        if category == "accidental"
        else {"event": "none"}
    )
    return {"dwellings": "1", "vehicle": "none", **nothing, **event}


def walk(  # noqa: C901 -- eight short steps that share their families
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
            filled = households.write_form(
                by=union,
                file=file,
                content=FormIn(
                    head={
                        "category": category,
                        "tier": "county",
                        "primary_cause": cause,
                        "situation": hardship,
                        "annual_income": income,
                        "rigid_expenses": rigid,
                        "mobile": f"1380000{number:04d}",
                        "address": "示例路1号",
                    },
                    holder={"id_no": id_number(born, number)},
                    circumstances=circumstances(category),
                ),
            )
            households.add_paper(by=union, file=filled, kind="application")
            households.record_family_consents(by=union, file=filled, signed_on=clock.today())
            households.submit_file(by=union, file=filled)

    def each(service: Callable[..., Any], **arguments: Any) -> None:
        for file in files():
            service(file=file, **arguments)

    def review() -> None:
        each(households.review_file, by=who("union"), opinion="材料齐全，情况属实")

    def investigate() -> None:
        union = who("union")
        for file in files():
            look_at_home(union, file, ["沈念民", "乔联"])

    def check() -> None:
        union = who("union")
        batch = checks.make_batch(
            by=union,
            organisation=union.organisation,
            selected=files(),
            recipient="居民家庭经济状况核对中心",
        )
        checks.send_batch(by=union, batch=batch)

    def answer() -> None:
        union = who("union")
        people = CheckPerson.objects.filter(request__file__in=files()).order_by("pk")
        for person in people.select_related("request"):
            checks.record_answer(
                by=union, person=person, words="无异常", found={}, answered_on=clock.today()
            )

    def notice() -> None:
        union = who("union")
        notices.set_desk(
            by=who("approver"),
            organisation=union.organisation,
            phone="0736-7700008",
            contact="帮扶中心",
        )
        notices.post_notice(
            by=union,
            organisation=union.organisation,
            files=files(),
            title="困难职工建档公示",
            place=f"{unit}公示栏",
        )

    def posted() -> Notice:
        return Notice.objects.get(place=f"{unit}公示栏")

    def photograph() -> None:
        union = who("union")
        notices.add_pictures(
            by=union,
            notice=posted(),
            pictures=[notice_on_its_wall(union, "张贴现场.jpg")],
            taken_on=clock.today(),
        )

    def write_result() -> None:
        notices.register_result(
            by=who("union"),
            notice=posted(),
            result="公示期满，没有收到异议",
            sealed_on=clock.today(),
        )

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
            f"{unit}：编成名单送民政部门核对家庭经济状况",
            check,
            by="union",
            hour=9,
        ),
        Step(
            f"{name}-answer",
            date(2008, month, days[3]),
            f"{unit}：核对答复无异常",
            answer,
            by="union",
            hour=15,
        ),
        Step(
            f"{name}-notice",
            date(2008, month, days[4]),
            f"{unit}：张榜公示 5 个工作日",
            notice,
            by="union",
        ),
        Step(
            f"{name}-notice-photo",
            date(2008, month, days[4]),
            f"{unit}：拍下张贴现场",
            photograph,
            by="union",
            hour=15,
        ),
        Step(
            f"{name}-notice-result",
            approved_on,
            f"{unit}：登记公示结果并盖章",
            write_result,
            by="union",
            hour=8,
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
