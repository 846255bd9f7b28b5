"""A whole campaign through its pages: the organiser, a unit with a messy list, finance, the auditor."""

import re
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from runtime.story.people import id_number
from tests.browser.conftest import NARROW, WIDE, press, shoot
from tests.browser.fitting import fits

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journey")]
COUNTY, FACTORY = "桃源县“双联”办", "杰新纺织公司"


def roster(campaign: str, *people: tuple[str, str, int]) -> dict[str, object]:
    """A county's list as its clerk keeps it: a title over the headings, a total below."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["桃源县端午慰问名册（单位：元）"])
    sheet.merge_cells("A1:G1")
    sheet.append(["活动", "姓名", "身份证号", "对象类别", "单位", "金额", "列入理由"])
    for name, number, amount in people:
        sheet.append([campaign, name, number, "困难农民工", FACTORY, amount, "丈夫工伤"])
    sheet.append(["合计", "", "", "", "", sum(amount for *_, amount in people), ""])
    out = BytesIO()
    book.save(out)
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "端午名册.xlsx", "mimeType": mime, "buffer": out.getvalue()}


def rehearsed(page: Page, file: dict[str, object]) -> None:
    page.goto("/intake/new/campaigns.roster/")
    page.get_by_label("Excel 文件").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="送交并识别各列").click()
    page.get_by_role("button", name="预演", exact=True).click()
    expect(page.get_by_role("heading", name="确认导入")).to_be_visible(timeout=30_000)


def plan(page: Page, name: str) -> str:
    """Laid down by the organiser with 5,000 yuan, two names and 1,500 of it for the county: its address."""
    page.goto("/campaigns/plan/?kind=send_warmth&year=2008")
    for label, value in {
        "活动名称": name,
        "开始日期": "2008-06-25",
        "结束日期": "2008-07-31",
        "申报开始": "2008-06-25",
        "申报截止": "2008-07-10",
        "发放到位期限": "2008-07-25",
        "金额1（元）": "5000",
    }.items():
        page.get_by_label(label).fill(value)
    page.get_by_label("主办单位").select_option(label="市“双联”办")
    fund = page.get_by_role("option", name=re.compile("^困难职工帮扶资金")).first
    page.get_by_label("资金来源1").select_option(value=fund.get_attribute("value"))
    page.get_by_role("button", name="保存筹备").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    address = page.url
    page.get_by_role("link", name="名额", exact=True).click()
    page.get_by_label("单位").select_option(label=COUNTY)
    page.get_by_label("名额", exact=False).last.fill("2")
    page.get_by_label("金额（元）").fill("1500")
    page.get_by_role("button", name="保存名额").click()
    expect(page.get_by_role("main")).to_contain_text(f"“{COUNTY}”的名额已保存")
    return address


def give_out(organiser: Page, office: Page, campaign: str) -> None:
    """The organiser ends the applications and screens; another person approves; the money is planned."""
    organiser.goto(campaign)
    press(organiser, "提前结束申报")
    press(organiser, "资格审核")
    expect(organiser.get_by_role("main")).to_contain_text("符合 2", timeout=30_000)
    organiser.goto(campaign)
    expect(organiser.get_by_role("button", name="批准 2 个")).to_have_count(0)
    office.goto(campaign)
    press(office, "批准 2 个")
    expect(office.get_by_role("main")).to_contain_text("名单已批准")
    organiser.goto(campaign)
    organiser.get_by_role("link", name="安排款项").first.click()
    organiser.get_by_label("发放日期").fill("2008-06-26")
    organiser.get_by_role("button", name="全部安排").click()
    for _ in range(60):
        organiser.goto(campaign)
        if "2 个对象的款项在编批" in organiser.get_by_role("main").inner_text():
            break
        organiser.wait_for_timeout(500)
    expect(organiser.get_by_role("main")).to_contain_text("2 个对象的款项在编批")


def pay(planner: Page, finance: Page, approver: Page, campaign: str) -> None:
    """The batch of a campaign's payments, by three people."""
    planner.goto("/aid/new/")
    planner.get_by_label("批次名称").fill(campaign)
    fund = planner.get_by_role("option", name=re.compile("^困难职工帮扶资金")).first
    planner.get_by_label("资金来源").select_option(value=fund.get_attribute("value"))
    planner.get_by_role("button", name="编制批次，送财务审核").click()
    expect(planner.get_by_role("main")).to_contain_text("待财务审核")
    batch = planner.url
    for page, button, then in (
        (finance, "审核通过", "待审批"),
        (approver, "批准", "待发放"),
        (finance, "确认发放", "发放"),
    ):
        page.goto(batch)
        press(page, button)
        gone = page.get_by_role(
            "button", name=button, exact=True
        )  # the words may stand there before
        expect(gone).to_have_count(0)
        expect(page.get_by_role("main")).to_contain_text(then)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_from_the_plan_to_the_auditor(signed_in, size):
    serial = 1 if size is WIDE else 11
    name = f"2008年端午慰问{uuid4().hex[:4]}"
    good, other = id_number("19680808", serial), id_number("19690909", serial + 2)
    wrong = other[:-1] + ("0" if other[-1] != "0" else "1")

    organiser = signed_in("union", size)
    campaign = plan(organiser, name)
    organiser.goto(campaign)
    expect(organiser.get_by_role("main")).to_contain_text("请由另一位有发布权限的人发布")
    office = signed_in("editor", size)
    office.goto(campaign)
    press(office, "发布活动")
    expect(office.get_by_role("main")).to_contain_text("申报中")

    # The unit: its list has a mistake in one cell, then a third name beyond its two.
    unit = signed_in("taoyuan", size)
    people = [("廖金花", good, 700), ("谭水生", wrong, 800)]
    rehearsed(unit, roster(name, *people))
    expect(unit.get_by_role("main")).to_contain_text("校验位")
    expect(unit.get_by_role("main")).not_to_contain_text(wrong)
    fits(unit)
    shoot(unit, "campaign-1-mistake")
    people[1] = ("谭水生", other, 800)
    rehearsed(unit, roster(name, *people, ("聂早春", id_number("19710101", serial + 4), 100)))
    expect(unit.get_by_role("main")).to_contain_text(re.compile("名额"))
    rehearsed(unit, roster(name, *people))
    press(unit, "全部导入")
    expect(unit.get_by_role("main")).to_contain_text("导入完成", timeout=30_000)
    unit.goto(f"{campaign}roster/")
    expect(unit.get_by_role("main")).to_contain_text("廖*花")
    fits(unit)
    shoot(unit, "campaign-2-roster")

    give_out(organiser, office, campaign)
    pay(organiser, signed_in("finance", size), signed_in("approver", size), name)

    # The page of the unit follows by itself; the auditor reads everything and is offered nothing to press.
    unit.goto(campaign)
    expect(unit.get_by_role("main")).to_contain_text(
        re.compile("1,500元\\s*2 个对象到位"), timeout=30_000
    )
    shoot(unit, "campaign-3-reached")
    auditor = signed_in("auditor", size)
    auditor.goto(campaign)
    fits(auditor)
    expect(auditor.get_by_role("main").get_by_role("button")).to_have_count(0)
    auditor.get_by_role("link", name="名单", exact=True).click()
    auditor.get_by_role("link", name=re.compile("廖.花")).first.click()
    shoot(auditor, "campaign-4-audited")
    expect(auditor.get_by_role("main")).to_contain_text("700")
