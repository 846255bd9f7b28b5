"""The preview of a ten-page issue, as a browser asks the running site for it while somebody writes.

    python bench/briefs_preview.py

A database of its own under var/, filled like a tenth of a province (`bench/province.py`); the site runs as a
process of its own. The issue cites every declared figure, and holds tables and charts by unit. Before
each request a sentence is changed and a visit recorded; half a second passes, as after a pause in
typing. Counted is the time to the first byte and to the last, until the new visit is in the pages (the
preview asks for itself again), and the CPU of the site's processes, which other work on the machine
does not lengthen. `--each` prints every turn.
Ends with status 1 where a goal is missed.
"""

import gzip
import http.cookiejar
import os
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import uuid
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench.briefs_pages import STORY  # noqa: E402 -- the paths above come first
from bench.briefs_peers import spent  # noqa: E402

SIZE = 0.1
TURNS, WARMING = 40, 3
MOST_FIRST, MOST_NEW = 1.0, 2.0  # seconds, of 95 in a hundred
ALL_OF_A_LINE = 8
SHAPED = (
    "[[表：走访、办结帮扶任务，比去年同期]]",
    "[[表：走访、办结帮扶任务，分单位]]",
    "[[图：走访，分单位]]",
)


def main() -> int:
    os.environ["SHUANGLIAN_VAR_DIR"] = os.environ.get(
        "SHUANGLIAN_BENCH_DIR", str(ROOT / "var" / "bench-briefs")
    )
    os.environ.setdefault("SHUANGLIAN_FONT_DIR", str(ROOT / "var" / "fonts"))
    os.environ["SHUANGLIAN_TODAY"] = "2008-11-20"
    os.environ["DJANGO_SETTINGS_MODULE"] = "runtime.settings"
    os.environ["PYTHONPATH"] = f"{ROOT}:{ROOT / 'platform'}"
    import django  # noqa: PLC0415 -- settings read the environment made above
    from django.conf import settings  # noqa: PLC0415

    from runtime import embedded  # noqa: PLC0415

    embedded.start(settings.VAR_DIR)
    django.setup()
    from bench import province  # noqa: PLC0415

    people = province.seed(SIZE)
    issue = written(people["province"])
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = subprocess.Popen(  # noqa: S603 -- a fixed command
        [sys.executable, "manage.py", "serve", "--bind", f"127.0.0.1:{port}"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        return measured(Browser(f"http://127.0.0.1:{port}"), issue, site.pid)
    finally:
        site.terminate()
        site.wait(timeout=30)


def written(by: Any) -> Any:
    """An issue that cites whatever is declared."""
    from ground.briefs import facts, services  # noqa: PLC0415
    from ground.briefs.models import Article  # noqa: PLC0415

    series = services.found_series(
        by=by, organisation=by.organisation, title=STORY["name"], issuer=STORY["issuer"]
    )
    issue = services.start_issue(
        by=by, series=series, year=2008, starts_on=date(2008, 1, 1), ends_on=date(2008, 11, 20)
    )
    labels = [one.label for one in facts.facts()]
    lines = [
        "，".join(f"{label}[[{label}]]" for label in labels[at : at + ALL_OF_A_LINE]) + "。"
        for at in range(0, len(labels), ALL_OF_A_LINE)
    ]
    cited = [{"kind": "paragraph", "text": text} for text in (*lines, *SHAPED)]
    for position, told in enumerate(STORY["articles"]):
        blocks = cited if position == 1 else told["blocks"][:7]
        Article.objects.create(
            issue=issue,
            position=position,
            section=told.get("section", ""),
            title=told["title"],
            blocks=blocks,
        )
    return issue


class Browser:
    """Somebody who is signed in."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.cookies = http.cookiejar.CookieJar()
        keeping = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(keeping)
        for _ in range(120):
            try:
                self.opener.open(f"{site}/sign-in/", timeout=5).read()
                break
            except OSError:
                time.sleep(0.5)
        token = next(one.value for one in self.cookies if "csrf" in one.name)
        typed = {"username": "province", "password": "双联demo-2008", "csrfmiddlewaretoken": token}
        request = urllib.request.Request(  # noqa: S310 -- an address of ours
            f"{site}/sign-in/",
            urllib.parse.urlencode(typed).encode(),
            {"Referer": f"{site}/sign-in/"},
        )
        if self.opener.open(request, timeout=30).geturl().endswith("/sign-in/"):
            raise SystemExit("the bench could not sign in")

    def got(self, address: str) -> tuple[float, float, str]:
        """Seconds to the first byte and to the last, and the page; none where nothing is new."""
        began = time.perf_counter()
        asked = urllib.request.Request(self.site + address, headers={"Accept-Encoding": "gzip"})  # noqa: S310 -- ours
        answer = self.opener.open(asked, timeout=60)
        first = answer.read(1)
        to_first = time.perf_counter() - began
        content = first + answer.read()
        to_last = time.perf_counter() - began
        is_packed = answer.headers.get("Content-Encoding") == "gzip"
        return to_first, to_last, (gzip.decompress(content) if is_packed else content).decode()


def measured(browser: Browser, issue: Any, site: int) -> int:
    from assistance.visits.models import Visit  # noqa: PLC0415

    address = f"/briefs/issues/{issue.pk}/preview/"
    article = issue.articles.order_by("position").first()
    visit = Visit.objects.order_by("pk").first()
    assert visit is not None  # noqa: S101 -- seeded above
    text = article.blocks[0]["text"]
    used, to_first, to_last, to_new = list[float](), list[float](), list[float](), list[float]()
    page = ""
    for turn in range(WARMING + TURNS):
        article.blocks[0]["text"] = f"{text}第{turn}次修改。"
        article.save(update_fields=["blocks"])
        visit.pk, visit.key, visit.row_key = None, uuid.uuid4(), uuid.uuid4()
        visit.save()
        time.sleep(0.5)
        before = spent(site)
        first, last, page = browser.got(address)
        cpu = spent(site) - before
        again = re.search(r'hx-get="([^"]+)"', page)
        more = browser.got(again[1])[1] if again else 0.0
        if turn >= WARMING:
            used.append(cpu)
            to_first.append(first)
            to_last.append(last)
            to_new.append(last + more)
    pages = page.count("data:image/png")
    print(f"preview of {pages} pages in the running site, seconds:      p50     p95")
    if "--each" in sys.argv:
        print(
            " ".join(f"{one:.2f}+{new - one:.2f}" for one, new in zip(to_last, to_new, strict=True))
        )
    told = {"first byte": to_first, "last byte": to_last, "a new visit is in the pages": to_new}
    for name, seconds in told.items():
        print(f"{name:46}{statistics.median(seconds):>8.2f}{late(seconds):>8.2f}")
    print(f"CPU seconds of the site for a preview: {statistics.mean(used):.2f}")
    missed = [
        f"MISSED: {name} at p95 {late(seconds):.2f} s, goal {goal}"
        for name, seconds, goal in (
            ("the preview", to_last, MOST_FIRST),
            ("a new visit", to_new, MOST_NEW),
        )
        if late(seconds) >= goal
    ]
    print("\n".join(missed), end="\n" if missed else "")
    return 1 if missed else 0


def late(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
