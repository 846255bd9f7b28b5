"""A campaign's results on a phone, a complaint from there, handled, closed by another, its answer read."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, shoot, window
from tests.browser.fitting import fits

pytestmark = pytest.mark.browser
SAID = "名单里有一户已经搬走了，钱不知道给了谁。"


def anybody(browser, site) -> Page:
    context = window(browser, site, NARROW)
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def shown(page: Page, name: str) -> None:
    fits(page)
    shoot(page, name)


def test_from_the_public_page_to_the_answer(signed_in, browser, site):
    office = signed_in("editor")
    office.goto("/campaigns/1/publication/")
    address = office.get_by_role("link", name="打开公开页").get_attribute("href")
    assert address is not None
    path = address[address.index("/campaigns/results/") :]

    phone = anybody(browser, site)
    phone.goto(path)
    expect(phone.get_by_text("骆*云")).to_be_visible()
    assert "骆秋云" not in phone.content()
    shown(phone, "results")
    phone.get_by_role("link", name="投诉举报", exact=True).click()
    expect(phone.get_by_label("反映的内容")).to_be_visible()
    shown(phone, "tell-from-results")
    phone.get_by_label("冒领").check()
    phone.get_by_label("反映哪个单位").select_option(label="桃源县“双联”办")
    phone.get_by_label("反映的内容").fill(SAID)
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("您的编号和查询码")).to_be_visible()
    shown(phone, "received")
    number, code = phone.locator(".problem-receipt").all_inner_texts()

    # It is about the county's office: the county does not see it, the city's hears it.
    county = signed_in("taoyuan")
    county.goto("/complaints/")
    assert county.get_by_text(number).count() == 0
    office.goto("/complaints/")
    office.get_by_role("link", name=number).click()
    expect(office.get_by_text(SAID)).to_be_visible()
    complaint = office.url
    office.get_by_role("button", name="受理", exact=True).click()
    option = office.locator("#id_handler option", has_text=re.compile("陆持正"))
    office.get_by_label("承办人").select_option(value=option.get_attribute("value"))
    office.get_by_role("button", name="交办").click()

    handler = signed_in("approver")
    handler.goto(complaint)
    handler.get_by_label("调查情况").fill("已查签收记录")
    handler.get_by_label("不属实", exact=True).check()
    handler.get_by_label("给反映人的答复").fill("经查，该户仍在册，款项由本人签收。")
    handler.get_by_role("button", name="提交，请另一人审核").click()
    expect(handler.get_by_text("请另一人审核办结").first).to_be_visible()

    office.goto(complaint)
    office.get_by_role("button", name="办结", exact=True).click()
    office.get_by_role("dialog").get_by_role("button", name="办结").click()
    expect(office.get_by_text("已办结").first).to_be_visible()

    phone.goto("/complaints/look/")
    shown(phone, "look-complaint")
    phone.get_by_label("编号").fill(number)
    phone.get_by_label("查询码").fill(code)
    phone.get_by_role("button", name="查询").click()
    expect(phone.get_by_text("款项由本人签收")).to_be_visible()
    shown(phone, "complaint-status")
    phone.context.close()
