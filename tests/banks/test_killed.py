"""A process killed with -9 in the middle of an export, an import, an undo: nothing is half-done."""

from datetime import date

import pytest

from assistance.aid.models import Batch
from assistance.banks import services
from assistance.banks.models import AnswerLine, BankAnswer, BankFile, BankTemplate, FileLine
from assistance.funds.models import Entry
from ground.accounts.models import User
from ground.intake import services as intakes
from ground.intake.models import Intake
from ground.kernel import clock
from tests.killing import deliver, killed_at, next_worker

from .conftest import row, states

pytestmark = pytest.mark.django_db(transaction=True)

MONEY = "SELECT 1 FROM funds_account FOR UPDATE"


def make(*, by: int, batch: int) -> None:
    services.make_file(
        by=User.objects.get(pk=by),
        batch=Batch.objects.get(pk=batch),
        template=BankTemplate.objects.get(name="xlsx 代发模板"),
    )


def send(*, by: int, batch: int) -> None:
    services.send_file(
        by=User.objects.get(pk=by),
        file=BankFile.objects.get(batch=batch),
        sent_on=clock.today(),
        receipt_no="受理0001",
    )


def test_killed_while_the_file_is_made(approved, bank, template, at):
    batch = approved(3)
    killed_at(
        "LOCK TABLE banks_fileline IN SHARE MODE",
        do=make,
        by=bank.finance.pk,
        batch=batch.pk,
        on="2008-06-04",
    )
    assert not BankFile.objects.exists()
    assert not FileLine.objects.exists()
    with at("2008-06-04"):
        services.make_file(by=bank.finance, batch=batch, template=template)
    assert BankFile.objects.get().lines == 3


def test_killed_while_the_money_goes_into_transit(approved, bank, template, at):
    batch = approved(3)
    with at("2008-06-04"):
        file = services.make_file(by=bank.finance, batch=batch, template=template)
    entries = Entry.objects.count()
    killed_at(MONEY, do=send, by=bank.finance.pk, batch=batch.pk, on="2008-06-04")
    assert (Entry.objects.count(), states(file)) == (entries, ["approved"] * 3)
    assert Batch.objects.get().state == "approved"
    with at("2008-06-04"):
        services.send_file(
            by=bank.finance, file=file, sent_on=date(2008, 6, 4), receipt_no="受理0001"
        )
    assert Entry.objects.count() == entries + 3


def test_killed_while_an_answer_is_booked_and_while_it_is_taken_back(
    sent, rehearsed, bank, drain, at
):
    file = sent(3)
    intake = rehearsed(file, row(file, 1), row(file, 2, "失败", "销户"), row(file, 3))
    with at("2008-06-05"):
        intakes.ask_commit(by=bank.finance, intake=intake)
    entries = Entry.objects.count()
    killed_at(MONEY, do=deliver, on="2008-06-05")
    assert (Entry.objects.count(), states(file)) == (entries, ["paying"] * 3)
    assert not BankAnswer.objects.exists()
    assert not AnswerLine.objects.exists()
    with at("2008-06-05"):
        next_worker(drain)
    assert states(file) == ["paid", "returned", "paid"]
    assert Entry.objects.count() == entries + 3

    with at("2008-06-05"):
        intakes.ask_undo(by=bank.finance, intake=Intake.objects.get(), reason="导错了文件")
    killed_at(MONEY, do=deliver, on="2008-06-05")
    assert states(file) == ["paid", "returned", "paid"]
    assert not AnswerLine.objects.filter(undone=True).exists()
    with at("2008-06-05"):
        next_worker(drain)
    assert states(file) == ["paying"] * 3
    assert Entry.objects.count() == entries + 6
    assert Intake.objects.get().state == "undone"
