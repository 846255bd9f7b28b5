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
    texts = [
        "走访困难职工，了解“三难”；送上慰问金1000元（大写：壹仟元整）。" * 12,
        "见https://example.org/" + "a-very-long-address" * 12 + "，" + "另有说明。" * 40,
        "Chinese and English words in one paragraph, 中文与 English 混排；" * 8,
        "——" * 60 + "……" * 60 + "“‘（《" * 40,
        "二〇〇八年，共计12345678901234567890元，增长12.5%。" * 15,
    ]
    rows = [[text[:one], text[one:9], "12"] for text in texts for one in range(1, 5)]
    blocks = [{"kind": "paragraph", "text": text} for text in texts]
    blocks.append({"kind": "table", "header": ["单位", "说明", "数"], "rows": rows, "numeric": [2], "caption": ""})
    article = WARM_UP["articles"][0] | {"blocks": blocks}
    for set_one in (
        lambda: render.render(WARM_UP),
        lambda: render.render(WARM_UP | {"articles": [article, article]}),
        lambda: render.sheet("<p>卡片“一”</p>", ""),
    ):
        pdf, pages = set_one()
        print(hashlib.sha256(pdf).hexdigest(), pages)
"""
# Where these have changed, look whether `sparing` still fits: the test below must pass, and the bench tell
# what is gained. Then write the new sums here.
SUMS = {
    "weasyprint/css/__init__.py": "77ad7287f90d7cfaf85eb00ebe7af47d2bedfb856d7dc68717152f2d8a7605fd",
    "weasyprint/pdf/fonts.py": "9ad9a202a416b84585e59d758e6b5e1b35604807dc3fa4472b6829bc5c4cdcb7",
    "weasyprint/text/line_break.py": "1f5a855ad992e0bebaf5512d2b806fd991090e0e91bf79d3d5a3a0176b22af97",
    "weasyprint/layout/preferred.py": "a7973703cd8ac5fada246b35e7fea6e728a364002adc5dbb248ee08f084c0a6e",
    "pydyf/__init__.py": "0b10add9e640961db4636205686066e2b955fba63cad51e602a69250ef1df0d6",
}


def test_the_bytes_are_those_of_weasyprint_alone():
    plain, spared = (hashes(how) for how in ("plain", "spared"))
    assert len(plain) == 3
    assert int(plain[1].split()[1]) > 4  # pages
    assert spared == plain


def hashes(how: str) -> list[str]:
    told = subprocess.run(
        [sys.executable, "-c", SET_TWO, str(font_directory()), how],
        check=True, capture_output=True, text=True, timeout=120,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}", "PYTHONHASHSEED": "0"},
    )  # fmt: skip
    return told.stdout.splitlines()


@pytest.mark.parametrize("file", SUMS)
def test_it_was_written_for_these_files(file):
    package, _, rest = file.partition("/")
    found = importlib.util.find_spec(package)
    assert found is not None
    assert found.origin is not None
    content = (Path(found.origin).parent / rest).read_bytes()
    assert hashlib.sha256(content).hexdigest() == SUMS[file]
