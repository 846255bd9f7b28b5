"""What the bank answers: matched, booked, taken back; never twice."""

from decimal import Decimal

import pytest

from assistance.aid.models import Batch
from assistance.banks import services
from assistance.banks.models import AnswerLine, BankAnswer, BankFile
from assistance.banks.queries import with_comparison
from assistance.banks.rules import outcome_of
from assistance.funds import queries as funds
from assistance.funds.models import Entry
from ground.intake import services as intakes
from ground.intake.models import Intake
from ground.intake.queries import file_of
from ground.kernel.errors import RuleBroken

from .conftest import card_number, row, said, states, workbook


def differences():
    return [one.differences for one in with_comparison(BankFile.objects.all())]


def test_everything_was_paid(sent, taken, bank):
    file = sent(3)
    intake = taken(file, *(row(file, line) for line in (1, 2, 3)))
    assert intake.state == Intake.State.COMMITTED
    assert states(file) == ["paid", "paid", "paid"]
    assert Batch.objects.get().state == Batch.State.SETTLED
    answer = BankAnswer.objects.get()
    assert (answer.paid, answer.paid_amount) == (3, Decimal("1503.00"))
    assert funds.balances_of(bank.source).available == Decimal("898497.00")
    assert differences() == [[]]


def test_some_paid_some_bounced_some_unknown_and_a_second_file_follows(sent, taken):
    file = sent(4)
    taken(
        file,
        row(file, 1),
        row(file, 2, "失败", "户名与账号不符"),
        row(file, 3, "处理中"),
        row(file, 4, "", ""),
    )
    assert states(file) == ["paid", "returned", "unknown", "paying"]
    assert differences() == [["2笔1,005.00元银行还没有确定的结果"]]
    assert AnswerLine.objects.get(said="failed").why == "name"
    taken(file, row(file, 1), row(file, 3), row(file, 4, "失败", "已销户"))
    assert states(file) == ["paid", "returned", "paid", "returned"]
    assert differences() == [[]]


def test_the_same_file_twice_changes_nothing(sent, taken, bank, rehearsed):
    file = sent(2)
    first = taken(file, row(file, 1), row(file, 2, "失败", "账号不存在"))
    entries = Entry.objects.count()
    again, is_new = services.send_answer(
        by=bank.finance,
        file=file,
        name="回盘.xlsx",
        content=file_of(first) or b"",
    )
    assert (again.pk, is_new) == (first.pk, False)
    # As another file with the same rows: every row says what is known.
    other = rehearsed(file, row(file, 2, "失败", "账号不存在"), row(file, 1))
    assert other.counts["same"] == 2
    assert (other.counts.get("new", 0), other.counts.get("refused", 0)) == (0, 0)
    with pytest.raises(RuleBroken, match="没有可以导入的行"):
        intakes.ask_commit(by=bank.finance, intake=other)
    assert Entry.objects.count() == entries
    assert states(file) == ["paid", "returned"]


def test_what_does_not_fit_is_refused_in_its_row_and_the_rest_acts(sent, taken, rehearsed):
    file, other = sent(5), sent(1, name="另一批")
    rows = [
        row(file, 1),
        row(file, 1),
        row(file, 2, amount="9999.00"),
        row(file, 3, account=card_number(77)),
        row(file, 4, "处理完毕"),
        ["SL00000100000199", "", "", "1.00", "成功", "", ""],
        row(file, 5, on="2008-06-01"),
    ]
    intake = rehearsed(file, *rows)
    assert said(intake) == [
        (4, "金额与代发文件不一致，代发金额为501.00元，请向银行核实"),
        (5, "账号与代发文件不一致，请向银行核实，不要入账"),
        (6, "看不出银行的处理结果：请在银行文件模板的回盘用语中补上这个说法"),
        (
            7,
            "附言编号不是本系统代发文件里的编号，账号、金额也不全，认不出是哪一笔：请核对是不是别的文件的回盘",
        ),
        (8, "处理日期应在送交银行之日与今天之间，请核对是不是旧的回盘"),
    ]
    assert intake.counts["same"] == 1  # the second row about the first payment
    shown = {one["label"]: one["after"] for one in intake.totals}
    assert shown["本次成功（笔）"] == "1"
    assert shown["本次成功（元）"] == "500.00"
    assert states(file) == ["paying"] * 5
    taken(file, *rows[:3], only_good=True)
    assert states(file) == ["paid", "paying", "paying", "paying", "paying"]
    assert states(other) == ["paying"]


def test_two_rows_about_one_payment_that_disagree(sent, rehearsed):
    """Neither of them counts, whichever came first."""
    file = sent(1)
    intake = rehearsed(file, row(file, 1), row(file, 1, "失败", "销户"))
    assert said(intake) == [
        (2, "与第3行是同一笔款项，结果却不同，请向银行核实"),
        (3, "与第2行是同一笔款项，结果却不同，请向银行核实"),
    ]


def test_a_success_with_the_reason_of_a_failure_is_asked_about(sent, rehearsed):
    file = sent(2)
    intake = rehearsed(
        file, row(file, 1, "处理成功", "账户已销户"), row(file, 2, "成功", "户名校验通过")
    )
    assert said(intake) == [(2, "处理结果是成功，原因却写着“账户已销户”，请向银行核实后改成一致")]


@pytest.mark.parametrize("words", ["撤销成功", "已作废", "取消成功", "无法成功", "已止付"])
def test_what_the_bank_took_back_is_no_success(words):
    assert outcome_of(words) == "failed"


def test_what_bounced_is_not_said_to_have_succeeded_later(sent, taken, rehearsed):
    file = sent(1)
    taken(file, row(file, 1, "失败", "销户"))
    intake = rehearsed(file, row(file, 1))
    assert said(intake) == [(2, "此前的回盘为“退票”，与这次不同：请先撤销有误的那次导入，再导入")]


def test_where_the_bank_drops_the_reference_account_and_amount_find_the_payment(sent, taken):
    file = sent(3)
    taken(
        file,
        row(file, 1, reference=""),
        row(file, 2, "失败", "卡号错误", reference="批量代发"),
        row(file, 3, reference="", account=" 6228 "),
        only_good=True,
    )
    assert states(file) == ["paid", "returned", "paying"]


def test_a_row_of_another_union_is_no_payment_of_ours(sent, person, make_organisation, drain):
    file = sent(1)
    county = make_organisation("桃源县总工会", "union")
    stranger = person("finance", county)
    intake, _ = intakes.send_workbook(
        by=stranger,
        kind="banks.answers",
        organisation=county,
        name="回盘.xlsx",
        content=workbook(row(file, 1)),
    )
    intakes.ask_rehearsal(by=stranger, intake=intake, mapping=intake.mapping)
    drain()
    assert [text for _, text in said(Intake.objects.get(pk=intake.pk))] == [
        "没有这笔代发款项，请核对是不是本单位的回盘，或附言有误"
    ]


def test_a_wrong_import_is_taken_back_by_entries_and_the_right_one_follows(
    sent, taken, undone, bank
):
    file = sent(3)
    before = funds.balances_of(bank.source)
    wrong = taken(file, row(file, 1), row(file, 2), row(file, 3, "处理中"))
    entries = Entry.objects.count()
    assert undone(wrong).state == Intake.State.UNDONE
    assert states(file) == ["paying"] * 3
    assert Entry.objects.count() == entries + 2
    assert funds.balances_of(bank.source) == before
    answer = BankAnswer.objects.get()
    assert answer.undone_by == bank.finance
    assert AnswerLine.objects.filter(undone=True).count() == 3
    taken(file, row(file, 1, "失败", "销户"), row(file, 2), row(file, 3))
    assert states(file) == ["returned", "paid", "paid"]
    assert differences() == [[]]


def test_an_import_on_which_something_was_built_says_what(sent, taken, bank, at):
    file = sent(2)
    intake = taken(file, row(file, 1, "处理中"), row(file, 2))
    taken(file, row(file, 1))
    with at("2008-06-06"), pytest.raises(RuleBroken) as refused:
        intakes.ask_undo(by=bank.finance, intake=intake, reason="导错了文件")
    assert refused.value.message == (
        "不能整批撤销，其后已有办理：1笔后来已变为“已发放”。后来的回盘请先撤销；"
        "已重发、放弃、追回或归档的不能再撤销，银行结果确有错误的，由财务另行安排款项更正并注明原因"
    )
    assert states(file) == ["paid", "paid"]


def test_undoing_the_second_answer_leaves_what_the_first_said(sent, taken, undone):
    file = sent(1)
    taken(file, row(file, 1, "处理中"))
    undone(taken(file, row(file, 1)))
    assert states(file) == ["unknown"]


def test_the_banks_words_are_kept_without_numbers_of_people(sent, taken):
    file = sent(2)
    number = card_number(1)
    taken(file, row(file, 1, "失败", f"账号{number}不存在"), row(file, 2, "失败", "账号不存在"))
    kept = AnswerLine.objects.order_by("pk").values_list("why", "words")
    assert list(kept) == [
        ("account", "（含个人号码，原文见回盘文件）"),
        ("account", "账号不存在"),
    ]


def test_an_answer_before_the_file_is_sent_is_refused(bank, approved, template, at):
    with at("2008-06-04"):
        file = services.make_file(by=bank.finance, batch=approved(1), template=template)
    with pytest.raises(RuleBroken, match="还没有回盘可以导入"):
        services.send_answer(by=bank.finance, file=file, name="x", content=workbook())
