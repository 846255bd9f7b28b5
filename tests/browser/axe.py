"""What axe finds on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FRAME = [[".sl-side"], ["#drawer"]]  # the same list of links on every page, twice


def serious(page: Page, *, contrast: bool = True, frame: bool = True) -> list[str]:
    """Violations of WCAG 2.2 A and AA that axe calls serious or critical; without the frame if asked."""
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    options = {
        "runOnly": rules,
        "resultTypes": ["violations"],  # the rest is counted, not told
        "rules": {"color-contrast": {"enabled": contrast}},
    }
    context = None if frame else {"exclude": FRAME}
    is_there = page.evaluate("typeof axe !== 'undefined'")  # half a megabyte, once for a page
    axe = Axe("undefined") if is_there else Axe()
    found = axe.run(page, context, options).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]
