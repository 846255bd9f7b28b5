"""The printed brief beside Chromium: the same pages, warm and cold, and many briefs one after another.

    python bench/briefs.py [--profile]

Chromium prints the very HTML and style sheet, with the same faces, tagged and with an outline as ours
are; it knows no justification of Chinese, no numbers in the contents and no foot, so its pages are less.
Counted are CPU seconds of every process that takes part, and time on the clock, the best of several runs.
LibreOffice, where it is installed, prints the .docx of the ten pages. `bench/briefs_preview.py` follows. Ends with
status 1 where a goal is missed.
"""

import argparse
import cProfile
import pstats
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from bench import briefs_peers as peers  # noqa: E402 -- the paths above come first
from bench.briefs_pages import SIZES, document_of, source_of  # noqa: E402
from bench.figures import figure  # noqa: E402 -- needs the paths above
from ground.briefs.typesetting import BriefDocument, Typesetter  # noqa: E402
from ground.briefs.word_issue import word_of  # noqa: E402

TEN = 10
RUNS = {1: 7, 10: 7, 50: 3, 200: 2}
MANY = 100
MOST_MIB, MOST_GROWN_MIB = 320, 16
LINEAR = 1.5  # a page of 200 costs at most so many times a page of 50
COLD = 2.5  # times Chromium's cold CPU: engineering.md, part 3

Cost = tuple[float, float]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", action="store_true", help="where the time of ten pages goes")
    if parser.parse_args().profile:
        profiled(document_of(TEN))
        return 0
    missed: list[str] = []
    warm = {pages: ours_warm(document_of(pages), RUNS[pages]) for pages in SIZES}
    cold = {pages: peers.alone(ours_cold, document_of(pages)) for pages in SIZES}
    shown = {pages: warm[pages][1] for pages in SIZES}
    print(f"{'':24}" + "".join(f"{shown[pages]:>7} pages    " for pages in SIZES))
    told("ours, warm", [warm[pages][0] for pages in SIZES])
    told("ours, cold", [cold[pages] for pages in SIZES])
    if not peers.CHROMIUM:
        print("Chromium is not installed: nothing to compare with.")
    else:
        with tempfile.TemporaryDirectory(prefix="bench-briefs-") as folder:
            compared(Path(folder), warm, cold, missed)
    if not peers.SOFFICE:
        print("LibreOffice is not installed here: not measured.")
    else:
        with tempfile.TemporaryDirectory(prefix="bench-briefs-") as folder:
            beside_libreoffice(Path(folder), warm[TEN][0], cold[TEN])
    each = {pages: warm[pages][0][0] / warm[pages][1] for pages in (50, 200)}
    print(f"a page of 50: {each[50] * 1000:.1f} ms CPU, of 200: {each[200] * 1000:.1f} ms CPU")
    if each[200] > LINEAR * each[50]:
        missed.append(f"a page of 200 costs {each[200] / each[50]:.2f} times a page of 50")
    one_after_another(missed)
    preview = [sys.executable, str(ROOT / "bench" / "briefs_preview.py")]
    if subprocess.run(preview, check=False).returncode:  # noqa: S603 -- a fixed command
        missed.append("the preview on the desk, told above")
    for sentence in missed:
        print(f"MISSED: {sentence}")
    return 1 if missed else 0


def compared(
    folder: Path,
    warm: dict[int, tuple[Cost, int]],
    cold: dict[int, Cost],
    missed: list[str],
) -> None:
    sources = {pages: source_of(document_of(pages)) for pages in SIZES}
    theirs = peers.chromium_warm(folder, sources, RUNS)
    theirs_cold = {
        pages: peers.alone(peers.chromium_cold, folder, source) for pages, source in sources.items()
    }
    told("Chromium, warm", [theirs[pages] for pages in SIZES])
    told("Chromium, cold", [theirs_cold[pages] for pages in SIZES])
    told(
        "ratio, warm",
        [times(warm[pages][0], theirs[pages]) for pages in SIZES],
    )
    told("ratio, cold", [times(cold[pages], theirs_cold[pages]) for pages in SIZES])
    for name, at in (("CPU", 0), ("clock", 1)):
        ours, other = warm[TEN][0][at], theirs[TEN][at]
        figure(
            f"ten pages warm, {name}",
            ours,
            "s",
            peer="Chromium",
            ratio=ours / other,
            is_met=ours <= other,
        )
        if ours > other:
            missed.append(f"ten pages warm: {ours:.2f} s {name}, Chromium {other:.2f} s")
    ratio = times(cold[TEN], theirs_cold[TEN])[0]
    figure(
        "ten pages cold, CPU", cold[TEN][0], "s", peer="Chromium", ratio=ratio, is_met=ratio <= COLD
    )
    if ratio > COLD:
        missed.append(f"ten pages cold: {ratio:.2f} times Chromium's CPU, goal {COLD}")


def beside_libreoffice(folder: Path, warm: Cost, cold: Cost) -> None:
    theirs, theirs_cold = peers.libreoffice(folder, word_of(document_of(TEN), pages={}))
    print(f"{'ten pages of .docx':24}{'warm':>12}{'cold':>18}")
    told("LibreOffice", [theirs, theirs_cold])
    told("ratio", [times(warm, theirs), times(cold, theirs_cold)])


def times(ours: Cost, theirs: Cost) -> Cost:
    return ours[0] / theirs[0], ours[1] / theirs[1]


def told(name: str, costs: list[Cost]) -> None:
    print(f"{name:24}" + "".join(f"{cpu:>7.2f} / {clock:<7.2f}" for cpu, clock in costs))


def ours_warm(document: BriefDocument, runs: int) -> tuple[Cost, int]:
    with Typesetter() as typesetter:
        pages = typesetter.typeset(document).pages
        cost = peers.best(lambda: typesetter.typeset(document), peers.worker_of(typesetter), runs)
    return cost, pages


def ours_cold(document: BriefDocument) -> None:
    with Typesetter() as typesetter:
        typesetter.typeset(document)


def one_after_another(missed: list[str]) -> None:
    """The memory of the worker before and after many briefs, and of its largest job."""
    document = document_of(TEN)

    def work(tell: Callable[[object], None]) -> None:
        with Typesetter() as typesetter:
            typesetter.typeset(document)
            worker = peers.worker_of(typesetter)
            before = peers.resident(worker)
            hashes = {typesetter.typeset(document).sha256 for _ in range(MANY)}
            after = peers.resident(worker)
        tell((before, after, peers.largest_child(), len(hashes)))

    before, after, largest, hashes = peers.told_by(work)
    print(
        f"{MANY} briefs of ten pages: worker {before:.0f} → {after:.0f} MiB, "
        f"largest job {largest:.0f} MiB, {hashes} different result"
    )
    if largest > MOST_MIB or after - before > MOST_GROWN_MIB or hashes != 1:
        missed.append(f"{MANY} briefs: goals {MOST_MIB} MiB, {MOST_GROWN_MIB} MiB more, one result")


def profiled(document: BriefDocument) -> None:
    from ground.briefs.typesetting.rendering import Renderer  # noqa: PLC0415

    peers.only_our_fonts()
    render = Renderer()
    plain = document.to_plain()
    render.render(plain)
    profile = cProfile.Profile()
    profile.runcall(render.render, plain)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    sys.exit(main())
