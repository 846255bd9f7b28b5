"""A few of the kinds of `make faults`, each once during one story."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("worker-child-stopped", "rabbitmq-reset", "postgres-promoted", "doubled", "corrupt")

pytestmark = pytest.mark.service


def test_disturbed_stories_end_like_an_undisturbed_one(tmp_path):
    table = tmp_path / "operations.md"
    table.write_text("before\n<!-- faults: written by make faults --><!-- /faults -->\nafter\n")
    kinds = [word for kind in KINDS for word in ("--kind", kind)]
    once = ["--runs", "1", "--times", "1", "--table", str(table)]
    done = subprocess.run(
        [sys.executable, "-m", "tools.faults", *once, *kinds],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for kind in KINDS:
        assert re.search(
            rf"^\| `{kind}` .* \| [1-9]\d* \| [1-9]\d* \| none \|", table.read_text(), re.MULTILINE
        )
    assert table.read_text().startswith("before\n")
    assert table.read_text().endswith("<!-- /faults -->\nafter\n")
