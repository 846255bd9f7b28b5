"""走访离线登记: typed without a network, kept through a closed browser, sent once, never overwritten.

Each phone is a browser profile of its own on disk; to close it and start it again with the same
profile is what happens when a phone is put away.
"""

import contextlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from runtime.story.people import PASSWORD
from tests.browser.axe import serious
from tests.browser.conftest import NARROW, WIDE, shoot
from tests.browser.phones import COPY, DRAFTS, HEIC, PHOTO, Phone, sign, visits_of, write

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline")]


@pytest.fixture
def phones(site: str, playwright: Playwright, tmp_path: Path) -> Iterator[Callable[[str], Phone]]:
    """`phones("linli")`: a new phone of a person who has signed in and is ready to go without a network."""
    made: list[Phone] = []

    def make(username: str, size: dict[str, int] = NARROW) -> Phone:
        phone = Phone(playwright, tmp_path / str(len(made)), site)
        made.append(phone)
        phone.sign_in(username)
        phone.page.set_viewport_size(size)
        phone.be_ready()
        return phone

    yield make
    for phone in made:
        with contextlib.suppress(Exception):  # put away already
            phone.put_away()


def test_open_tasks_and_masked_families_of_the_place_are_at_hand(phones):
    phone = phones("liaison")
    phone.context.set_offline(True)
    phone.page.goto("/visits/record/")
    page = phone.opened()
    page.get_by_role("radio").first.check()
    page.locator("[data-at-hand] > summary").click()
    told = page.locator("[data-at-hand] li").all_inner_texts()
    assert any("协调解决企业生产经营中的主要问题" in line for line in told)
    assert any("田*生" in line for line in told)
    assert not any("田禾生" in line for line in told)


def test_typed_without_a_network_and_sent_once_after_the_phone_was_put_away(phones):
    phone = phones("linli")
    phone.context.set_offline(offline=True)
    page = phone.page
    page.goto("/visits/record/")
    phone.opened()
    expect(page.get_by_role("main")).to_contain_text("现在没有网络")
    write(page, "离线写的情况", "2008-06-20")
    page.get_by_role("button", name="加一项诉求").click()
    page.get_by_label("类别").select_option(label="资金")
    page.locator("[data-lines=needs] textarea").fill("流动资金缺口")
    page.locator("#id_photos").set_input_files([PHOTO, HEIC])
    expect(page.locator(".visit-photo")).to_have_count(2)
    sign(page)
    shoot(page, "offline-record")
    assert serious(page) == []
    page.get_by_role("button", name="登记走访").click()
    expect(page).to_have_url(re.compile("/visits/outbox/$"))
    expect(page.get_by_role("main")).to_contain_text("网络不通")
    shoot(page, "offline-outbox")
    assert serious(page) == []
    page.goto("/pairing/")
    expect(page.get_by_role("main")).to_contain_text("没有网络时可以做")
    phone.put_away()

    page = phone.take_out(online=False)
    page.goto("/visits/outbox/")
    expect(page.get_by_role("main")).to_contain_text("等待发送")
    phone.context.set_offline(offline=False)
    expect(page.get_by_role("main")).to_contain_text("都发送了")

    page.goto("/visits/")
    [visit] = visits_of(page, "离线写的情况")
    assert (visit["photo_count"], visit["is_signed"], visit["signer"]) == (2, True, "张三")
    assert [one["description"] for one in visit["needs"]] == ["流动资金缺口"]
    page.goto(visit["url"])
    expect(page.get_by_role("img", name="张三的签名")).to_be_visible()
    loaded = "images => images.every((one) => one.complete && one.naturalWidth > 0)"
    page.wait_for_function(f"() => ({loaded})([...document.querySelectorAll('.visit-photo img')])")
    shoot(page, "offline-visit")


def test_two_pages_that_send_the_same_draft_make_one_visit(phones):
    phone = phones("linli")
    page = phone.page
    phone.context.set_offline(offline=True)
    page.goto("/visits/record/")
    phone.opened()
    write(page, "两页同时发送", "2008-06-19")
    page.get_by_role("button", name="登记走访").click()
    expect(page).to_have_url(re.compile("/visits/outbox/$"))
    [draft] = page.evaluate(DRAFTS)
    second = phone.context.new_page()
    second.goto("/visits/outbox/")
    phone.context.set_offline(offline=False)
    expect(page.get_by_role("main")).to_contain_text("都发送了")
    expect(second.get_by_role("main")).to_contain_text("都发送了")
    page.evaluate(COPY, draft)  # the answer was lost: the phone still has it
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("都发送了")
    assert len(visits_of(page, "两页同时发送")) == 1


def test_two_phones_with_the_same_draft_ask_field_by_field(phones):
    first, second = phones("linli"), phones("linli")
    first.page.goto("/visits/record/")
    first.opened()
    write(first.page, "第一部手机写的", "2008-06-18")
    first.page.wait_for_function(f"async () => (await ({DRAFTS})()).length === 1")
    first.page.locator("[data-kept]", has_text="已保存在本机").wait_for()
    [draft] = first.page.evaluate(DRAFTS)
    second.page.evaluate(COPY, draft)
    first.page.get_by_role("button", name="登记走访").click()
    expect(first.page).to_have_url(re.compile(r"/visits/\d+/$"))

    page = second.page
    page.goto("/visits/record/")
    second.opened()
    page.get_by_label("了解到的情况").fill("第二部手机写的")
    page.locator("[data-more] > summary").click()
    page.get_by_label("走访地点").fill("二车间")
    page.get_by_role("button", name="登记走访").click()
    expect(page).to_have_url(re.compile("/visits/outbox/$"))
    expect(page.get_by_role("main")).to_contain_text("需要您选定")
    expect(page.get_by_role("main")).to_contain_text("第一部手机写的")
    shoot(page, "conflict")
    assert serious(page) == []
    page.set_viewport_size(WIDE)
    shoot(page, "conflict")
    page.get_by_role("group", name="了解到的情况").get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="以选定的为准，保存").click()
    expect(page.get_by_role("main")).to_contain_text("都发送了")
    [visit] = visits_of(page, "第一部手机写的")
    assert (visit["place"], visit["version"]) == ("二车间", 2)
    page.goto(visit["url"])
    expect(page.get_by_role("main")).to_contain_text("修改对照")
    shoot(page, "versions")


def test_a_colleagues_record_of_the_same_day_is_set_beside_it(phones):
    phone = phones("linli")
    page = phone.page
    for situation in ("上午和同事去的", "同一次走访的另一份"):
        page.goto("/visits/record/")
        phone.opened()
        write(page, situation, "2008-06-17")
        page.get_by_role("button", name="登记走访").click()
        page.wait_for_url(re.compile(r"/visits/(\d+|outbox)/$"))
    expect(page.get_by_role("main")).to_contain_text("是不是同一次走访")
    shoot(page, "alike")
    page.get_by_role("button", name="是同一次走访，合并成一份").click()
    expect(page.get_by_role("main")).to_contain_text("都发送了")
    assert len(visits_of(page, "同一次走访的另一份")) == 1
    assert visits_of(page, "上午和同事去的") == []


def test_a_session_that_ended_asks_to_sign_in_and_loses_nothing(phones):
    phone = phones("linli")
    page = phone.page
    phone.context.set_offline(offline=True)
    page.goto("/visits/record/")
    phone.opened()
    write(page, "登录过期前写的", "2008-06-16")
    page.get_by_role("button", name="登记走访").click()
    expect(page).to_have_url(re.compile("/visits/outbox/$"))
    phone.context.clear_cookies()
    phone.context.set_offline(offline=False)
    expect(page.get_by_role("main")).to_contain_text("登录已过期")
    page.get_by_role("link", name="重新登录").click()
    page.get_by_label("账号").fill("linli")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("main")).to_contain_text("都发送了")
    assert len(visits_of(page, "登录过期前写的")) == 1


def test_signing_out_warns_of_what_was_not_sent_and_leaves_nothing_behind(phones):
    phone = phones("linli")
    page = phone.page
    phone.context.set_offline(offline=True)
    page.goto("/visits/record/")
    phone.opened()
    write(page, "不会发送的", "2008-06-15")
    page.get_by_role("button", name="登记走访").click()
    expect(page).to_have_url(re.compile("/visits/outbox/$"))
    page.route("**/api/v1/visits", lambda route: route.abort())
    phone.context.set_offline(offline=False)
    page.goto("/visits/")
    page.locator("details.sl-menu > summary").last.click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("dialog")).to_contain_text("还有1份记录没有发送")
    page.get_by_role("button", name="取消").click()
    expect(page).to_have_url(re.compile("/visits/$"))
    page.locator("details.sl-menu > summary").last.click()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("button", name="删除并退出").click()
    expect(page).to_have_url(re.compile("/sign-in/"))
    names = page.evaluate("indexedDB.databases().then((all) => all.map((one) => one.name))")
    assert [one for one in names if one.startswith("shuanglian-account-")] == []
    kept = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) =>
        (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)))).flat()"""
    )
    shells = {
        "/offline/",
        "/visits/record/shell/",
        "/visits/outbox/shell/",
        "/investigations/record/shell/",
        "/aid/hand-out/shell/",
        "/supermarket/counter/shell/",
    }
    assert {one for one in kept if not one.startswith("/static/")} == shells


def test_a_visit_is_corrected_and_completed_without_a_network(phones):
    phone = phones("linli")
    page = phone.page
    page.goto("/visits/record/")
    phone.opened()
    write(page, "要改的情况", "2008-06-14")
    page.get_by_role("button", name="登记走访").click()
    page.wait_for_url(re.compile(r"/visits/\d+/$"))
    page.get_by_role("link", name="修改").click()
    phone.opened()
    expect(page.get_by_label("了解到的情况")).to_have_value("要改的情况")
    expect(page.get_by_label("走访日期")).not_to_be_visible()
    correcting = page.url
    phone.context.set_offline(offline=True)
    page.goto(correcting)
    phone.opened()
    page.get_by_label("了解到的情况").fill("改好的情况")
    page.locator("#id_photos").set_input_files([PHOTO])
    expect(page.locator(".visit-photo")).to_have_count(1)
    page.get_by_role("button", name="保存修改").click()
    expect(page).to_have_url(re.compile("/visits/outbox/$"))
    phone.context.set_offline(offline=False)
    expect(page.get_by_role("main")).to_contain_text("都发送了")
    [visit] = visits_of(page, "改好的情况")
    assert (visit["version"], visit["photo_count"], visit["visited_on"]) == (2, 1, "2008-06-14")


def test_what_the_rules_refuse_stands_at_its_input_and_can_be_mended(phones):
    phone = phones("linli")
    page = phone.page
    page.goto("/visits/record/")
    phone.opened()
    write(page, "先写错的情况", "2008-06-13")
    page.get_by_role("button", name="加一户困难家庭").click()
    page.get_by_label("职工姓名").fill("田某生")
    page.get_by_label("困难情况").fill("患病")
    page.get_by_label("身份证号").fill("110105194912310021")
    page.get_by_role("button", name="登记走访").click()
    expect(page.get_by_role("main")).to_contain_text("第1户：身份证号校验位不符")
    expect(page.get_by_label("身份证号")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("身份证号").fill("")
    page.get_by_role("button", name="登记走访").click()
    page.wait_for_url(re.compile(r"/visits/\d+/$"))
    expect(page.get_by_role("main")).to_contain_text("田*生")
