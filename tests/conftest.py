"""Fixtures of every tier: a small world of the programme on a real PostgreSQL."""

import itertools
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase
from django.test.client import ClientHandler
from pytest_django import DjangoDbBlocker

from ground.accounts import services as accounts
from ground.accounts.models import Organisation, User
from ground.accounts.roles import Role
from ground.events import direct
from ground.kernel import clock
from ground.places.models import LocalRule
from runtime import embedded
from runtime.environment import Environment
from tests import databases
from tests.watching import watch

__all__ = ["watch"]  # autouse: every test is watched

PASSWORD = "双联demo-2008"


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """The bytes of an archive carry the second it was made: two workers would name the test differently."""
    return argname if isinstance(val, bytes) else None


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["tests.hashers.QuickArgon2"]
    environment = Environment()
    if environment.embedded:
        embedded.start(environment.var_dir)


# Tables in which a migration wrote first rows: what is not one of them. And the tables below those.
LATER = "valid_from <> '2000-01-01'"
SEEDED = {
    "places_localrule": f"{LATER} AND source NOT LIKE '%%（示例，依当地办法调整）'",
    "rounds_visitduty": LATER,
    "banks_banktemplate": LATER,
    "criteria_ruleset": "NOT is_seed",
    "standards_standard": "NOT is_seed",
    "households_route": LATER,
    "households_paperrule": LATER,
    "households_consenttext": LATER,
    "funds_kindlimit": LATER,
    "supermarket_cardrule": LATER,
    "campaigns_kind": "owner_id IS NOT NULL",
}
BELOW_SEEDED = {
    "criteria_criterion": ("ruleset_id", "criteria_ruleset"),
    "standards_aidrule": ("standard_id", "standards_standard"),
    "households_gate": ("route_id", "households_route"),
    "campaigns_kindversion": ("kind_id", "campaigns_kind"),
}


def _empty_tables(case: TransactionTestCase) -> None:
    """Empty what a test committed. Django truncates, which the append-only triggers rightly refuse, and
    which would take the first rules along that a migration wrote."""
    kept = {"django_content_type", "auth_permission", *SEEDED, *BELOW_SEEDED}
    kept |= {
        model._meta.db_table for model in apps.get_models() if not model._meta.managed
    }  # views
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - kept
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(";".join(f'DELETE FROM "{table}"' for table in sorted(tables)))
        for table, is_later in SEEDED.items():
            cursor.execute(f"DELETE FROM {table} WHERE {is_later}")
        for table, (key, above) in BELOW_SEEDED.items():
            cursor.execute(f"DELETE FROM {table} WHERE {key} NOT IN (SELECT id FROM {above})")
        cursor.execute("RESET session_replication_role")


TransactionTestCase._fixture_teardown = _empty_tables  # type: ignore[method-assign]


def _once(load: Callable[..., None]) -> Callable[..., None]:
    """One stack of middleware for all clients: each of its own would look up every static file."""
    kept: dict[str, Any] = {}

    def load_middleware(self: ClientHandler, is_async: bool = False) -> None:
        if not kept:
            load(self, is_async)
            kept.update(vars(self))
        vars(self).update(kept | {"enforce_csrf_checks": self.enforce_csrf_checks})

    return load_middleware


ClientHandler.load_middleware = _once(ClientHandler.load_middleware)  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    database = settings.DATABASES["default"]
    with django_db_blocker.unblock():
        database["TEST"]["TEMPLATE"] = databases.migrated()
    if "options" in database.get("OPTIONS", {}):  # nobody needs these after the machine has stopped
        database["OPTIONS"]["options"] += " -c synchronous_commit=off"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything must run, a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def root(db: None) -> Organisation:
    return accounts.add_organisation(
        by=None, name="常德市“双联”工作领导小组办公室", kind=Organisation.Kind.LINK_OFFICE
    )


@pytest.fixture
def set_rule(db: None) -> Callable[[str, int], None]:
    """Another value of a local rule from 2001 on."""

    def write(code: str, value: int) -> None:
        LocalRule.objects.create(code=code, value=value, source="测试", valid_from=date(2001, 1, 1))

    return write


@pytest.fixture
def make_organisation(root: Organisation) -> Callable[..., Organisation]:
    def make(
        name: str,
        kind: str = "enterprise",
        parent: Organisation | None = None,
        aliases: tuple[str, ...] = (),
    ) -> Organisation:
        return accounts.add_organisation(
            by=None, name=name, kind=kind, parent=parent or root, aliases=aliases
        )

    return make


@pytest.fixture
def person(root: Organisation) -> Callable[..., User]:
    numbers = itertools.count(1)

    def make(role: str | Role, organisation: Organisation | None = None) -> User:
        number = next(numbers)
        where = organisation or root
        user = accounts.add_user(
            by=None,
            username=f"user{number}",
            full_name=f"测试{number}",
            password=PASSWORD,
            organisation=where,
        )
        accounts.grant_role(by=None, user=user, organisation=where, role=Role(role))
        return user

    return make


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def drain() -> Callable[[], int]:
    """Deliver every pending event here and now, as the carriers would."""
    return direct.drain


@pytest.fixture
def at() -> Callable[[str], AbstractContextManager[None]]:
    """`with at("2008-05-14"):` the clock stands at nine in the morning of that day."""

    def stand(on: str) -> AbstractContextManager[None]:
        return clock.standing_at(clock.at_hour(date.fromisoformat(on)))

    return stand
