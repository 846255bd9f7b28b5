"""A browser in front of the real site: the embedded form as `make demo` starts it, with the story told."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from runtime.story.people import PASSWORD
from tools.nodes import free_port

pytest.register_assert_rewrite("tests.browser.fitting")  # so that a failure says what axe found

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "var" / "screens"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a site that has just been told the story; its day is the day after the brief.

    With SITE set, the site that runs there is used as it stands.
    """
    if "SITE" in os.environ:
        yield os.environ["SITE"]
        return
    with tempfile.TemporaryDirectory(prefix="shuanglian-", dir="/var/tmp") as var:
        Path(var).chmod(0o755)
        environment = _environment(var)
        with _shared() as folder:
            _tell(folder)
            subprocess.run(["cp", "-a", f"{folder}/.", var], check=True)
        manage = [sys.executable, str(ROOT / "manage.py")]
        port = free_port()
        log = Path(var) / "web.log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                [*manage, "serve", "--bind", f"127.0.0.1:{port}"],
                env={**environment, "SHUANGLIAN_TODAY": "2008-06-26"},
                stdout=output,
                stderr=output,
            )
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)
            with _shared() as folder:
                shutil.rmtree(folder, ignore_errors=True)
                Path(f"{folder}.lock").unlink(missing_ok=True)


def _environment(var: Path | str) -> dict[str, str]:
    fonts = str(ROOT / "var" / "fonts")
    return {**os.environ, "SHUANGLIAN_VAR_DIR": str(var), "SHUANGLIAN_FONT_DIR": fonts}


@contextmanager
def _shared() -> Iterator[Path]:
    """A folder that the workers of one run use in turn."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(f"/var/tmp/shuanglian-told-{run}")
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _tell(folder: Path) -> None:
    """Make an installation in which the story has been told, unless another worker made it."""
    if (folder / "told").exists():
        return
    folder.mkdir(mode=0o755)
    for command in (["migrate", "-v", "0"], ["story"]):
        subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *command],
            env=_environment(folder),
            check=True,
            capture_output=True,
        )
    (folder / "told").touch()


def _wait(address: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with closing(urllib.request.urlopen(f"{address}/healthz", timeout=2)):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise AssertionError(log.read_text()) from None
            time.sleep(0.2)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all: a second one in the same process would not start."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
    yield chromium
    chromium.close()


def window(browser: Browser, site: str, size: dict[str, int]) -> BrowserContext:
    """A window of a person of their own; nothing fades in it, so what is looked at is at rest."""
    return browser.new_context(
        viewport=size, base_url=site, locale="zh-CN", reduced_motion="reduce"
    )


@pytest.fixture
def signed_in(site: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`signed_in("liaison", NARROW)`: a page of a person who has signed in, wide or narrow."""
    contexts = []

    def open_page(username: str, size: dict[str, int] = WIDE) -> Page:
        context = window(browser, site, size)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: pytest.fail(f"script error on {page.url}: {error}"))
        page.goto("/")
        page.get_by_label("账号").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page).to_have_url(f"{site}/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the whole page in var/screens/, with PICTURES=1."""
    if "PICTURES" not in os.environ:
        return
    SCREENS.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)


def press(page: Page, label: str, answer: str = "") -> None:
    """Press a button that acts; where it asks back, answer as a person who means it."""
    page.get_by_role("button", name=label, exact=True).first.click()
    dialog = page.get_by_role("dialog")
    if dialog.count() and dialog.is_visible():
        dialog.get_by_role("button", name=answer or label).click()
