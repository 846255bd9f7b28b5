"""登记同意书: a family signs on the screen, wide and narrow; a guardian for a child; nothing is signed twice."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from stdnum.cn import ric

from tests.browser.conftest import NARROW, WIDE, shoot
from tests.browser.fitting import fits

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("consent")]

OPEN = """async ({ number, child }) => {
  const { ask } = await import("/static/web/files.js");
  const post = (path, body) => ask("POST", `/api/v1/households/files${path}`, {
    body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  const [any] = (await ask("GET", "/api/v1/households/files")).results;
  const file = await post("", { unit_id: any.unit.id, holder_name: "王秀英", id_no: number });
  return post(`/${file.id}/form`, { members: [{ relation: "child", name: "小雨", id_no: child }] });
}"""


def numbered(born: str, serial: int) -> str:
    body = f"430725{born}{serial:03d}"
    return body + ric.calc_check_digit(f"{body}0")


def draw(page: Page) -> None:
    pad = page.locator("canvas.sl-pad")
    pad.scroll_into_view_if_needed()
    box: Any = pad.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 40 + 25 * step, box["y"] + 40 + 12 * (step % 3))
    page.mouse.up()
    expect(page.locator("[data-signature-status]")).to_have_text("已签名")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_family_signs_on_the_screen(signed_in, size):
    page = signed_in("union", size)
    serial = 911 if size is WIDE else 913
    family = {"number": numbered("19700101", serial), "child": numbered("20000301", serial + 1)}
    file = page.evaluate(OPEN, family)
    page.goto(f"/households/{file['id']}/consents/add/")
    fits(page)
    expect(page.get_by_label("签署页的照片或扫描件")).to_be_hidden()
    page.get_by_label("已在纸上签好").check()
    expect(page.locator("canvas.sl-pad")).to_be_hidden()
    page.get_by_label("在屏幕上签名").check()

    page.get_by_label("谁的同意").select_option(label="小*（子女）")
    page.get_by_label("事项").select_option(label="敏感个人信息单独同意")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".sl-field-error").first).to_contain_text("请签名")
    draw(page)
    shoot(page, "consent-signed")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".sl-field-error").first).to_contain_text("请选择监护人")
    expect(page.locator("[data-signature-kept]")).to_be_visible()  # what was drawn is still there
    page.get_by_label("监护人").select_option(label="王*英（本人）")
    page.get_by_role("button", name="保存").click()

    page.wait_for_url(f"**/households/{file['id']}/papers/")
    row = page.get_by_role("row").filter(has_text="子女 小*")
    expect(row).to_contain_text("屏幕手写，监护人王*英")
    with page.expect_popup() as popup:
        row.get_by_role("link", name="打开").click()
    picture: Any = popup.value.evaluate("document.images[0].naturalWidth")
    assert picture == 640
