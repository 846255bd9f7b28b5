"""A union with money and families with cards, a batch of them at the bank, and the answer taken in."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection
from stdnum import luhn

from assistance.aid import services as aid
from assistance.aid.models import Payment
from assistance.banks import services
from assistance.banks.models import BankFile, BankTemplate
from assistance.banks.rules import reference_of
from assistance.funds import services as funds
from assistance.funds.models import FundSource
from assistance.households.models import BankCard, HardshipFile, Member
from ground.accounts import services as accounts
from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.events import claiming, delivery, direct
from ground.intake import services as intakes
from ground.intake.models import Intake
from ground.intake.storing import insert
from ground.kernel import clock

Measured = Callable[[str], AbstractContextManager[None]]


@dataclass
class Union:
    organisation: Organisation
    factory: Organisation
    source: FundSource
    maker: User
    finance: User
    approver: User


def union_with_money() -> Union:
    organisation = accounts.add_organisation(by=None, name="市总工会", kind="union")
    factory = accounts.add_organisation(
        by=None, name="第一纺织厂", kind="enterprise", parent=organisation
    )
    people = []
    for role in (Role.UNION_STAFF, Role.FINANCE, Role.APPROVER):
        user = accounts.add_user(
            by=None,
            username=role.value,
            full_name=role.label,
            password="bench-2008-长",  # noqa: S106 -- of a database that is thrown away
            organisation=organisation,
        )
        accounts.grant_role(by=None, user=user, organisation=organisation, role=role)
        people.append(user)
    today = clock.today()
    source = funds.open_source(
        by=people[1], organisation=organisation, kind="own", name="帮扶资金", year=today.year
    )
    funds.receive_money(
        by=people[1], source=source, amount="900000000.00", on=today, summary="拨入"
    )
    return Union(organisation, factory, source, *people)


def file_at_the_bank(union: Union, rows: int, step: Measured) -> BankFile:
    """Families, their planned payments, a batch through its hands, its file made and sent."""
    batch = aid.make_batch(
        by=union.maker,
        name=f"{rows}笔",
        source=union.source,
        payments=Payment.objects.filter(pk__in=_planned(union, rows)).only("pk"),
    )
    aid.check_batch(by=union.finance, batch=batch)
    batch = aid.approve_batch(by=union.approver, batch=batch)
    direct.drain()
    with step("file"):
        made = services.make_file(
            by=union.finance,
            batch=batch,
            template=BankTemplate.objects.get(name="xlsx 代发模板"),
        )
    with step("send"):
        return services.send_file(
            by=union.finance, file=made, sent_on=clock.today(), receipt_no="受理0001"
        )


def take_in_answer(union: Union, file: BankFile, content: bytes, rows: int, step: Measured) -> None:
    with step("read"):
        intake, _ = services.send_answer(
            by=union.finance, file=file, name="回盘.xlsx", content=content
        )
    with step("rehearse"):
        direct.drain()
    intake = Intake.objects.get(pk=intake.pk)
    if intake.counts.get("new") != rows:
        raise SystemExit(f"rehearsed otherwise than meant: {intake.counts} {intake.job}")
    with step("commit"):
        intakes.ask_commit(by=union.finance, intake=intake)
        _drain_job()
    told = Payment.objects.filter(batch=file.batch)
    if told.filter(state="paid").count() != sum(
        _says(one)[0] == "成功" for one in range(1, rows + 1)
    ):
        raise SystemExit("not every row has acted")
    with step("events"):
        direct.drain()
    with step("undo"):
        intakes.ask_undo(by=union.finance, intake=Intake.objects.get(pk=intake.pk), reason="量过了")
        _drain_job()
    if told.exclude(state="paying").exists():
        raise SystemExit("not everything was taken back")
    direct.drain()


def lines_of(file: Any) -> Iterator[list[Any]]:
    rows = file.file_lines.order_by("-number").values_list(
        "number",
        "payment__amount",
        "payment__payee__name",
        "payment__payee__account_no",
        "payment__payee__row_key",
    )
    today = clock.today().isoformat()
    for number, amount, name, account, row_key in rows:
        yield [
            reference_of(file.pk, number),
            account.opened(row_key),
            name,
            float(amount),
            *_says(number),
            today,
        ]


def backend_cpu() -> float:
    """CPU seconds of the backend of this connection: it runs beside us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _says(number: int) -> tuple[str, str]:
    if number % 100 == 1:
        return "处理中", ""
    return ("失败", "户名与账号不符") if number % 10 == 0 else ("成功", "")


def _drain_job() -> None:
    """Only the job's own delivery: what its events set off is measured by itself."""
    delivery.deliver(claiming.claim("jobs", limit=1))


def _planned(union: Union, rows: int) -> list[int]:
    today = clock.today()
    start = HardshipFile.objects.count()
    files = insert(
        HardshipFile,
        rows,
        {"file_no": [f"B{start + number:08d}" for number in range(rows)]},
        unit_id=union.factory.pk,
        category="deep",
        origin="imported",
        state="active",
        opened_on=today,
        submitted_by_id=union.maker.pk,
        approved_by_id=union.approver.pk,
        approved_on=today,
    )
    names = [f"刘春{'生明华军红'[number % 5]}" for number in range(rows)]
    insert(Member, rows, {"file_id": files, "name": names}, relation=Member.Relation.HOLDER.value)
    numbers = [f"622848{start + number:012d}" for number in range(rows)]
    insert(
        BankCard,
        rows,
        {
            "file_id": files,
            "holder_name": names,
            "card_no": [one + luhn.calc_check_digit(one) for one in numbers],
        },
        bank="农业银行",
    )
    return insert(
        Payment,
        rows,
        {
            "key": [f"bench:{one}" for one in files],
            "file_id": files,
            "amount": [Decimal(500 + number % 900) for number in range(rows)],
        },
        aid_type="living",
        link_point_id=union.factory.pk,
        reason="生活救助",
        channel=Payment.Channel.BANK_TRANSFER.value,
        given_on=today,
    )
