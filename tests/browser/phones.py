"""A phone: a browser with a profile on disk, that is put away and taken out again; what is typed on it."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from runtime.story.people import PASSWORD
from tests.browser.conftest import FLAGS, NARROW
from tests.files import samples

PHOTO = {"name": "厂区.jpg", "mimeType": "image/jpeg", "buffer": samples.picture(size=(2600, 1300))}


HEIC = {"name": "IMG_1.HEIC", "mimeType": "image/heic", "buffer": samples.HEIC}


DRAFTS = """async () => { const { all } = await import("/static/web/store.js"); return await all("drafts"); }"""


COPY = """async (draft) => { const { put } = await import("/static/web/store.js"); await put("drafts", draft); }"""


class Phone:
    """A browser with a profile on disk, that can be put away and taken out again."""

    def __init__(self, playwright: Playwright, profile: Path, site: str) -> None:
        self.playwright, self.profile, self.site = playwright, profile, site
        self.size = NARROW
        self.context: BrowserContext
        self.take_out()

    def take_out(self, *, online: bool = True) -> Page:
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path="/usr/bin/chromium",
            args=FLAGS,
            viewport=self.size,
            base_url=self.site,
            locale="zh-CN",
        )
        self.context.set_default_timeout(15_000)
        self.context.set_offline(not online)
        self.page = self.context.pages[0]
        self.page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        return self.page

    def put_away(self) -> None:
        self.context.close()

    def sign_in(self, username: str) -> Page:
        self.page.goto("/sign-in/")
        self.page.get_by_label("账号").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page).to_have_url(f"{self.site}/")
        return self.page

    def be_ready(self) -> None:
        """Until the phone keeps the shell and its people and places: one look at the page does it."""
        self.page.goto("/visits/record/")
        self.opened()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function(
            """async () => { const { get } = await import("/static/web/store.js");
            return Boolean(await get("kept", "snapshot")) && Boolean(navigator.serviceWorker.controller); }"""
        )

    def opened(self) -> Page:
        self.page.wait_for_selector("form[data-visit][data-ready]")
        return self.page


def visits_of(page: Page, situation: str) -> list[dict[str, object]]:
    """The visits on record with these words: full, as the API tells them."""
    found = page.request.get("/api/v1/visits").json()["results"]
    whole = [page.request.get(f"/api/v1/visits/{one['id']}").json() for one in found[:12]]
    return [one for one in whole if one["situation"] == situation]


def write(page: Page, situation: str, day: str) -> None:
    page.get_by_role("radio").first.check()
    page.get_by_label("走访日期").fill(day)
    page.get_by_label("了解到的情况").fill(situation)


def sign(page: Page) -> None:
    page.locator("[data-money] > summary").click()
    page.get_by_label("签收人", exact=False).first.fill("张三")
    pad = page.locator("canvas[data-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 40 + 25 * step, box["y"] + 40 + 12 * (step % 3))
    page.mouse.up()
    page.wait_for_function(
        """async () => { const { all } = await import("/static/web/store.js");
        return (await all("drafts")).some((one) => one.signature); }"""
    )
