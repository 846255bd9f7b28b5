"""A small count of what `make faults` does with two hundred stories."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.service


@pytest.mark.parametrize(
    ("options", "did"),
    [
        (["--runs", "4"], "killed worker-handlers"),
        (["--runs", "2", "--duplicate"], "messages doubled"),
    ],
    ids=["killed", "doubled"],
)
def test_disturbed_stories_end_like_an_undisturbed_one(options, did):
    command = [sys.executable, "tools/faults.py", "--seed", "2008", *options]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{options[1]} stories, 0 different" in done.stdout
    assert did in done.stdout
