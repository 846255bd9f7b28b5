from collections.abc import Iterator

import pytest
from django.db import connection

from ground.accounts.roles import Role
from tests.architecture.world import build_world
from tests.conftest import _empty_tables
from tests.watching import Watch


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker) -> Iterator[dict[tuple[str, Role], str]]:
    with django_db_blocker.unblock():
        _empty_tables(None)
        built = build_world()
        seen = Watch()
        seen.see_columns()
        seen.end()
        yield built
        connection.rollback() if connection.in_atomic_block else None
        _empty_tables(None)
