"""爱心超市柜台: scanned like a scanner types, handed out, handed out without a network, sent when it is back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import serious
from tests.browser.conftest import NARROW, WIDE, shoot
from tests.browser.fitting import fits

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("counter")]


def opened(page: Page) -> Page:
    page.goto("/supermarket/counter/")
    page.wait_for_selector("[data-counter][data-ready]")
    return page


def scan(page: Page, text: str) -> None:
    """As a scanner does: it types into whatever has the focus, and presses Enter."""
    page.keyboard.type(text, delay=5)
    page.keyboard.press("Enter")


@pytest.fixture
def numbers(signed_in) -> list[str]:
    """The numbers of three cards that have bought nothing yet, as they are printed on them."""
    page = signed_in("union")
    found = []
    cards = page.request.get("/api/v1/supermarket/cards?page_size=100").json()["results"]
    for one in cards:
        if one["balance"] != "100.00" or one["state"] != "active":
            continue
        printed = page.request.get(f"/supermarket/cards/{one['id']}/print/").body()
        found.append(number_in(printed))
    return found


def number_in(pdf: bytes) -> str:
    from ground.briefs.typesetting import text_of

    text = "".join(text_of(pdf)).replace(" ", "").replace("\n", "")
    at = next(i for i in range(len(text)) if text[i : i + 12].isdigit() and text[i : i + 2] == "66")
    return text[at : at + 12]


def test_a_day_at_the_counter(signed_in, numbers):
    page = opened(signed_in("till", WIDE))
    expect(page.locator("#id_scan")).to_be_focused()
    scan(page, "6901234500011")
    expect(page.locator("[data-lines]")).to_contain_text("大米10公斤")
    scan(page, "123456789012")
    expect(page.locator("[data-said]")).to_contain_text("校验位")
    scan(page, "4006381333931")
    expect(page.locator("[data-said]")).to_contain_text("没有条码或货号")
    scan(page, numbers[0])
    expect(page.locator("[data-balance]")).to_have_text("100.00")
    assert "*" in page.locator("[data-name]").inner_text()
    scan(page, "2*bjb")
    expect(page.locator("[data-total]")).to_have_text("69.00")
    scan(page, "MI10")
    expect(page.locator("[data-why]")).to_contain_text("余额不足，还差 14.00 元")
    page.get_by_role("button", name="发放", exact=True).click()
    expect(page.locator("[data-said]")).to_contain_text("还差 14.00 元")
    page.get_by_role("button", name="大米10公斤 减一").click()
    shoot(page, "counter")
    assert serious(page) == []
    page.get_by_role("button", name="发放", exact=True).click()
    expect(page.locator("[data-receipt]")).to_contain_text("已发放 领20080626-")
    expect(page.locator("[data-receipt]")).to_contain_text("余额 31.00 元")
    shoot(page, "counter-receipt")
    expect(page.locator("#id_scan")).to_be_focused()


def test_a_till_without_a_network_and_back(signed_in, numbers):
    page = signed_in("till", NARROW)
    opened(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    opened(page)  # from now on the device stands in where nothing answers
    page.wait_for_function("Boolean(navigator.serviceWorker.controller)")
    page.context.set_offline(True)
    opened(page)
    expect(page.get_by_role("main")).to_contain_text("现在没有网络")
    scan(page, numbers[1])
    expect(page.locator("[data-balance]")).to_have_text("100.00")
    scan(page, "XYF2")
    fits(page)
    shoot(page, "counter-offline")
    page.get_by_role("button", name="发放", exact=True).click()
    expect(page.locator("[data-receipt]")).to_contain_text("已发放，等待发送")
    expect(page.locator("[data-unsent-text]")).to_contain_text("1 笔已发放，保存在本机")
    scan(page, numbers[1])
    expect(page.locator("[data-balance]")).to_have_text("82.00")
    scan(page, "2*MI10")
    page.get_by_role("button", name="发放", exact=True).click()
    expect(page.locator("[data-said]")).to_contain_text("按本机记录：余额不足")
    shoot(page, "counter-waiting")
    assert serious(page) == []
    page.context.set_offline(False)
    expect(page.locator("[data-unsent]")).to_be_hidden()
    issues = page.request.get("/api/v1/supermarket/issues").json()["results"]
    assert [(one["value"], one["was_offline"]) for one in issues[:1]] == [("18.00", True)]
