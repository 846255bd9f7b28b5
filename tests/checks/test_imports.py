from datetime import date
from io import BytesIO

import openpyxl
import pytest

from assistance.checks import services
from assistance.checks.models import CheckAnswer, CheckBatch
from assistance.households.models import Consent
from ground.intake import services as intakes
from ground.kernel.errors import RuleBroken
from tests.intake.conftest import fresh, saved, workbook

from .conftest import HEAD, asked, gate_of, number_of, rows_of, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(at):
    with at("2008-06-02"):
        yield


def test_mixed_answers_move_the_families_once_somebody_acts(family, made, committed, office, drain):
    clear, hit, half = family(), family(), family()
    batch = made(clear, hit, half)
    content = workbook(
        HEAD,
        *rows_of(clear, "无异常", "无"),
        *rows_of(hit, "无异常", "有车1辆/房产2套"),
        *rows_of(half, "正常", None),
    )
    intake = committed(content)
    assert (intake.counts["created"], CheckAnswer.objects.count()) == (5, 5)
    assert [gate_of(one) for one in (clear, hit, half)] == ["check open"] * 3
    assert services.settle_batch(by=office.keeper, batch=batch) == (2, [])
    assert [gate_of(one) for one in (clear, hit, half)] == [
        "notice waiting",
        "check troubled",
        "check open",
    ]
    assert asked(hit).people.get(relation="spouse").answers.get().found == {
        "vehicle": 1,
        "dwelling": 2,
    }
    assert CheckBatch.objects.get().state == "sent"


def test_an_import_may_be_undone_until_somebody_acted_upon_it(
    family, made, committed, office, drain
):
    file = family()
    batch = made(file)
    intake = committed(workbook(HEAD, *rows_of(file, "无异常", "无异常")))
    intakes.ask_undo(by=office.keeper, intake=intake, reason="送错了表")
    drain()
    assert fresh(intake).state == "undone"
    assert (CheckAnswer.objects.count(), gate_of(file)) == (0, "check open")

    again = committed(workbook(HEAD, *rows_of(file, "无异常", "正常")))
    services.settle_batch(by=office.keeper, batch=batch)
    with pytest.raises(RuleBroken) as broken:
        intakes.ask_undo(by=office.keeper, intake=again, reason="又错了")
    assert broken.value.code == "others_depend"
    assert CheckAnswer.objects.count() == 2


def test_the_next_morning_acts_by_itself(family, made, committed):
    file = family()
    made(file)
    committed(workbook(HEAD, *rows_of(file, "无异常", "无异常")))
    assert services.settle_answers_before(date(2008, 6, 2)) == 0
    assert services.settle_answers_before(date(2008, 6, 3)) == 1
    assert gate_of(file) == "notice waiting"
    assert services.settle_answers_before(date(2008, 6, 4)) == 0


def test_a_15_digit_number_merged_cells_and_two_rows_of_heading(family, made, committed, office):
    file = family()
    made(file)
    old = number_of(file)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["桃源县居民家庭经济状况核对反馈表"])
    sheet.append(["序号", *HEAD])
    sheet.append([1, file.file_no, "张建国", f"{old[:6]}{old[8:17]}", "无异常"])
    sheet.append([2, None, "李秀英", number_of(file, "spouse"), "房产 两套"])
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("B3:B4")
    intake = committed(saved(book))
    assert intake.counts["created"] == 2
    assert [one.found for one in CheckAnswer.objects.order_by("person")] == [{}, {"dwelling": 2}]


def test_by_file_number_and_name_where_there_is_no_id_number(family, made, rehearsed):
    one, lone = family(), family(wife="")
    made(one, lone)
    intake = rehearsed(
        workbook(
            ["档案编号", "姓名", "核对结果"],
            [one.file_no, "李秀英", "无"],
            [one.file_no, None, "无"],
            [lone.file_no, None, "无"],
            ["SL2008-999999", "张建国", "无"],
        )
    )
    assert said(intake) == [
        (3, "这一家问了不止一人，请填写身份证号或姓名"),
        (5, "核对名单里没有这一家或这个人"),
    ]
    assert intake.counts["new"] == 2


def test_unknown_people_duplicates_and_other_answers_are_said_and_no_number_is_shown(
    family, made, rehearsed, answer
):
    from tests.households.conftest import id_number

    file = family()
    made(file)
    answer(file, 0)
    intake = rehearsed(
        workbook(
            HEAD,
            ["", "某人", id_number(998), "无"],
            [file.file_no, "张建国", number_of(file), "有车1辆"],
            [file.file_no, "李秀英", number_of(file, "spouse"), "无"],
            [file.file_no, "李秀英", number_of(file, "spouse"), "无异常"],
            [file.file_no, "李秀英", number_of(file, "spouse"), "有房"],
            [file.file_no, "王某", "43070119700101", "无"],
        )
    )
    found = said(intake)
    assert [row for row, _ in found] == [2, 3, 6, 7]
    assert found[0][1] == "没有向核对机构问过这个人，请核对身份证号"
    assert found[1][1] == "与上次登记的答复不同，导入后以这一次为准"
    assert found[2][1] == "与第4行是同一人，结果却不同，请核对"
    assert not any(id_number(998) in text or number_of(file) in text for _, text in found)
    assert (intake.counts["refused"], intake.counts["warned"], intake.counts["same"]) == (3, 1, 1)


def test_imported_twice_changes_nothing(family, made, committed, rehearsed, office):
    file = family()
    batch = made(file)
    rows = rows_of(file, "无异常", "有车1辆")
    committed(workbook(HEAD, *rows))
    again = rehearsed(workbook(HEAD, *rows, title="再送"))
    assert (again.counts.get("new", 0), again.counts["same"]) == (0, 2)
    services.settle_batch(by=office.keeper, batch=batch)
    after = rehearsed(workbook(HEAD, *rows, title="办理后"))
    assert (after.counts.get("new", 0), after.counts["same"]) == (0, 2)
    assert CheckAnswer.objects.count() == 2


def test_an_answer_for_a_withdrawn_consent_or_an_unsent_list_is_refused(family, made, rehearsed):
    gone, unsent = family(), family()
    made(gone)
    made(unsent, sent=False)
    Consent.objects.filter(member__file=gone, member__relation="spouse").update(
        withdrawn_on=date(2008, 6, 2), withdrawn_why="不同意"
    )
    intake = rehearsed(workbook(HEAD, *rows_of(gone, "无", "无"), *rows_of(unsent, "无", "无")))
    assert said(intake) == [
        (3, "本人已于2008-06-02撤回核对授权，撤回后的核对结果不能使用"),
        (4, "这一批核对还没有发出，请先发出名单"),
        (5, "这一批核对还没有发出，请先发出名单"),
    ]
    assert CheckAnswer.objects.count() == 0


def test_what_goes_out_comes_back_in(family, made, office, client_of, committed):
    file = family()
    batch = made(file, sent=False)
    url = f"/checks/{batch.pk}/send/"
    client = client_of(office.keeper)
    assert "用途" in client.get(url).content.decode()
    assert CheckBatch.objects.get().state == "building"
    refused = client.post(url, {"reason": ""})
    assert refused.status_code == 422
    assert CheckBatch.objects.get().state == "building"
    content = client.post(url, {"reason": "送县核对中心"}).getvalue()
    assert CheckBatch.objects.get().state == "sent"
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if row[1].value == "档案编号")[0].row
    assert sheet.cell(head + 1, 4).value == number_of(file)
    for row in (head + 1, head + 2):
        sheet.cell(row, 7).value = "无异常"
    intake = committed(saved(book))
    assert intake.counts["created"] == 2
