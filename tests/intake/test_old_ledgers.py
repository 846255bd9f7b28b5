"""An old ledger as it comes: two header rows, merged cells, ten thousand yuan, old words, one family over many rows."""

from datetime import date
from decimal import Decimal

import openpyxl
from stdnum.cn import ric

from assistance.households.models import (
    FileVersion,
    HardshipFile,
)
from ground.events.models import RecordedEvent
from ground.intake import services
from tests.households.conftest import id_number
from tests.intake.conftest import saved

from .conftest import said_of

KIND = "households.files"


def messy() -> bytes:
    """A title, a line of units, headings in two lines, merged cells, a note, a total, a signature."""
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["本表由各工会填报"])
    sheet = book.create_sheet("2007年台账")
    sheet.append(["困難職工檔案台賬"])
    sheet.append(["填报单位：常德市总工会", None, None, None, None, None, None, "单位：万元"])
    sheet.append(
        [
            "序号",
            "户主",
            "家庭成员",
            None,
            None,
            None,
            "所在单位",
            "困難類別",
            "致困原因",
            "家庭年收入",
            "建档时间",
            "联系电话",
            "备注",
        ]
    )
    sheet.append([None, None, "姓 名", "与户主关系", "身份证号码", "出生年月"])
    sheet.append(
        [
            1,
            "张 建国",
            "张建国",
            "本人",
            "430701700101003",
            "1970.01",
            "海利化工有限公司",
            "低保户",
            "6患重特大疾病、子女上学",
            1.2,
            "2006年5月",
            "１３８００００００００/0736-5822618",
            "患病多年",
        ]
    )
    sheet.append(
        [
            None,
            None,
            "李(lǐ)芳",
            "妻子",
            id_number(22, "19720304"),
            "1972年3月",
            None,
            None,
            None,
            None,
            None,
            None,
            None,
        ]
    )
    sheet.append([None, None, "张小明", "儿子", None, "2001.1"])
    sheet.append(
        [
            2,
            "王强",
            "王强",
            "户主",
            id_number(31),
            None,
            "海利農藥化工有限公司",
            "相对困难",
            "因病",
            "0.8",
            None,
            "13800000001",
        ]
    )
    sheet.append(["合计", None, None, None, None, None, None, None, None, 2.0])
    sheet.append(["填表人：周明", None, None, "审核人：吴芳"])
    for area in (
        "A3:A4",
        "B3:B4",
        "C3:F3",
        "G3:G4",
        "H3:H4",
        "I3:I4",
        "J3:J4",
        "K3:K4",
        "L3:L4",
        "M3:M4",
    ):
        sheet.merge_cells(area)
    for area in ("A5:A7", "B5:B7", "G5:G7", "H5:H7", "J5:J7", "A1:M1"):
        sheet.merge_cells(area)
    sheet.column_dimensions["E"].hidden = True
    return saved(book)


def test_a_messy_ledger_comes_in_family_by_family(union, rehearsed, drain, at):
    with at("2008-06-20"):
        intake = rehearsed(messy(), KIND)
        assert said_of(intake) == [
            (5, "approved_on", "只有年月，按当月1日录入"),
            (7, "born_on", "没有身份证号，出生日期也不完整，暂不录入出生日期"),
        ]
        counts = {key: intake.counts.get(key, 0) for key in ("new", "refused", "warned")}
        assert counts == {"new": 4, "refused": 0, "warned": 3}
        assert intake.totals == [
            {"label": "困难家庭", "before": "0", "after": "2", "unit": "户"},
            {"label": "家庭成员", "before": "0", "after": "4", "unit": "人"},
        ]
        services.ask_commit(by=intake.by, intake=intake, reason="旧台账没有孩子的身份证号")
        drain()
    first, second = HardshipFile.objects.order_by("pk")
    assert (first.state, first.origin, first.unit, first.submitted_by) == (
        "imported",
        "imported",
        union.haili,
        union.office,
    )
    assert (first.category, first.legacy_category) == ("", "dibao")  # never turned into today's
    assert (second.category, second.legacy_category) == ("relative", "")
    assert (first.primary_cause, first.secondary_causes) == ("6", ["9"])
    assert (first.annual_income, second.annual_income) == (Decimal(12_000), Decimal(8_000))
    assert (first.opened_on, first.approved_on, first.approved_by) == (
        date(2006, 5, 1),
        date(2006, 5, 1),
        None,
    )
    assert (first.mobile, first.situation) == ("13800000000", "患病多年")
    assert first.circumstances.other_contact == "0736-5822618"
    assert first.file_no == f"SL2008-{first.pk:06d}"
    people = [
        (one.relation, one.name, one.id_no, one.born_on, one.sex, one.in_open_file)
        for one in first.members.order_by("pk")
    ]
    assert people == [
        (
            "holder",
            "张建国",
            "430701197001010033"[:17] + ric.calc_check_digit("430701197001010030"),
            date(1970, 1, 1),
            "m",
            True,
        ),
        ("spouse", "李芳", id_number(22, "19720304"), date(1972, 3, 4), "f", True),
        ("child", "张小明", "", None, "", True),
    ]
    assert FileVersion.objects.filter(file=first, number=1, why="旧台账导入").count() == 1
    [event] = RecordedEvent.objects.filter(name="households.files_imported")
    assert event.payload["files"] == 2
