import openpyxl
from openpyxl.styles import Font

from assistance.planning.models import EnterpriseProfile
from ground.accounts.models import Organisation
from ground.intake import looks
from ground.intake.kinds import kind_named
from tests.intake.conftest import saved, workbook


def problems(intake) -> list[tuple[int, str, str]]:
    return [(row, key, text) for row, key, text, _ in looks.findings_of(intake)["problems"]]


def messy() -> bytes:
    """As an office sends it: a title, merged headings of two lines, a unit, blanks, a total, signatures."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "2008年被联企业"
    sheet["A1"] = "桃源县2008年“双联”被联企业基本情况表"
    sheet["A1"].font = Font(bold=True, size=18)
    sheet.merge_cells("A1:H1")
    sheet["A2"], sheet["G2"] = "填报单位：桃源县总工会", "2008年3月"
    lines = [
        [
            "序号",
            "企业名称",
            "企业性质",
            "职 工 情 况",
            None,
            "工会组建",
            "集体合同到期时间",
            "备注",
        ],
        [None, None, None, "职工人数（人）", "其中：困难职工数", None, None, None],
    ]
    for row, line in enumerate(lines, start=3):
        for column, text in enumerate(line, start=1):
            sheet.cell(row, column, text)
    for area in ("A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4", "H3:H4"):
        sheet.merge_cells(area)
    rows = [
        [1, " 桃源县第一棉纺厂 ", "国有", "１，２００人", 85, "√", "2009.12.31", None],
        [],
        [2, "鑫玉花纺织厂", "民营企业", 310.0, "无", "未建", 40178, "已停产"],
        [3, "海利化工有限公司", "改制", "约500", 12, "是", "2010年6月", None],
        [4, "桃源县第一棉纺厂", "国有", 1200, 85, "是", None, "重复"],
        ["合 计", None, None, "=SUM(D5:D9)", 182, None, None, None],
        ["填表人：张三", None, None, "审核人：李四"],
    ]
    for row in rows:
        sheet.append(row or [None])
    return saved(book)


def test_a_list_as_people_send_it(area, rehearsed):
    intake = rehearsed(messy(), "planning.enterprises")
    assert (intake.layout["top"], intake.layout["bottom"]) == (3, 4)
    kind = kind_named(intake.kind)
    assert kind is not None
    labels = {
        one.label: intake.layout["labels"][intake.mapping[one.key]]
        for one in kind.fields
        if one.key in intake.mapping
    }
    assert labels == {
        "企业名称": "企业名称",
        "单位性质": "企业性质",
        "职工人数": "职 工 情 况 职工人数（人）",
        "困难职工人数": "职 工 情 况 其中：困难职工数",
        "已建工会": "工会组建",
        "集体合同到期日": "集体合同到期时间",
    }
    assert len(intake.layout["skipped"]) == 2
    assert {key: intake.counts[key] for key in ("new", "refused")} == {"new": 2, "refused": 2}
    assert problems(intake) == [
        (8, "employees", "应为数字，不要写文字说明"),
        (8, "collective_contract_until", "只有年月，缺少日。请写明是哪一天，例如 2008-05-14"),
        (9, "name", "与第5行名称相同，请删去重复的一行"),
    ]


def test_the_good_rows_of_it(area, committed):
    committed(messy(), "planning.enterprises", only_good=True)
    first = EnterpriseProfile.objects.get(organisation__name="桃源县第一棉纺厂")
    assert (first.ownership, first.employees, first.union_established) == ("state", 1200, True)
    assert first.collective_contract_until.isoformat() == "2009-12-31"
    second = EnterpriseProfile.objects.get(organisation__name="鑫玉花纺织厂")
    assert (second.hardship_count, second.collective_contract_until.isoformat()) == (
        0,
        "2009-12-31",
    )
    assert Organisation.objects.get(name="鑫玉花纺织厂").kind == "enterprise"


def test_an_alias_finds_the_enterprise_and_an_empty_cell_changes_nothing(area, committed):
    head = ["企业名称", "职工人数", "规模", "帮扶需求"]
    committed(
        workbook(head, ["海利化工有限公司", 500, "规上", "资金、用工"]), "planning.enterprises"
    )
    intake = committed(
        workbook(head, ["海利农药化工有限公司", 480, None, None]), "planning.enterprises"
    )
    profile = EnterpriseProfile.objects.get()
    assert profile.organisation == area.haili
    assert (profile.employees, profile.scale, profile.needs) == (
        480,
        "above",
        ["funding", "labour"],
    )
    assert looks.findings_of(intake)["samples"] == [
        {"row": 2, "changes": [["职工人数", "500", "480"]]}
    ]


def test_codes_names_and_places_that_do_not_agree(area, rehearsed, make_organisation):
    Organisation.objects.filter(pk=area.haili.pk).update(uscc="91110000600037341L")
    make_organisation("重名厂")
    make_organisation("重名厂", parent=area.county)
    content = workbook(
        ["企业名称", "信用代码", "所在地", "类别"],
        ["另一家", "91110000600037341L", None, None],
        ["重名厂", None, None, None],
        ["市水利局", None, None, None],
        ["新厂", "123", "无此县", None],
        ["幸福社区", None, None, "社区"],
    )
    intake = rehearsed(content, "planning.enterprises")
    found = problems(intake)
    assert [row for row, _, _ in found] == [2, 3, 4, 5]
    assert "已登记在“海利农药化工有限公司”名下" in found[0][2]
    assert "有2个单位叫这个名称" in found[1][2]
    assert "该单位已登记为参联单位" in found[2][2]
    assert "应为18位" in found[3][2]
    assert intake.counts["new"] == 1


def test_a_code_that_stands_outside_the_area_is_told_without_the_name(area, rehearsed):
    Organisation.objects.filter(pk=area.elsewhere.pk).update(uscc="91110000600037341L")
    intake = rehearsed(
        workbook(["企业名称", "信用代码"], ["新厂", "91110000600037341L"]), "planning.enterprises"
    )
    [(_, _, text)] = problems(intake)
    assert "管理范围以外" in text
    assert area.elsewhere.name not in text
