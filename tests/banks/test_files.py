"""Files for the bank: made once, sealed, sent, withdrawn, asked about."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction

from assistance.aid.models import Batch
from assistance.banks import queries, services
from assistance.banks.models import AnswerLine, BankFile, BankTemplate, FileContent, Inquiry
from assistance.banks.rules import read_reference
from assistance.funds import queries as funds
from ground.kernel.errors import RuleBroken

from .conftest import card_number, row, states
from .layouts import SHIPPED


def test_a_file_holds_the_batch_and_its_sums(made, bank):
    file = made(3)
    assert (file.lines, file.total) == (3, Decimal("1503.00"))
    content = queries.content_of(file)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert [one[2] for one in rows[1:]] == [card_number(number) for number in (1, 2, 3)]
    assert [read_reference(one[7]) for one in rows[1:]] == [(file.pk, n) for n in (1, 2, 3)]
    assert bytes(FileContent.objects.get().sealed).find(card_number(1).encode()) == -1
    assert Batch.objects.get().state == Batch.State.APPROVED
    with pytest.raises(RuleBroken, match="已有代发文件"):
        services.make_file(by=bank.finance, batch=file.batch, template=file.template)
    assert BankFile.objects.count() == 1


def test_only_an_approved_batch_by_bank_gets_a_file(bank, sent):
    file = sent(1)
    with pytest.raises(RuleBroken, match="只有待发放的银行发放批次"):
        services.make_file(by=bank.finance, batch=file.batch, template=file.template)


def test_a_name_that_the_encoding_lacks_is_refused_with_its_row(bank, approved, at):
    layout = SHIPPED["csv 代发模板"] | {"encoding": "gbk"}
    with at("2008-06-03"):
        narrow = services.keep_template(
            by=bank.finance,
            organisation=bank.source.organisation,
            bank="某银行",
            name="GBK",
            layout=layout,
        )
    with at("2008-06-04"), pytest.raises(RuleBroken) as refused:
        services.make_file(by=bank.finance, batch=approved(2, holder="刘𠮷生"), template=narrow)
    assert refused.value.message == (
        "按这个模板写不出文件，请先改正：第1行收款人姓名第2个字在GBK编码里没有；"
        "第2行收款人姓名第2个字在GBK编码里没有"
    )
    assert not BankFile.objects.exists()


def test_sending_moves_the_money_and_sets_the_day_by_which_the_bank_answers(sent, bank):
    file = sent(2)
    assert (file.state, file.due_on) == ("sent", date(2008, 6, 12))  # five working days, 端午
    assert Batch.objects.get().state == Batch.State.SENT
    assert states(file) == ["paying", "paying"]
    balances = funds.balances_of(bank.source)
    assert (balances.reserved, balances.in_transit) == (0, Decimal("1001.00"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"receipt_no": " "}, "receipt_no_missing"),
        ({"receipt_no": card_number(1)}, "receipt_no_personal"),
        ({"sent_on": date(2008, 6, 5)}, "sent_on_wrong"),
        ({"sent_on": date(2008, 6, 3)}, "sent_on_wrong"),
    ],
)
def test_what_is_wrong_with_a_sending_is_said(made, bank, at, change, code):
    file = made(1)
    told = {"sent_on": date(2008, 6, 4), "receipt_no": "受理1"} | change
    with at("2008-06-04"), pytest.raises(RuleBroken) as refused:
        services.send_file(by=bank.finance, file=file, **told)
    assert refused.value.code == code
    assert Batch.objects.get().state == Batch.State.APPROVED


def test_a_wrong_file_is_withdrawn_and_made_again_a_sent_one_is_not(made, bank, template, at):
    file = made(1)
    with at("2008-06-04"):
        services.withdraw_file(by=bank.finance, file=file, reason="选错了模板")
        again = services.make_file(by=bank.finance, batch=file.batch, template=template)
        services.send_file(
            by=bank.finance, file=again, sent_on=date(2008, 6, 4), receipt_no="受理1"
        )
        with pytest.raises(RuleBroken, match="已送银行，不能作废"):
            services.withdraw_file(by=bank.finance, file=again, reason="选错了模板")
    assert again.number != file.number


def test_a_late_answer_is_asked_for_and_never_paid_again_by_itself(sent, bank, at, taken):
    file = sent(2)
    files = BankFile.objects.all()
    assert list(queries.files_overdue(files, date(2008, 6, 12))) == []
    assert list(queries.files_overdue(files, date(2008, 6, 13))) == [file]
    with at("2008-06-13"):
        services.record_inquiry(by=bank.finance, file=file, words="银行称系统维护，三日内回盘")
    assert states(file) == ["unknown", "unknown"]
    assert Inquiry.objects.get().open_lines == 2
    with at("2008-06-13"), pytest.raises(RuleBroken, match="只有待发放的银行发放批次"):
        services.make_file(by=bank.finance, batch=file.batch, template=file.template)
    taken(file, row(file, 1), row(file, 2), when="2008-06-16")
    assert states(file) == ["paid", "paid"]
    with at("2008-06-17"), pytest.raises(RuleBroken, match="不需要查询"):
        services.record_inquiry(by=bank.finance, file=file, words="再问一次")


def refused(sql, *values, says):
    settled = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"  # what fixtures left
    connection.cursor().execute(settled)
    with pytest.raises(DatabaseError, match=says), transaction.atomic():
        connection.cursor().execute(sql, values)


def test_an_answer_line_is_of_an_answer_and_a_line(sent, taken):
    file = sent(2)
    taken(file, row(file, 1))
    add = (
        "INSERT INTO banks_answerline (answer_id, line_id, said, why, words, answered_on, undone)"
        " SELECT answer_id + %s, line_id + n, 'unknown', '', '', answered_on, false"
        " FROM banks_answerline, generate_series(0, %s) AS n"
    )
    refused(add, 1000, 0, says="in an answer, to a line of a file")
    refused(add, 0, 300, says="in an answer, to a line of a file")
    with transaction.atomic():
        connection.cursor().execute(add, [0, 1])
    assert AnswerLine.objects.count() == 3


def test_answers_and_their_lines_are_never_removed(sent, taken):
    file = sent(1)
    taken(file, row(file, 1))
    for table in ("banks_fileline", "banks_bankanswer", "banks_answerline"):
        refused(f"DELETE FROM {table}", says="stays")
        refused(f"TRUNCATE {table}", says="stays")
        refused(f"UPDATE {table} SET id = id + 1", says="stay")


def test_what_was_written_stays(sent):
    file = sent(1)
    for change in (
        lambda: BankFile.objects.filter(pk=file.pk).update(total=1),
        lambda: BankFile.objects.filter(pk=file.pk).update(state="made"),
        lambda: BankFile.objects.filter(pk=file.pk).update(state="withdrawn", withdrawn_why="x"),
        lambda: file.file_lines.update(number=9),
        lambda: file.file_lines.all().delete(),
        lambda: BankTemplate.objects.update(bank="x"),
        lambda: BankTemplate.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
