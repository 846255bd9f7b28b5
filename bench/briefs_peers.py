"""Chromium and LibreOffice printing beside us, and what processes cost."""

import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ground.briefs.typesetting import Typesetter, font_directory
from ground.briefs.typesetting.worker import _only_fonts

# PDF/A-3 with tags, as ours is, and as Chromium is asked for.
OFFICE_PDF = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"3"}}'
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
SOFFICE = shutil.which("soffice") or ""
COPIES = 8  # a warm LibreOffice is one that converts so many files more in one run
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
SHORTEST = 0.5  # seconds of one run: the kernel counts in hundredths
TICK = os.sysconf("SC_CLK_TCK")
Cost = tuple[float, float]


def only_our_fonts() -> None:
    """For what this process starts, the faces of briefs are all the fonts there are."""
    _only_fonts(font_directory(), Path(tempfile.mkdtemp(prefix="bench-fonts-")))


def family_of(root: int) -> Iterator[int]:
    """A process and everything it has started."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    waiting = [root]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += children.get(one, [])


def spent(root: int) -> float:
    """CPU seconds of a process, of everything it has started and of what it has seen the end of."""
    ticks = 0
    for one in family_of(root):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICK


def worker_of(typesetter: Typesetter) -> int:
    """The process that sets for it; its jobs are forks of that."""
    worker = typesetter._worker  # noqa: SLF001 -- its cost is what is measured
    if worker is None:
        raise SystemExit("the typesetter has not started")
    return worker.pid


def resident(process: int) -> float:
    """MiB that a process holds now."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def largest_child() -> float:
    """MiB that the largest of the processes held which this one has seen the end of."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def best(act: Callable[[], object], root: int, runs: int) -> Cost:
    """The cheapest of several runs, on average of as many as the clock of the kernel can tell apart."""
    costs = []
    for _ in range(runs):
        several, begun, before = 0, time.perf_counter(), spent(root)
        while several == 0 or time.perf_counter() - begun < SHORTEST:
            act()
            several += 1
        clock = time.perf_counter() - begun
        costs.append(((spent(root) - before) / several, clock / several))
    return min(cpu for cpu, _ in costs), min(clock for _, clock in costs)


def told_by(work: Callable[[Callable[[object], None]], None]) -> Any:
    """What a fork of this process has to tell: its children are then counted by themselves."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as pipe:
            work(lambda told: pipe.write(json.dumps(told)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return json.loads(told)


def alone(act: Callable[..., None], *arguments: Any, runs: int = 3) -> Cost:
    """What an act costs from the start of its processes to their end."""

    def work(tell: Callable[[object], None]) -> None:
        begun = time.perf_counter()
        act(*arguments)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        tell((used.ru_utime + used.ru_stime, time.perf_counter() - begun))

    costs = [told_by(work) for _ in range(runs)]
    return min(cpu for cpu, _ in costs), min(clock for _, clock in costs)


def chromium_cold(folder: Path, source: str) -> None:
    only_our_fonts()
    page, target = folder / "page.html", folder / "page.pdf"
    page.write_text(source, encoding="utf-8")
    command = [
        CHROMIUM, "--headless", *FLAGS, "--no-pdf-header-footer", f"--print-to-pdf={target}",
        f"--user-data-dir={folder / 'profile'}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 -- a fixed command


def chromium_warm(folder: Path, sources: dict[int, str], runs: dict[int, int]) -> dict[int, Cost]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    only_our_fonts()
    costs = {}
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page()
        for pages, source in sources.items():

            def printed(source: str = source) -> None:
                page.set_content(source)
                page.pdf(prefer_css_page_size=True, tagged=True, outline=True)

            printed()
            costs[pages] = best(printed, os.getpid(), runs[pages])
        (folder / "chromium.pdf").write_bytes(page.pdf(prefer_css_page_size=True))
        browser.close()
    return costs


def libreoffice_cold(folder: Path, *files: Path) -> None:
    """The .docx files to PDF in one run of LibreOffice, whose profile is there already."""
    only_our_fonts()
    command = [
        SOFFICE, "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}",
        "--convert-to", OFFICE_PDF, "--outdir", str(folder / "converted"), *map(str, files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 -- a fixed command
    written = sorted(one.stem for one in (folder / "converted").glob("*.pdf"))
    if written != sorted(one.stem for one in files):
        raise SystemExit(f"LibreOffice wrote {written}")
    shutil.rmtree(folder / "converted")


def libreoffice(folder: Path, content: bytes) -> tuple[Cost, Cost]:
    """What a .docx costs to print: warm, and cold."""
    files = [folder / f"{number}.docx" for number in range(1 + COPIES)]
    for file in files:
        file.write_bytes(content)
    libreoffice_cold(folder, files[0])  # makes the profile
    cold = alone(libreoffice_cold, folder, files[0])
    many = alone(libreoffice_cold, folder, *files)
    return ((many[0] - cold[0]) / COPIES, (many[1] - cold[1]) / COPIES), cold
