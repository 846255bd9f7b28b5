"""A union with money and families with cards, a batch of them at the bank, and the answer taken in."""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import connection
from stdnum import luhn

from assistance.aid import services as aid
from assistance.aid.models import Payment
from assistance.banks import services
from assistance.banks.models import BankFile, BankTemplate
from assistance.banks.queries import with_comparison
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
            template=BankTemplate.objects.get(name="定长 txt 代发模板"),
        )
    with step("send"):
        made = services.send_file(
            by=union.finance, file=made, sent_on=clock.today(), receipt_no="受理0001"
        )
    direct.drain()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does between one month and the next
    return made


def take_in(union: Union, file: BankFile, content: bytes, rows: int, step: Measured) -> Intake:
    with step("read"):
        intake, _ = services.send_answer(by=union.finance, file=file, name="回盘", content=content)
    with step("rehearse"):
        _drain_job()
    intake = Intake.objects.get(pk=intake.pk)
    if intake.counts.get("new") != rows:
        raise SystemExit(f"rehearsed otherwise than meant: {intake.counts} {intake.job}")
    with step("commit"):
        intakes.ask_commit(by=union.finance, intake=intake)
        _drain_job()
    paid = sum(_says(one)[0] == "成功" for one in range(1, rows + 1))
    if Payment.objects.filter(batch=file.batch, state="paid").count() != paid:
        raise SystemExit("not every row has acted")
    with step("events"):
        direct.drain()
    return intake


def take_back(union: Union, file: BankFile, intake: Intake, step: Measured) -> None:
    with step("undo"):
        intakes.ask_undo(by=union.finance, intake=Intake.objects.get(pk=intake.pk), reason="量过了")
        _drain_job()
    if Payment.objects.filter(batch=file.batch).exclude(state="paying").exists():
        raise SystemExit("not everything was taken back")
    direct.drain()


def compare(file: BankFile, rows: int) -> None:
    [one] = with_comparison(BankFile.objects.filter(pk=file.pk))
    if one.ordered.number != rows or one.paid != one.booked_paid:
        raise SystemExit(f"compared otherwise than meant: {one.differences}")


def workbook_of(file: BankFile) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_numbers": False, "strings_to_formulas": False})
    sheet = book.add_worksheet("结果")
    head = ["附言", "收款账号", "收款人姓名", "金额", "处理结果", "失败原因", "处理日期"]
    sheet.write_row(0, 0, head)
    for number, line in enumerate(_lines_of(file), 1):
        sheet.write_row(number, 0, line)
    book.close()
    return out.getvalue()


def text_of(file: BankFile) -> bytes:
    """As the template of the file has it: fixed widths, amounts in cents, a head and a tail."""
    answer = file.template.read.answer
    lines = ["H"]
    for line in _lines_of(file):
        reference, account, name, amount, said, why, on = line
        cells = [reference, account, name, f"{round(amount * 100)}", said, why, on.replace("-", "")]
        lines.append(
            "".join(
                cell + " " * (one.width - len(cell.encode(answer.encoding)))
                for cell, one in zip(cells, answer.columns, strict=True)
            )
        )
    return "\r\n".join([*lines, "T"]).encode(answer.encoding)


def _lines_of(file: BankFile) -> Iterator[list[Any]]:
    """The rows of the bank's answer, in another order than ours, as banks give them."""
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
