"""What a newcomer types, and what an operator's files name, exists."""

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parents[2]
SERVICES = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]


@pytest.mark.parametrize("script", [*sorted((ROOT / "tools").glob("*.sh")), ROOT / ".ci" / "run"])
def test_shell_scripts_can_be_read(script):
    first = script.read_text().splitlines()[0]
    shell = "bash" if "bash" in first else "sh"
    subprocess.run([shell, "-n", str(script)], check=True)


@pytest.mark.skipif(not shutil.which("make"), reason="no make")
@pytest.mark.parametrize(
    "words",
    [
        ["demo"],
        ["demo", "ONCE=1"],
        ["demo", "FRESH=1", "PORT=8001"],
        ["run"],
        ["test"],
        ["check"],
        ["faults", "RUNS=1"],
        ["faults", "KIND=relay-killed web-killed", "SEED=7"],
        ["bench"],
    ],
)
def test_make_knows_its_targets(words):
    subprocess.run(["make", "-n", *words], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.parametrize("name", SERVICES)
def test_what_compose_starts_exists(name):
    for command in (
        SERVICES[name].get("command"),
        SERVICES[name]["healthcheck"]["test"][1:] if "healthcheck" in SERVICES[name] else None,
    ):
        if command and command[:2] == ["python", "manage.py"]:
            known = get_commands()[command[2]]
            parser = load_command_class(str(known), command[2]).create_parser(
                "manage.py", command[2]
            )
            parser.parse_args(command[3:])
