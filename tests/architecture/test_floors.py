"""What import contracts cannot see: foreign keys go down, migrations import nothing of ours, and so on."""

import re
from collections import Counter
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel

from ground.accounts.permissions import declared_permissions
from ground.accounts.roles import Role
from ground.events import declaring
from ground.web import trail

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
    "subscriptions",
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
    "complaints",
    "checks",
    "reviews",
    "ledgers",
    "rights",
    "rounds",
    "funds",
    "stock",
    "standards",
    "aid",
    "banks",
    "applications",
    "supermarket",
    "supervision",
    "campaigns",
]


def test_foreign_keys_point_down():
    ours = ("ground.", "assistance.", "campaigns")
    rooms = {one.label for one in apps.get_app_configs() if one.name.startswith(ours)}
    assert {one for one in rooms if list(apps.get_app_config(one).get_models())} <= set(FLOORS)
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


def test_migrations_import_no_project_code():
    """What a migration did stays what it did; making several tables at once is no matter of the programme."""
    ours = re.compile(r"^(?:from|import) (ground|assistance|campaigns|runtime)\b.*", re.MULTILINE)
    found = {
        path.parent.parent.name: match.group(0)
        for path in ROOT.glob("**/migrations/0*.py")
        if ".venv" not in path.parts
        for match in ours.finditer(path.read_text())
        if match.group(0) != "from ground.kernel.tables import CreateModels"
    }
    assert found == {}


def test_new_tables_are_made_in_one_step():
    """Else Django renders all models anew for each of them, and setting up takes minutes."""
    one_by_one = [
        f"{app}.{name}"
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        if app in FLOORS and sum(isinstance(one, CreateModel) for one in migration.operations) > 1
    ]
    assert one_by_one == []


def test_models_and_migrations_agree(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_what_migrations_do_beside_tables_can_be_undone(transactional_db):
    """Rules, triggers and whatever came after the first tables: down, and up again to where it was."""
    before = _kept_by_the_database()
    assert len(before) > 200
    loader = MigrationExecutor(connection).loader
    tables = {
        app: min(name for of, name in loader.graph.nodes if of == app)
        for app in FLOORS
        if app != "web"
    }
    MigrationExecutor(connection).migrate([*tables.items()])
    assert _kept_by_the_database() == []
    call_command("migrate", verbosity=0)
    assert _kept_by_the_database() == before


def _kept_by_the_database() -> list[str]:
    """Every trigger with its function as it is written, and every first rule."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_get_triggerdef(t.oid) || pg_get_functiondef(t.tgfoid)
              FROM pg_trigger t WHERE NOT t.tgisinternal
            UNION ALL SELECT code || value || valid_from FROM places_localrule
            UNION ALL SELECT code || label || parameters FROM standards_aidrule
            UNION ALL SELECT code || label || parameters FROM criteria_criterion
            UNION ALL SELECT name FROM banks_banktemplate
            UNION ALL SELECT kind || label FROM households_gate
            """
        )
        return sorted(row for (row,) in cursor.fetchall())


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
