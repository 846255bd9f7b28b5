"""`platform/` must never become a package: the standard library owns that name."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_folder_holds_no_python_of_its_own():
    assert sorted(path.name for path in (ROOT / "platform").glob("*.py")) == []


def test_this_process_uses_the_standard_library():
    assert Path(platform.__file__).parent == Path(os.__file__).parent


@pytest.mark.parametrize("path", ["", "platform", f".{os.pathsep}platform"])
def test_the_standard_library_wins_from_the_project_root(path):
    done = subprocess.run(
        [sys.executable, "-c", "import platform, uuid; print(platform.system())"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == platform.system()
