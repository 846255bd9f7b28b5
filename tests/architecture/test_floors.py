"""What import contracts cannot see: foreign keys go down, migrations import nothing of ours, and so on."""

import re
from collections import Counter
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ground.accounts.permissions import declared_permissions
from ground.accounts.roles import Role
from ground.events import declaring
from ground.web import trail
from tests.architecture import version_before

ROOT = Path(__file__).resolve().parents[2]
FLOORS = [
    "events",
    "places",
    "audit",
    "accounts",
    "files",
    "jobs",
    "privacy",
    "web",
    "intake",
    "briefs",
    "pairing",
    "planning",
    "visits",
    "problems",
    "criteria",
    "households",
    "investigations",
    "notices",
    "checks",
    "reviews",
    "ledgers",
    "rights",
    "rounds",
    "funds",
    "standards",
    "aid",
    "banks",
    "applications",
    "supervision",
    "campaigns",
]


def test_foreign_keys_point_down():
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in FLOORS
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model._meta.app_label in FLOORS
        and FLOORS.index(field.related_model._meta.app_label) > FLOORS.index(model._meta.app_label)
    ]
    assert upward == []


def test_migrations_import_no_project_code_but_the_campaign_kinds():
    """`campaigns.kinds.choices` is a callable so that a new kind needs no migration."""
    ours = re.compile(r"^(?:from|import) (ground|assistance|campaigns|runtime)\b.*", re.MULTILINE)
    found = {
        path.parent.parent.name: match.group(0)
        for path in ROOT.glob("**/migrations/0*.py")
        if ".venv" not in path.parts
        for match in ours.finditer(path.read_text())
    }
    assert found in ({}, {"campaigns": "import campaigns.kinds"})


def test_models_and_migrations_agree(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_migration_can_be_undone_and_takes_along_what_is_there(transactional_db):
    """Down to nothing, up to the version before, and with its files to this one."""
    executor = MigrationExecutor(connection)
    executor.migrate([(app, None) for app in reversed(FLOORS) if app != "web"])
    before = MigrationExecutor(connection).migrate([("households", "0002_helpers")])
    version_before.write(before.apps)
    call_command("migrate", verbosity=0)
    version_before.check()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM places_localrule")
        assert cursor.fetchone()[0] > 0


def test_no_two_querysets_have_one_name():
    """The type checker knows the manager made from one by this name alone, and takes one for the other."""
    kinds = {type(model._default_manager.all()) for model in apps.get_models()}
    counted = Counter(kind.__name__ for kind in kinds)
    assert [name for name, number in counted.items() if number > 1] == []


def test_every_event_is_named_after_the_app_that_declares_it():
    wrong = {
        name: cls.__module__
        for name, cls in declaring.declared().items()
        if not cls.__module__.startswith("tests.")
        and cls.__module__.split(".")[-2] != name.split(".")[0]
        and name != "clock.day_began"
    }
    assert wrong == {}


def test_every_permission_is_held_by_a_role_and_named_after_its_app():
    for code, permission in declared_permissions().items():
        assert permission.roles <= set(Role), code
        assert permission.roles, code
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", code), code


def test_only_the_events_room_touches_deliveries():
    """Carrying is the spine's business: nobody else writes delivery rows."""
    offenders = [
        str(path.relative_to(ROOT))
        for folder in ("assistance", "campaigns")
        for path in (ROOT / folder).rglob("*.py")
        if "events.models import" in path.read_text() and "Delivery" in path.read_text()
    ]
    assert offenders == []


def test_no_page_or_service_asks_the_wall_clock():
    """Time is a parameter of the programme: services read ground.kernel.clock."""
    asks = re.compile(r"\b(date\.today\(|datetime\.now\(|timezone\.now\(|localdate\()")
    offenders = [
        str(path.relative_to(ROOT))
        for folder in ("assistance", "campaigns", "platform")
        for path in (ROOT / folder).rglob("*.py")
        if asks.search(path.read_text()) and path.name not in {"clock.py", "identifiers.py"}
    ]
    assert offenders == []


def test_every_action_on_the_trail_has_words():
    """The trail is read by auditors: an action without words shows its code."""
    recorded = re.compile(r'\brecord(?:_many)?\(\s*[^,()]+,\s*"([a-z_]+\.[a-z_]+)"')
    actions = {
        action
        for folder in ("assistance", "campaigns", "platform/ground")
        for path in (ROOT / folder).rglob("*.py")
        for action in recorded.findall(path.read_text())
    }
    assert len(actions) > 100
    assert sorted(action for action in actions if action not in trail._words) == []
