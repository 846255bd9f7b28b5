"""现场签收: people sign on a phone, one after the other; without a network, too; nothing is lost or twice."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW, shoot
from tests.browser.fitting import fits

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hand_out")]


def opened(page: Page) -> None:
    page.goto("/aid/hand-out/")
    page.wait_for_selector("[data-hand-out][data-ready]")


def draw(page: Page) -> None:
    """A name, with a real pointer."""
    board = page.locator("[data-pad]")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    for step in range(8):
        page.mouse.move(box["x"] + 40 + step * 25, box["y"] + 40 + (step % 3) * 25)
    page.mouse.up()


def left(page: Page) -> int:
    found = re.search(r"还有 (\d+) 笔", page.locator("[data-left]").inner_text())
    assert found is not None
    return int(found[1])


def sign(page: Page) -> None:
    if page.locator("[data-signer]").is_visible():
        page.get_by_label("签收人（单位代表）").fill("工会主席")
    draw(page)
    page.get_by_role("button", name="签收，下一户").click()


def choose(page: Page) -> None:
    """A batch in which a family and somebody else have still to sign."""
    options = page.locator("#id_batch option")
    for value in [one.get_attribute("value") or "" for one in options.all()]:
        page.evaluate(
            """(value) => { const box = document.querySelector("#id_batch"); box.value = value;
            box.dispatchEvent(new Event("change")); }""",
            value,
        )
        rows = page.locator(".out-row")
        if rows.count() > 1 and named(page).count():
            return
    raise AssertionError("the story left nobody to sign")


def named(page: Page) -> Locator:
    return page.locator(".out-row").filter(has_not_text="（单位代表）")


def test_people_sign_on_a_phone(signed_in: Callable[..., Page]) -> None:
    page = signed_in("union", NARROW)
    opened(page)
    choose(page)
    batch = page.locator("#id_batch").input_value()
    before = left(page)
    shoot(page, "hand-out")
    fits(page)

    named(page).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-who]")).to_be_focused()
    expect(page.locator("[data-capitals]")).to_contain_text("元")
    shoot(page, "hand-out-sign")
    fits(page)
    page.get_by_role("button", name="签收，下一户").click()
    expect(page.locator("[data-error=signature]")).to_have_text("请在框内签名")
    page.get_by_role("button", name="返回名单").click()
    page.get_by_label("证明人").fill("村支书")

    named(page).first.click()
    name = page.locator("[data-name]").inner_text()
    page.get_by_label("代领（不是本人来领）").check()
    for label, text in (
        ("代领人姓名", "刘小"),
        ("与收款人关系", "邻居"),
        ("代领人身份证号", "4307251970010100"),
        ("代领原因", "行动不便"),
    ):
        page.get_by_label(label).fill(text)
    draw(page)
    page.get_by_role("button", name="签收，下一户").click()
    expect(page.locator("[data-error=proxy_id_no]")).to_be_visible()
    shoot(page, "hand-out-proxy")
    fits(page)
    page.get_by_label("代领（不是本人来领）").uncheck()
    page.get_by_role("button", name="签收，下一户").click()
    expect(page.locator("#toasts")).to_contain_text("已签收")
    expect(page.locator("[data-name]")).not_to_have_text(name)
    page.goto(f"/aid/hand-out/?batch={batch}")
    page.wait_for_selector("[data-hand-out][data-ready]")
    assert left(page) == before - 1
    expect(page.get_by_label("证明人")).to_have_value("村支书")

    page.context.set_offline(True)
    page.locator(".out-row").first.click()
    name = page.locator("[data-name]").inner_text()
    sign(page)
    expect(page.locator("[data-name]:visible", has_text=name)).to_have_count(0)
    if page.locator("[data-sign]").is_visible():
        page.get_by_role("button", name="返回名单").click()
    expect(page.locator(".out-row[disabled]")).to_contain_text("等待发送")
    shoot(page, "hand-out-waiting")
    page.context.set_offline(False)
    expect(page.locator(".out-row[disabled]")).to_have_count(0)
