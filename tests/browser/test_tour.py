"""Every main page, wide and narrow, light and dark: it opens, it fits, nothing serious stands in the way."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE, shoot

pytestmark = pytest.mark.browser

TOUR = {
    "editor": {
        "workbench": "/",
        "groups": "/pairing/",
        "group": "/pairing/1/",
        "visits": "/visits/",
        "briefs": "/briefs/",
        "organisations": "/pairing/propose/",
    },
    "liaison": {"record-visit": "/visits/record"},
    "union": {
        "files": "/households/",
        "file": "/households/1/",
        "campaigns": "/campaigns/",
        "campaign": "/campaigns/1/",
        "register": "/aid/register/",
        "payments": "/aid/payments/",
    },
    "finance": {"funds": "/funds/", "source": "/funds/1/", "batches": "/aid/", "batch": "/aid/1/"},
    "admin": {"admin-organisations": "/admin/organisations/", "admin-people": "/admin/people/"},
    "auditor": {"trail": "/admin/trail/"},
}


def serious(page: Page) -> list[str]:
    """Violations of WCAG 2.2 A and AA that axe calls serious or critical."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("username", TOUR)
def test_pages_open_fit_and_have_no_serious_violation(signed_in, username, size):
    page = signed_in(username, size)
    for name, path in TOUR[username].items():
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answers {answer.status}"
        page.wait_for_load_state("networkidle")
        shoot(page, name)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{path} is {overflow} px wider than the screen"
        assert serious(page) == [], path


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_dark_theme_has_no_serious_violation_either(signed_in, size):
    page = signed_in("editor", size)
    page.emulate_media(color_scheme="dark")
    for name, path in {"workbench-dark": "/", "group-dark": "/pairing/1/"}.items():
        page.goto(path)
        page.wait_for_load_state("networkidle")
        shoot(page, name)
        assert serious(page) == [], path


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_entrance(site, browser, size):
    page = browser.new_context(viewport=size, base_url=site, locale="zh-CN").new_page()
    page.goto("/")
    shoot(page, "sign-in")
    assert serious(page) == []
    page.context.close()
