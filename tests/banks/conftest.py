"""A union whose batch goes through the bank: families with cards, a file at the bank, and its answer."""

import io
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from stdnum import luhn

from assistance.aid import services as aid
from assistance.aid.models import AidType, Batch, Payment
from assistance.banks import services
from assistance.banks.models import BankFile, BankTemplate
from assistance.banks.rules import reference_of
from assistance.funds import services as funds
from assistance.funds.models import FundSource
from assistance.households.models import BankCard, HardshipFile, Member
from ground.accounts.models import Organisation, User
from ground.intake import services as intakes
from ground.intake.looks import findings_of
from ground.intake.models import Intake

HEAD = ["附言", "收款账号", "收款人姓名", "金额", "处理结果", "失败原因", "处理日期"]
ANSWERED = "2008-06-05"


@dataclass
class Bank:
    """Who does what, and with which money."""

    maker: User
    finance: User
    approver: User
    source: FundSource
    factory: Organisation


@pytest.fixture
def bank(person, make_organisation, root, at) -> Bank:
    finance = person("finance")
    with at("2008-01-10"):
        source = funds.open_source(
            by=finance, organisation=root, kind="own", name="困难职工帮扶资金", year=2008
        )
        funds.receive_money(
            by=finance,
            source=source,
            amount="900000",
            on=date(2008, 1, 10),
            summary="市总工会拨入帮扶资金",
        )
    return Bank(
        person("union_staff"),
        finance,
        person("approver"),
        source,
        make_organisation("海利农药化工有限公司"),
    )


def card_number(number: int) -> str:
    body = f"622848{number:012d}"
    return body + luhn.calc_check_digit(body)


@pytest.fixture
def family(bank: Bank) -> Callable[..., HardshipFile]:
    """A file on record whose holder has a card."""
    numbers = itertools.count(1)

    def make(holder: str = "刘春生", card: str = "") -> HardshipFile:
        number = next(numbers)
        file = HardshipFile.objects.create(
            file_no=f"K2008-{number:04}",
            unit=bank.factory,
            category="deep",
            origin="imported",
            state="active",
            opened_on=date(2008, 1, 5),
            submitted_by=bank.maker,
            approved_by=bank.approver,
            approved_on=date(2008, 1, 20),
        )
        Member.objects.create(file=file, relation="holder", name=holder)
        BankCard.objects.create(
            file=file, holder_name=holder, bank="农业银行", card_no=card or card_number(number)
        )
        return file

    return make


@pytest.fixture
def approved(bank: Bank, family, at) -> Callable[..., Batch]:
    """An approved batch by bank of so many payments of 500, 501 … yuan."""
    rounds = itertools.count(1)

    def make(count: int = 3, holder: str = "刘春生", name: str = "六月生活救助") -> Batch:
        turn = next(rounds)
        with at("2008-06-02"):
            payments = [
                aid.plan_payment(
                    key=f"测试:{turn}:{number}",
                    amount=Decimal(500 + number),
                    aid_type=AidType.LIVING,
                    link_point=bank.factory,
                    file=family(holder),
                    reason="端午节前生活救助",
                    given_on=date(2008, 6, 6),
                    channel=Payment.Channel.BANK_TRANSFER,
                )
                for number in range(count)
            ]
            return walked(
                bank,
                aid.make_batch(by=bank.maker, name=name, source=bank.source, payments=payments),
            )

    return make


def walked(bank: Bank, batch: Batch) -> Batch:
    aid.check_batch(by=bank.finance, batch=batch)
    return aid.approve_batch(by=bank.approver, batch=batch)


@pytest.fixture
def template(db) -> BankTemplate:
    return BankTemplate.objects.get(name="xlsx 代发模板")


@pytest.fixture
def sent(bank: Bank, approved, template, at) -> Callable[..., BankFile]:
    def make(
        count: int = 3, batch: Batch | None = None, on: str = "2008-06-04", **more: object
    ) -> BankFile:
        with at(on):
            file = services.make_file(
                by=bank.finance, batch=batch or approved(count, **more), template=template
            )
            return services.send_file(
                by=bank.finance, file=file, sent_on=date.fromisoformat(on), receipt_no="受理0001"
            )

    return make


def row(file: BankFile, line: int, outcome: str = "交易成功", reason: str = "", **more) -> list:
    """A row of the bank's answer about a line, as the bank would write it."""
    one = file.file_lines.select_related("payment__payee").get(number=line)
    told = SimpleNamespace(
        **{
            "reference": reference_of(file.pk, line),
            "account": one.payment.payee.account_no,
            "name": one.payment.payee.name,
            "amount": str(one.payment.amount),
            "on": "2008-06-05",
        }
        | more
    )
    return [told.reference, told.account, told.name, told.amount, outcome, reason, told.on]


def workbook(*rows: list) -> bytes:
    book = openpyxl.Workbook()
    for one in [HEAD, *rows]:
        book.active.append(one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def rehearsed(bank: Bank, drain, at) -> Callable[..., Intake]:
    """Send in an answer; its rehearsal begins by itself."""

    def run(file: BankFile, *rows: list, content: bytes = b"", when: str = ANSWERED) -> Intake:
        with at(when):
            intake, _ = services.send_answer(
                by=bank.finance, file=file, name="回盘.xlsx", content=content or workbook(*rows)
            )
            drain()
        return Intake.objects.get(pk=intake.pk)

    return run


@pytest.fixture
def taken(bank: Bank, rehearsed, drain, at) -> Callable[..., Intake]:
    """Send in an answer and accept it."""

    def run(file: BankFile, *rows: list, when: str = ANSWERED, **accepted) -> Intake:
        intake = rehearsed(file, *rows, when=when)
        with at(when):
            intakes.ask_commit(by=bank.finance, intake=intake, **accepted)
            drain()
        return Intake.objects.get(pk=intake.pk)

    return run


@pytest.fixture
def undone(bank: Bank, drain, at) -> Callable[..., Intake]:
    def run(intake: Intake, when: str = "2008-06-05") -> Intake:
        with at(when):
            intakes.ask_undo(by=bank.finance, intake=intake, reason="导错了文件")
            drain()
        return Intake.objects.get(pk=intake.pk)

    return run


def said(intake: Intake) -> list[tuple[int, str]]:
    return [(number, text) for number, _, text, _ in findings_of(intake)["problems"]]


def states(file: BankFile) -> list[str]:
    lines = file.file_lines.order_by("number")
    return list(lines.values_list("payment__state", flat=True))


@pytest.fixture
def made(bank, approved, template, at):
    def make(count=2, **more):
        with at("2008-06-04"):
            return services.make_file(
                by=bank.finance, batch=approved(count, **more), template=template
            )

    return make
