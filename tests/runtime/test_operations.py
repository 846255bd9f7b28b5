"""Every command and query that docs/operations.md tells an operator to type is typed here."""

import re
import shlex
from contextlib import nullcontext
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import CommandError
from django.db import connection

from ground.accounts.roles import Role
from ground.events import alive, replaying

TEXT = Path("docs/operations.md").read_text()
COMMANDS = sorted(set(re.findall(r"manage\.py ((?:[\w-]+)(?: [^`\n#|]*)?)", TEXT)))
QUERIES = re.findall(r"```sql\n(.*?)```", TEXT, re.DOTALL)
HANDLER = "ground.subscriptions.enter"

# Commands whose words are read, and that are not run, each with the reason.
NOT_RUN = {
    "serve": "runs until it is stopped: tests/runtime/test_serve.py",
    "relay": "runs until it is stopped: tests/journeys",
    "postman": "runs until it is stopped: tests/journeys",
    "clock": "runs until it is stopped: tests/journeys",
    "backup": "reads with pg_dump: tests/runtime/test_backup.py",
    "restore": "wants an empty database: tests/runtime/test_backup.py",
    "restored": "holds every batch of the installation: tests/runtime/test_backup.py",
    "export-ledger": "wants a book with entries: tests/funds",
    "whose": "wants a file that somebody took out: tests/privacy",
    "story": "the demo's: tests/stories",
    "forget": "empties the embedded database",
    "changepassword": "asks for the password",
}


# Named one that is not there, they say so.
WANT_ONE = {"verify-ledger": "没有编号为", "verify_stock": "没有编号为"}


@pytest.fixture
def standing_in(tmp_path: Path, root, person) -> dict[str, str]:
    """What stands in for the words in capitals."""
    return {
        "HANDLER": HANDLER,
        "N": str(root.pk),
        "FOLDER": str(tmp_path),
        "FILE": str(tmp_path / "file"),
        "TIME": "2026-11-23 08:00",
        "CODE": "0000",
        "USER": person(Role.ADMINISTRATOR).username,
    }


def test_there_is_something_to_try():
    assert len(COMMANDS) > 20
    assert len(QUERIES) >= 10
    assert TEXT.index("## Symptoms") < TEXT.index("## Forms")
    rows = [line for line in TEXT.splitlines() if line.startswith("| **")]
    assert len(rows) >= 12
    named = set(re.findall(r"SQL ([A-Z])\b", TEXT)) | set(
        re.findall(r"[Aa]nd ([A-Z])\b name", TEXT)
    )
    assert named == {query[3] for query in QUERIES}


@pytest.mark.django_db
@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_is_as_it_is_told(line, standing_in, drain):
    words = shlex.split(re.sub(r"[\[\]]", "", line.strip(" .,;:)")))
    name, *told = [standing_in.get(word, word) for word in words]
    command = load_command_class(get_commands()[name], name)
    command.create_parser("manage.py", name).parse_args(told)
    if name in NOT_RUN:
        return
    alive.beat()
    if "--pause" in told:
        replaying.begin(HANDLER)
    if name in WANT_ONE:
        with pytest.raises(CommandError, match=WANT_ONE[name]) if told else nullcontext():
            call_command(name, *told)
    else:
        call_command(name, *told)


@pytest.mark.django_db
@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_understood(query):
    with connection.cursor() as cursor:
        cursor.execute(query)


def test_only_services_that_there_are_get_restarted():
    services = set(yaml.safe_load(Path("compose.yaml").read_text())["services"])
    told = set(re.findall(r"docker compose (?:restart|exec|rm -sf|up -d) ([a-z][a-z-]+)", TEXT))
    told |= set(re.findall(r"--scale ([a-z-]+)=", TEXT))
    assert len(told) > 5
    assert told <= services


def test_the_published_targets_are_those_of_the_settings(settings):
    for queue, seconds in settings.EVENT_START_SECONDS.items():
        assert re.search(rf"^\| `{queue}` \| .* \| {seconds} s \|", TEXT, re.MULTILINE), queue
