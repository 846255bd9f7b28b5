"""Every main page, wide and narrow, light and dark: it opens, it fits, nothing serious stands in the way."""

import pytest

from tests.browser.axe import serious
from tests.browser.conftest import NARROW, WIDE, shoot, window
from tests.browser.fitting import settle, wider_than_the_screen
from tests.browser.touring import TOUR

pytestmark = pytest.mark.browser
DARK = {
    "workbench-dark": "/",
    "group-dark": "/pairing/1/",
    "visits-dark": "/visits/",
    "record-dark": "/visits/record/",
    "issue-dark": "/briefs/issues/1/",
}


AT_ONCE = 20  # pages of one person in one test: so that the workers end together
PARTS = [
    pytest.param(username, pages[start : start + AT_ONCE], id=f"{username}-{pages[start][0]}")
    for username, pages in ((who, list(named.items())) for who, named in TOUR.items())
    for start in range(0, len(pages), AT_ONCE)
]


@pytest.mark.parametrize(("username", "pages"), PARTS)
def test_pages_open_fit_and_have_no_serious_violation(signed_in, username, pages):
    page = signed_in(username)
    for at, (name, path) in enumerate(pages):
        page.set_viewport_size(WIDE)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answers {answer.status}"
        settle(page)
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            assert page.get_by_text("演示日期：2008年6月26日").is_visible(), path
            shoot(page, name)
            overflow = wider_than_the_screen(page)
            assert overflow <= 0, f"{path} is {overflow} px wider than {size['width']} px"
            # colours are the same on a phone, and the slowest rule of all: once there;
            # the frame is the same on every page, and half of what there is to look at
            assert serious(page, contrast=size is WIDE or at == 0, frame=at == 0) == [], path


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_dark_theme_has_no_serious_violation_either(signed_in, size):
    page = signed_in("editor", size)
    page.emulate_media(color_scheme="dark")
    for name, path in DARK.items():
        page.goto(path)
        settle(page)
        shoot(page, name)
        assert serious(page) == [], path


@pytest.mark.parametrize(
    ("username", "path"),
    [("union", "/"), ("union", "/households/2/"), ("union", "/visits/"), ("finance", "/funds/1/")],
)
def test_a_desk_at_twice_the_size_needs_no_scrolling_sideways(signed_in, username, path):
    page = signed_in(username, {"width": WIDE["width"] // 2, "height": WIDE["height"] // 2})
    page.goto(path)
    assert wider_than_the_screen(page) <= 0


def test_a_folded_out_filter_stays_within_a_phone(signed_in):
    page = signed_in("union", NARROW)
    page.goto("/visits/")
    page.get_by_text("更多条件").click()
    for field in page.locator("#list input[type=date]").all():
        box = field.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW["width"]


def test_the_main_button_of_a_phone_keeps_its_drawing_on_its_own_page(signed_in):
    page = signed_in("liaison", NARROW)
    page.goto("/visits/record/")
    ink, ground = page.locator(".sl-dock-main .sl-icon").evaluate(
        "icon => [getComputedStyle(icon).stroke, getComputedStyle(icon.parentElement).backgroundColor]"
    )
    assert ink != ground


def test_a_dialog_is_left_with_escape_and_gives_the_focus_back(signed_in):
    page = signed_in("union")
    page.goto("/households/2/")
    button = page.locator(".sl-reveal").first
    button.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog").is_visible()
    assert serious(page) == []
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    assert button.evaluate("one => one === document.activeElement")


@pytest.mark.parametrize("path", ["/notices/1/sheet/", "/aid/1/roll/"])
def test_a_sheet_is_printed_dark_on_white_whatever_the_theme(signed_in, path):
    page = signed_in("union")
    page.emulate_media(color_scheme="dark", media="print")
    page.goto(path)
    look = "one => [getComputedStyle(one).color, getComputedStyle(document.body).backgroundColor]"
    assert page.locator("h1").evaluate(look) == ["rgb(27, 34, 44)", "rgb(255, 255, 255)"]
    assert not page.locator(".sl-side").is_visible()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_entrance(site, browser, size):
    page = window(browser, site, size).new_page()
    page.goto("/")
    shoot(page, "sign-in")
    assert serious(page) == []
    page.context.close()
