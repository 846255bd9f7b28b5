"""What WeasyPrint is spared: the same bytes with it and without, and the releases that it was written for."""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from ground.briefs.typesetting import font_directory

ROOT = Path(__file__).resolve().parents[2]
SET_TWO = """
import hashlib, sys, tempfile
from pathlib import Path
from ground.briefs.typesetting import worker

with tempfile.TemporaryDirectory() as scratch:
    worker._only_fonts(Path(sys.argv[1]), Path(scratch))
    from ground.briefs.typesetting import sparing
    from ground.briefs.typesetting.rendering import Renderer
    from ground.briefs.typesetting.warming import WARM_UP

    if sys.argv[2] == "plain":
        sparing.install = sparing.write_once = lambda *_: None
    render = Renderer()
    for set_one in (lambda: render.render(WARM_UP), lambda: render.sheet("<p>卡片“一”</p>", "")):
        print(hashlib.sha256(set_one()[0]).hexdigest())
"""
# Where these have changed, look whether `sparing` still fits: the test below must pass, and the bench tell
# what is gained. Then write the new sums here.
SUMS = {
    "weasyprint/css/__init__.py": "77ad7287f90d7cfaf85eb00ebe7af47d2bedfb856d7dc68717152f2d8a7605fd",
    "weasyprint/pdf/fonts.py": "9ad9a202a416b84585e59d758e6b5e1b35604807dc3fa4472b6829bc5c4cdcb7",
    "pydyf/__init__.py": "0b10add9e640961db4636205686066e2b955fba63cad51e602a69250ef1df0d6",
}


def test_the_bytes_are_those_of_weasyprint_alone():
    plain, spared = (hashes(how) for how in ("plain", "spared"))
    assert len(plain) == 2
    assert spared == plain


def hashes(how: str) -> list[str]:
    told = subprocess.run(
        [sys.executable, "-c", SET_TWO, str(font_directory()), how],
        check=True, capture_output=True, text=True, timeout=120,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}", "PYTHONHASHSEED": "0"},
    )  # fmt: skip
    return told.stdout.split()


@pytest.mark.parametrize("file", SUMS)
def test_it_was_written_for_these_files(file):
    package, _, rest = file.partition("/")
    found = importlib.util.find_spec(package)
    assert found is not None
    assert found.origin is not None
    content = (Path(found.origin).parent / rest).read_bytes()
    assert hashlib.sha256(content).hexdigest() == SUMS[file]
