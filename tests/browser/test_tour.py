"""Every main page, wide and narrow, light and dark: it opens, it fits, nothing serious stands in the way."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, shoot

pytestmark = pytest.mark.browser

TOUR = {
    "editor": {
        "workbench": "/",
        "groups": "/pairing/",
        "group": "/pairing/1/",
        "propose": "/pairing/propose/",
        "meeting": "/pairing/1/meetings/record/",
        "assign": "/pairing/1/tasks/assign/",
        "end-group": "/pairing/1/end/",
        "tasks": "/pairing/tasks/",
        "task": "/pairing/tasks/3/",
        "reassign": "/pairing/tasks/1/reassign/",
        "replace-member": "/pairing/1/replace/",
        "close-link-point": "/pairing/1/close/",
        "work-plan": "/pairing/1/plan/",
        "work-plan-sheet": "/pairing/1/plan/print/",
        "work-plan-item": "/pairing/1/plan/add/",
        "cadres": "/pairing/cadres/",
        "cadre": "/pairing/cadres/1/",
        "add-cadre": "/pairing/cadres/add/",
        "leave-cadre": "/pairing/cadres/1/leave/",
        "cards": "/pairing/cards/",
        "card": "/pairing/cards/1/",
        "renew-card": "/pairing/cards/1/renew/",
        "issue-cards": "/pairing/cards/issue/",
        "card-prints": "/pairing/cards/prints/",
        "plans": "/planning/",
        "plan": "/planning/1/",
        "compare-plans": "/planning/1/compare/",
        "draft-plan": "/planning/draft/",
        "rule-pair": "/planning/1/rule/",
        "agencies": "/planning/agencies/",
        "edit-agency": "/planning/agencies/3/edit/",
        "enterprises": "/planning/enterprises/",
        "edit-enterprise": "/planning/enterprises/8/edit/",
        "rounds": "/rounds/",
        "rounds-agencies": "/rounds/agencies/",
        "rounds-missed": "/rounds/missed/",
        "coverage": "/rounds/coverage/",
        "unvisited": "/rounds/unvisited/",
        "tours": "/rounds/tours/",
        "tour": "/rounds/tours/1/",
        "plan-tour": "/rounds/tours/plan/",
        "schemes": "/supervision/",
        "scheme": "/supervision/1/",
        "sheets": "/supervision/1/sheets/",
        "sheet": "/supervision/sheets/1/",
        "ranking": "/supervision/1/ranking/",
        "bulletins": "/supervision/bulletins/",
        "bulletin": "/supervision/bulletins/1/",
        "regular": "/supervision/regular/",
        "jobs": "/jobs/",
        "rulesets": "/criteria/",
        "ruleset": "/criteria/1/",
        "draft-ruleset": "/criteria/draft/",
        "compare-rulesets": "/criteria/1/compare/",
        "standards": "/standards/",
        "standard": "/standards/1/",
        "draft-standard": "/standards/draft/",
        "compare-standards": "/standards/1/compare/",
        "what-ifs": "/households/what-if/",
        "ask-what-if": "/households/what-if/ask/?ruleset=1",
        "self-check": "/criteria/check/",
        "problems": "/problems/",
        "problem": "/problems/1/",
        "problem-board": "/problems/board/",
        "raise-problem": "/problems/raise/",
        "visits": "/visits/",
        "visit": "/visits/1/",
        "briefs": "/briefs/",
        "issue": "/briefs/issues/1/",
        "issue-text": "/briefs/issues/1/?as=text",
        "figure": "/briefs/figures/1/aid.relief_paid/",
        "start-issue": "/briefs/issues/new/",
        "found-series": "/briefs/series/new/",
        "contributions": "/briefs/contributions/",
        "contribution": "/briefs/contributions/1/",
        "account": "/account/",
    },
    "liaison": {
        "liaison-workbench": "/",
        "record-visit": "/visits/record/",
        "outbox": "/visits/outbox/",
        "own-task": "/pairing/tasks/3/",
        "postpone": "/pairing/tasks/3/postpone/",
        "send": "/briefs/contributions/new/",
    },
    "union": {
        "helpers": "/households/helpers/",
        "files": "/households/",
        "ledgers": "/ledgers/",
        "make-ledger": "/ledgers/make/?book=ledgers.roster",
        "make-destroyed": "/ledgers/make/?book=rights.destroyed",
        "made-ledgers": "/ledgers/outputs/",
        "national": "/ledgers/national/",
        "not-entered": "/ledgers/national/waiting/",
        "family-papers": "/ledgers/files/1/",
        "file": "/households/2/",
        "notices": "/notices/",
        "notice": "/notices/1/",
        "notice-sheet": "/notices/1/sheet/",
        "post-notice": "/notices/post/",
        "objections": "/notices/objections/",
        "find": "/households/find/",
        "requests": "/rights/requests/",
        "request": "/rights/requests/1/",
        "receive-request": "/rights/files/2/receive/",
        "disposals": "/rights/disposals/",
        "propose-disposal": "/rights/disposals/propose/",
        "impacts": "/rights/impact/",
        "write-impact": "/rights/impact/write/",
        "investigations": "/investigations/",
        "investigation": "/investigations/1/",
        "record-investigation": "/investigations/record/",
        "checks": "/checks/",
        "check-batch": "/checks/1/",
        "check-family": "/checks/files/2/",
        "build-check": "/checks/new/",
        "bank-files": "/banks/",
        "bank-answers": "/banks/answers/",
        "bank-bounced": "/banks/bounced/",
        "bank-compare": "/banks/compare/",
        "bank-templates": "/banks/templates/",
        "bank-template": "/banks/templates/1/",
        "open-file": "/households/open/",
        "reviews": "/reviews/",
        "review": "/reviews/1/",
        "review-samples": "/reviews/rounds/",
        "review-sample": "/reviews/rounds/3/",
        "draw-sample": "/reviews/rounds/draw/",
        "proposals": "/reviews/proposals/",
        "proposal": "/reviews/proposals/1/",
        "propose-exit": "/reviews/files/2/propose/",
        "unfiled": "/reviews/unfiled/",
        "record-unfiled": "/reviews/unfiled/record/",
        "work-lists": "/reviews/lists/",
        "work-list": "/reviews/lists/papers_missing/",
        "rates": "/reviews/rates/",
        "bulk": "/reviews/bulk/?do=propose",
        "bulk-runs": "/reviews/bulk/runs/",
        "form-head": "/households/1/form/head/",
        "form-members": "/households/1/form/members/",
        "form-income": "/households/1/form/income/",
        "add-member": "/households/1/form/members/add/",
        "file-papers": "/households/2/papers/",
        "add-paper": "/households/2/papers/add/",
        "add-consent": "/households/2/consents/add/",
        "blank-consents": "/households/2/consents/blank/",
        "file-versions": "/households/2/versions/",
        "merge-files": "/households/2/merge/",
        "split-file": "/households/2/split/",
        "applications": "/applications/",
        "new-application": "/applications/new/",
        "apply": "/applications/files/2/new/",
        "apply-outside": "/applications/outside/",
        "help": "/applications/files/2/history/",
        "application": "/applications/1/",
        "campaigns": "/campaigns/",
        "campaign": "/campaigns/1/",
        "plan-campaign": "/campaigns/plan/",
        "register": "/aid/register/",
        "line": "/aid/register/1/",
        "payments": "/aid/payments/",
        "payment": "/aid/payments/1/",
        "plan-payment": "/aid/payments/new/",
        "make-batch": "/aid/new/",
        "aid-summary": "/aid/summary/",
        "payments-of-visits": "/aid/where/",
        "receipts": "/aid/1/receipts/",
        "record-paper": "/aid/1/papers/",
        "hand-out-list": "/aid/hand-out/",
    },
    "finance": {
        "bank-choose": "/banks/new/",
        "bank-new-template": "/banks/templates/new/",
        "funds": "/funds/",
        "source": "/funds/1/",
        "receive": "/funds/1/receive/",
        "open-source": "/funds/new/",
        "entry": "/funds/entries/1/",
        "trial-balance": "/funds/trial-balance/",
        "spending": "/funds/spending/",
        "books": "/funds/books/",
        "allocations": "/funds/allocations/",
        "allocate": "/funds/1/allocate/",
        "returns": "/funds/returns/",
        "carry-over": "/funds/carry-over/",
        "distribution": "/funds/distribution/",
        "kind-limits": "/funds/limits/",
        "source-limits": "/funds/1/limits/",
        "source-papers": "/funds/1/papers/add/",
        "batches": "/aid/",
        "batch": "/aid/1/",
        "roll": "/aid/1/roll/",
        "archive": "/aid/1/archive/",
        "dossier": "/aid/1/dossier/",
    },
    "approver": {"approver-workbench": "/", "notice-desks": "/notices/desks/"},
    "leader": {"leader-workbench": "/"},
    "admin": {
        "admin-organisations": "/admin/organisations/",
        "admin-organisation": "/admin/organisations/1/",
        "admin-add-organisation": "/admin/organisations/add/",
        "admin-people": "/admin/people/",
        "admin-person": "/admin/people/1/",
        "admin-add-person": "/admin/people/add/",
        "admin-rules": "/admin/rules/",
        "admin-set-rule": "/admin/rules/set/",
        "admin-calendar": "/admin/calendar/",
        "admin-set-day": "/admin/calendar/set/",
        "admin-keys": "/admin/api-keys/",
        "admin-issue-key": "/admin/api-keys/issue/",
        "admin-deliveries": "/admin/deliveries/",
    },
    "auditor": {
        "trail": "/admin/trail/",
        "releases": "/admin/releases/",
        "whose-release": "/admin/releases/whose/",
        "reveals": "/admin/reveals/",
    },
}

DARK = {
    "workbench-dark": "/",
    "group-dark": "/pairing/1/",
    "visits-dark": "/visits/",
    "record-dark": "/visits/record/",
    "issue-dark": "/briefs/issues/1/",
}


def settle(page: Page) -> None:
    """Wait for the parts that a page fetches by itself."""
    expect(page.locator(".htmx-request, .htmx-settling")).to_have_count(0)


def serious(page: Page, *, contrast: bool = True) -> list[str]:
    """Violations of WCAG 2.2 A and AA that axe calls serious or critical."""
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    options = {
        "runOnly": rules,
        "resultTypes": ["violations"],  # the rest is counted, not told
        "rules": {"color-contrast": {"enabled": contrast}},
    }
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
        settle(page)
        assert page.get_by_text("演示日期：2008年6月26日").is_visible(), path
        shoot(page, name)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{path} is {overflow} px wider than the screen"
        # colours are the same on a phone, and the slowest rule of all: once for each person there
        assert serious(page, contrast=size is WIDE or path == "/") == [], path


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
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


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
    page = browser.new_context(viewport=size, base_url=site, locale="zh-CN").new_page()
    page.goto("/")
    shoot(page, "sign-in")
    assert serious(page) == []
    page.context.close()
