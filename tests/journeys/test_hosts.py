"""The production form on eight hosts: cables pulled, a broker's and a database's node lost, during stories."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("worker-host-cut", "relay-parted", "broker-leader-killed", "postgres-failed-over")

pytestmark = pytest.mark.hosts


def test_stories_on_many_hosts_end_like_an_undisturbed_one(tmp_path):
    table = tmp_path / "operations.md"
    table.write_text("<!-- faults: written by make faults --><!-- /faults -->\n")
    kinds = [word for kind in KINDS for word in ("--kind", kind)]
    once = ["--runs", "1", "--times", "1", "--table", str(table)]
    done = subprocess.run(
        [sys.executable, "-m", "tools.faults", *once, *kinds],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for kind in KINDS:
        assert re.search(rf"^\| `{kind}` .* \| none \|", table.read_text(), re.MULTILINE)
    assert "both work again" in done.stdout
