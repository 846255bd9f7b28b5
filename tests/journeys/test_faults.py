"""A small count of what `make faults` does with two hundred stories."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.service


def test_disturbed_stories_end_like_an_undisturbed_one():
    done = subprocess.run(
        [sys.executable, "tools/faults.py", "--seed", "2008", "--runs", "3", "--doubled", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"3 stories, 0 different; killed .*[1-9]\d*×", done.stdout)
    assert re.search(r"1 stories, 0 different; [1-9]\d* messages doubled", done.stdout)
