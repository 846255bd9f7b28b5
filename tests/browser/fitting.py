"""Whether a page has come to rest, fits its screen and has nothing serious in the way."""

from playwright.sync_api import Page, expect

from tests.browser.axe import serious

WIDER = "document.documentElement.scrollWidth - window.innerWidth"


def settle(page: Page) -> None:
    """Wait for the page that a click asked for, for the parts that it fetches by itself, and for what it sends."""
    page.wait_for_load_state()
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator(".htmx-request, .htmx-settling, .btn[aria-busy]")).to_have_count(0)


def wider_than_the_screen(page: Page) -> int:
    """By how many pixels; drawn figures follow a change of the width a moment later."""
    for _ in range(20):
        overflow: int = page.evaluate(WIDER)
        if overflow <= 0:
            break
        page.wait_for_timeout(100)
    return overflow


def fits(page: Page) -> None:
    settle(page)
    assert wider_than_the_screen(page) <= 0
    assert serious(page) == []
