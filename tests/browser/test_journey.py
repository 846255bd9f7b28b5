"""One fact's whole path through the pages, by the people who would walk it, on a desk and on a phone.

A liaison records a visit with a family and condolence money; union staff complete the file and make a
batch; finance, the approver and finance again bring the money out; a unit sends an article, the editor
makes an issue, the leader signs it, and its printed figures contain what was done.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from runtime.story.people import id_number
from tests.browser.conftest import NARROW, WIDE, press, shoot

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journey")]


def money_in_fund(page: Page) -> str:
    page.goto("/funds/1/")
    return re.sub(r"\s", "", page.get_by_role("main").inner_text())


@pytest.mark.parametrize(
    ("size", "day", "worker", "born", "title"),
    [
        (WIDE, "2008-06-26", "钱大有", "19660102", "慰问见闻"),
        (NARROW, "2008-06-25", "孙小满", "19670203", "走访见闻"),
    ],
    ids=["wide", "narrow"],
)
def test_from_a_visit_to_the_printed_figure(signed_in, size, day, worker, born, title):  # noqa: PLR0915
    # The liaison, in the workshop.
    liaison = signed_in("liaison", size)
    liaison.goto("/visits/record/")
    liaison.wait_for_selector("form[data-visit][data-ready]")  # a person waits for the page, too
    liaison.get_by_label("走访日期").fill(day)
    liaison.get_by_label("走访慰问").check()
    liaison.get_by_label("了解到的情况").fill("到车间看望困难职工，了解生活情况。")
    liaison.get_by_label("慰问金（元）").fill("300.5x")
    liaison.get_by_role("button", name="加一户困难家庭").click()
    liaison.get_by_label("职工姓名").fill(worker)
    liaison.get_by_label("困难情况").fill("孩子上学费用大")
    liaison.get_by_role("button", name="登记走访").click()
    expect(liaison.get_by_role("main")).to_contain_text("请填写数字，最多两位小数")
    expect(liaison.get_by_label("职工姓名")).to_have_value(worker)
    shoot(liaison, "journey-1-mistake-keeps-what-was-typed")
    liaison.get_by_label("慰问金（元）").fill("300.50")
    liaison.get_by_role("button", name="登记走访").click()
    expect(liaison).to_have_url(re.compile(r"/visits/\d+/$"))
    expect(liaison.get_by_role("main")).to_contain_text("300.50")
    expect(liaison.get_by_role("main")).not_to_contain_text(worker)
    shoot(liaison, "journey-2-visit")

    # Union staff: the file that the visit opened, and the money that was handed over.
    union = signed_in("union", size)
    union.goto("/households/?state=draft")
    union.get_by_role("link", name=re.compile(r"SL2008-")).first.click()
    union.get_by_role("link", name="完善档案").click()
    union.get_by_label(re.compile("^困难类别")).select_option(label="相对困难")
    union.get_by_label("主要致困原因").select_option(label="子女上学")
    union.get_by_label("家庭情况").fill("两个孩子读书")
    union.get_by_label("联系电话").fill("13900001234")
    union.get_by_label("家庭住址").fill("漳江镇")
    union.get_by_role("button", name="保存并填下一节").click()
    union.get_by_label("身份证号").fill(id_number(born, 7))
    union.get_by_role("button", name="保存", exact=True).click()
    union.get_by_role("link", name="收入支出").click()
    union.get_by_label("家庭年收入").fill("12000")
    union.get_by_label("年刚性支出").fill("6000")
    union.get_by_role("button", name="保存", exact=True).click()
    union.get_by_role("link", name=re.compile(r"^SL2008-")).click()
    union.get_by_role("link", name="登记同意书").click()
    union.get_by_role("button", name="登记全家同意书").click()
    union.get_by_role("link", name=re.compile(r"^SL2008-")).click()
    union.get_by_role("button", name="提交申请").click()
    expect(union.get_by_role("main")).to_contain_text("待初审")
    shoot(union, "journey-3-file-submitted")
    union.goto("/aid/new/")
    union.get_by_label("批次名称").fill(f"六月慰问 {title}")
    warmth = union.get_by_role("option", name=re.compile("^送温暖专项资金"))
    union.get_by_label("资金来源").select_option(value=warmth.get_attribute("value"))
    union.get_by_role("button", name="编制批次，送财务审核").click()
    expect(union).to_have_url(re.compile(r"/aid/\d+/$"))
    batch = union.url
    expect(union.get_by_role("main")).to_contain_text("叁佰元伍角整")
    expect(union.get_by_role("main")).to_contain_text("待财务审核")

    # Three other people bring it out; the maker is not offered to.
    finance = signed_in("finance", size)
    before = money_in_fund(finance)
    finance.goto(batch)
    press(finance, "审核通过")
    expect(finance.get_by_role("main")).to_contain_text("待审批")
    approver = signed_in("approver", size)
    approver.goto(batch)
    shoot(approver, "journey-4-batch-to-approve")
    press(approver, "批准")
    expect(approver.get_by_role("main")).to_contain_text("待发放")
    finance.goto(batch)
    press(finance, "确认发放")
    expect(finance.get_by_role("main")).to_contain_text(re.compile("发放中|已发放"))
    for _ in range(40):
        finance.goto(batch)
        if "已发放" in finance.get_by_role("main").inner_text():
            break
        finance.wait_for_timeout(250)
    expect(finance.get_by_role("main")).to_contain_text("已发放")
    shoot(finance, "journey-5-paid")
    assert money_in_fund(finance) != before

    # The unit writes, the desk edits, another person signs, on whatever they have in hand.
    liaison.goto("/briefs/contributions/new/")
    liaison.locator("#id_title").fill(title)
    liaison.get_by_role("textbox", name="正文").fill(
        "一、走访情况\n市政协办到海利公司看望困难职工。"
    )
    liaison.get_by_role("button", name="报送").click()
    editor = signed_in("editor", size)
    editor.goto("/briefs/issues/new/")
    editor.get_by_role("button", name="开始编辑").click()
    expect(editor).to_have_url(re.compile(r"/briefs/issues/\d+/desk/$"))
    desk = editor.url
    editor.get_by_role("button", name="采用").first.click()
    expect(editor.locator(".brief-proof img").first).to_be_visible(timeout=30_000)
    shoot(editor, "journey-6-desk")
    press(editor, "送领导签发", "送签")
    leader = signed_in("leader", size)
    leader.goto(desk.replace("/desk/", "/review/"))
    expect(leader.locator("img").first).to_be_visible(timeout=30_000)
    shoot(leader, "journey-7-leader")
    press(leader, "签发")
    issue = desk.replace("desk/", "")
    expect(leader).to_have_url(issue)
    for _ in range(40):
        leader.goto(issue)
        if leader.locator(".brief-downloads").count():
            break
        leader.wait_for_timeout(250)
    shoot(leader, "journey-8-issue")
    leader.locator(".brief-downloads summary").click()
    with leader.expect_download() as download:
        leader.locator(".brief-downloads").get_by_role("link", name="PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
