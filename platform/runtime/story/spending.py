"""After the brief: money comes in and goes down, a family applies, a batch goes through the bank.

None of it stands in the brief of June, which is signed by then; families, amounts and the bank's answer
are made up.
"""

import io
from datetime import date
from decimal import Decimal

import openpyxl
from stdnum import luhn

from assistance.aid import services as aid
from assistance.aid.models import AidType, Batch, BatchProblem, Payment
from assistance.applications import services as applications
from assistance.applications.models import Application
from assistance.applications.services import Asked
from assistance.banks import services as banks
from assistance.banks.models import BankFile, BankTemplate
from assistance.banks.rules import reference_of
from assistance.funds import services as funds
from assistance.funds.models import FundSource
from assistance.households import services as households
from assistance.households.models import HardshipFile, Member
from assistance.households.rules import FormIn
from ground.intake import services as intakes
from ground.intake.models import Intake
from ground.kernel import clock
from runtime.story.scene import place, who
from runtime.story.telling import Step

ON = date(2008, 6, 25)
FUND, BATCH = "困难职工帮扶资金", "六月生活救助"
CARDS = 3  # of the four families of the batch: the fourth has none yet
LIVING = ("1200", "900", "800", "1000")
HEAD = ["附言", "收款账号", "收款人姓名", "金额", "处理结果", "失败原因", "处理日期"]


def steps() -> list[Step]:
    told = [
        ("fund", 14, "设立困难职工帮扶资金，本级经费到账 30000 元", fund_opened, "finance"),
        ("down", 14, "下达市总工会 5000 元，等待对方确认", sent_down, "finance"),
        ("cards", 15, "三户登记银行卡，档案留存变更原因", cards_written, "union"),
        ("apply", 15, "一户住院自付费用高，申请医疗救助，系统试算", applied, "union"),
        ("review", 16, "中心复核，等待分管副主席审批", reviewed, "reviewer"),
        ("living", 16, "安排四户六月生活救助，编批，系统逐户核对", batch_begun, "union"),
        (
            "lock",
            17,
            "一户没有银行卡，移出作废，补卡后再办；其余锁定，资金预留",
            batch_locked,
            "union",
        ),
        ("approve", 17, "财务审核，分管副主席审批", batch_approved, "approver"),
        ("file", 18, "生成银行代发文件，送交银行，资金在途", sent_to_bank, "finance"),
        ("answer", 19, "银行回盘：两笔成功，一笔账号错误", answered, "finance"),
        ("accept", 20, "核对预演后入账，退票进入重发", accepted, "finance"),
    ]
    return [
        Step(f"money-{name}", ON, says, does, by=by, hour=hour)
        for name, hour, says, does, by in told
    ]


def fund_opened() -> None:
    source = funds.open_source(
        by=who("finance"),
        organisation=who("finance").organisation,
        kind="own",
        name=FUND,
        year=2008,
    )
    funds.receive_money(
        by=who("finance"), source=source, amount="30000", on=ON, summary="本级经费预算拨入"
    )


def sent_down() -> None:
    funds.allocate(
        by=who("finance"),
        source=_fund(),
        to=place("常德市总工会"),
        amount="5000",
        purpose="生活救助",
        on=ON,
    )


def cards_written() -> None:
    for number, file in enumerate(_families()[:CARDS], 1):
        holder = Member.objects.get(file=file, relation=Member.Relation.HOLDER)
        body = f"622848{2008062500 + number:012d}"
        households.amend_file(
            by=who("union"),
            file=file,
            content=FormIn(
                bank_card={
                    "holder_name": holder.name,
                    "bank": "农业银行",
                    "branch": "漳江镇支行",
                    "card_no": body + luhn.calc_check_digit(body),
                }
            ),
            why="本人提供银行卡，用于发放救助",
        )


def applied() -> None:
    file = _families()[0]
    application = applications.open_application(
        by=who("union"),
        file=file,
        asked=Asked(
            aid_type=AidType.MEDICAL,
            member=Member.objects.get(file=file, relation=Member.Relation.HOLDER).pk,
            reason="户主五月住院，出院结算后自付费用较高",
            asked="1500",
            out_of_pocket="4200",
            source_kind="central",
            is_relative=False,
        ),
    )
    for kind in ("application", "diagnosis", "bills"):
        applications.add_paper(by=who("union"), application=application, kind=kind)
    applications.recommend_application(by=who("union"), application=application)


def reviewed() -> None:
    applications.review_application(
        by=who("reviewer"), application=Application.objects.get(), opinion="结算单与申请一致"
    )


def batch_begun() -> None:
    planned = [
        aid.plan_payment(
            by=who("union"),
            key=f"story.living:{file.pk}",
            aid_type=AidType.LIVING,
            link_point=file.unit,
            file=file,
            amount=Decimal(amount),
            given_on=ON,
            reason="六月生活救助",
            channel=Payment.Channel.BANK_TRANSFER,
        )
        for file, amount in zip(_families(), LIVING, strict=True)
    ]
    batch = aid.begin_batch(by=who("union"), name=BATCH, source=_fund(), payments=planned)
    aid.ask_to_lock(by=who("union"), batch=batch, only_check=True)


def batch_locked() -> None:
    batch = Batch.objects.get(name=BATCH)
    stopped = [one.payment for one in BatchProblem.objects.filter(batch=batch)]
    aid.drop_payments(by=who("union"), batch=batch, payments=stopped)
    for payment in stopped:
        aid.void_payment(by=who("union"), payment=payment, reason="先补办银行卡，下月再办")
    aid.ask_to_lock(by=who("union"), batch=batch, only_check=False)


def batch_approved() -> None:
    batch = aid.check_batch(by=who("finance"), batch=Batch.objects.get(name=BATCH))
    aid.approve_batch(by=who("approver"), batch=batch, opinion="同意发放")


def sent_to_bank() -> None:
    file = banks.make_file(
        by=who("finance"),
        batch=Batch.objects.get(name=BATCH),
        template=BankTemplate.objects.get(name="xlsx 代发模板"),
    )
    banks.send_file(by=who("finance"), file=file, sent_on=clock.today(), receipt_no="受理0625")


def answered() -> None:
    """The bank's own workbook: the last line bounced."""
    file = BankFile.objects.get()
    lines = list(file.file_lines.select_related("payment__payee").order_by("number"))
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    for line in lines:
        bounced = line is lines[-1]
        payee = line.payment.payee
        book.active.append(
            [
                reference_of(file.pk, line.number),
                payee.account_no,
                payee.name,
                str(line.payment.amount),
                "交易失败" if bounced else "交易成功",
                "账号不存在" if bounced else "",
                ON.isoformat(),
            ]
        )
    content = io.BytesIO()
    book.save(content)
    banks.send_answer(
        by=who("finance"), file=file, name="银行回盘.xlsx", content=content.getvalue()
    )


def accepted() -> None:
    answer = Intake.objects.filter(kind="banks.answers").latest("pk")
    intakes.ask_commit(by=who("finance"), intake=answer)


def _fund() -> FundSource:
    return FundSource.objects.get(name=FUND)


def _families() -> list[HardshipFile]:
    """Four families on file, the longest known first."""
    active = HardshipFile.objects.filter(state=HardshipFile.State.ACTIVE).select_related("unit")
    return list(active.order_by("pk")[: len(LIVING)])
