"""入户调查离线登记: looked at without a network, kept through a closed browser, sent once, nothing lost."""

import contextlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect
from stdnum.cn import ric

from tests.browser.axe import serious
from tests.browser.conftest import NARROW, shoot
from tests.browser.phones import DRAFTS, PHOTO, Phone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline_homes")]

OPEN = """async ({ name, number }) => {
  const { ask } = await import("/static/web/files.js");
  const post = (path, body) => ask("POST", `/api/v1/households/files${path}`, {
    body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  const [any] = (await ask("GET", "/api/v1/households/files")).results;
  const file = await post("", { unit_id: any.unit.id, holder_name: name, id_no: number });
  await post(`/${file.id}/form`, { head: { category: "relative", tier: "county", primary_cause: "6",
    situation: "本人患病", annual_income: "12000",
    rigid_expenses: "4800", mobile: "13900001234", address: "漳江镇" } });
  await post(`/${file.id}/consents/family`, { signed_on: "2008-06-26" });
  await post(`/${file.id}/submit`, {});
  return post(`/${file.id}/review`, { opinion: "属实" });
}"""
READY = """async () => { const { get } = await import("/static/web/store.js");
  return Boolean(await get("kept", "homes")) && Boolean(navigator.serviceWorker.controller); }"""


@pytest.fixture
def phones(site: str, playwright: Playwright, tmp_path: Path) -> Iterator[Callable[[], Phone]]:
    made: list[Phone] = []

    def make() -> Phone:
        phone = Phone(playwright, tmp_path / str(len(made)), site)
        made.append(phone)
        phone.sign_in("union")
        phone.page.set_viewport_size(NARROW)
        return phone

    yield make
    for phone in made:
        with contextlib.suppress(Exception):  # put away already
            phone.put_away()


def family(page: Page, name: str, serial: int) -> dict[str, object]:
    """A new file that waits for its home visit."""
    body = f"43072519700101{serial:03d}"
    return page.evaluate(OPEN, {"name": name, "number": body + ric.calc_check_digit(f"{body}0")})


def opened(page: Page) -> None:
    page.wait_for_selector("form[data-investigation][data-ready]")


def be_ready(page: Page) -> None:
    page.goto("/investigations/record/")
    opened(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(READY)


def write(page: Page, file_no: str) -> None:
    option = page.locator("#id_family option", has_text=file_no).get_attribute("value")
    page.locator("#id_family").select_option(option)
    page.locator("[name=person]").nth(1).fill("乔联")
    page.get_by_label("在场家属").fill("户主本人")
    page.get_by_label("较困难").check()
    for at in range(2):
        page.locator(f"[name=agrees-{at}][value='1']").check()
    page.get_by_label("属实", exact=True).check()


def sign(page: Page) -> None:
    pads = page.locator("canvas[data-pad]")
    expect(pads).to_have_count(3)
    for at in range(3):
        pads.nth(at).scroll_into_view_if_needed()
        box = pads.nth(at).bounding_box()
        assert box
        page.mouse.move(box["x"] + 40, box["y"] + 40)
        page.mouse.down()
        for step in range(1, 6):
            page.mouse.move(box["x"] + 40 + 25 * step, box["y"] + 40 + 9 * (step % 3))
        page.mouse.up()
    page.wait_for_function(
        """async () => { const { all } = await import("/static/web/store.js");
        return (await all("drafts")).some((one) => Object.keys(one.signatures ?? {}).length === 3); }"""
    )


def test_a_home_is_looked_at_without_a_network_and_sent_once(phones):
    phone = phones()
    page = phone.page
    file = family(page, "张远山", 101)
    be_ready(page)
    kept = page.evaluate(
        """async () => { const { get } = await import("/static/web/store.js");
        return JSON.stringify(await get("kept", "homes")); }"""
    )
    assert "张*山" in kept
    for hidden in ("张远山", "430725", "漳江镇", "13900001234"):
        assert hidden not in kept
    phone.context.set_offline(offline=True)
    page.goto("/investigations/record/")
    opened(page)
    write(page, str(file["file_no"]))
    page.locator("#id_photos").set_input_files([PHOTO])
    expect(page.locator(".visit-photo")).to_have_count(1)
    sign(page)
    shoot(page, "offline-home")
    assert serious(page) == []
    page.get_by_role("button", name="登记入户调查").click()
    expect(page).to_have_url(re.compile("/visits/outbox/$"))
    expect(page.get_by_role("main")).to_contain_text(f"张*山家庭 {file['file_no']}")
    phone.put_away()

    page = phone.take_out(online=False)
    page.goto("/visits/outbox/")
    expect(page.get_by_role("main")).to_contain_text("等待发送")
    phone.context.set_offline(offline=False)
    expect(page.get_by_role("main")).to_contain_text("都发送了")
    assert page.evaluate(DRAFTS) == []
    blobs = page.evaluate(
        """async () => { const { all } = await import("/static/web/store.js"); return (await all("blobs")).length; }"""
    )
    assert blobs == 0
    found = page.request.get(f"/api/v1/investigations?file_id={file['id']}").json()["results"]
    assert [(one["passed"], one["conclusion"]) for one in found] == [(True, "true")]
    page.goto(str(found[0]["url"]))
    expect(page.get_by_role("img", name="家属的签名")).to_be_visible()
    shoot(page, "home-shown")


def test_two_phones_at_one_home_and_the_second_loses_nothing(phones):
    first, second = phones(), phones()
    file = family(first.page, "李守田", 102)
    for phone in (first, second):
        be_ready(phone.page)
        phone.context.set_offline(offline=True)
        phone.page.goto("/investigations/record/")
        opened(phone.page)
        write(phone.page, str(file["file_no"]))
        sign(phone.page)
        phone.page.get_by_role("button", name="登记入户调查").click()
        expect(phone.page).to_have_url(re.compile("/visits/outbox/$"))
    for phone, said in ((first, "都发送了"), (second, "需要修改")):
        phone.context.set_offline(offline=False)
        phone.page.reload()
        expect(phone.page.get_by_role("main")).to_contain_text(said)
    page = second.page
    expect(page.get_by_role("main")).to_contain_text("补充记录")
    page.get_by_role("link", name="修改").click()
    opened(page)
    expect(page.get_by_label("在场家属")).to_have_value("户主本人")
    page.get_by_label("用途").select_option("supplement")
    page.get_by_role("button", name="登记入户调查").click()
    expect(page).to_have_url(re.compile(r"/investigations/\d+/$"))
    found = page.request.get(f"/api/v1/investigations?file_id={file['id']}").json()["results"]
    assert sorted(one["purpose"] for one in found) == ["filing", "supplement"]


def test_a_session_that_ended_keeps_what_was_typed(phones):
    phone = phones()
    page = phone.page
    file = family(page, "王立夏", 103)
    be_ready(page)
    page.goto("/investigations/record/")
    opened(page)
    write(page, str(file["file_no"]))
    sign(page)
    phone.context.clear_cookies()
    page.get_by_role("button", name="登记入户调查").click()
    expect(page).to_have_url(re.compile("/sign-in/"))
    page.get_by_label("账号").fill("union")
    page.get_by_label("密码").fill("双联demo-2008")
    page.get_by_role("button", name="登录").click()
    page.goto("/visits/outbox/")
    expect(page.get_by_role("main")).to_contain_text("都发送了")
    found = page.request.get(f"/api/v1/investigations?file_id={file['id']}").json()["results"]
    assert len(found) == 1
