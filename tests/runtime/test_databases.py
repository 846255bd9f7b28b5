"""An address of a database is read as libpq reads it."""

import pytest

from runtime.databases import database_at


@pytest.mark.parametrize(
    ("url", "name", "host", "port"),
    [
        ("postgres://who@db:5432/here", "here", "db", "5432"),
        ("postgres://who@db/here", "here", "db", ""),
        ("postgresql://who@/here", "here", "", ""),
        ("postgres://who@%2Fvar%2Frun/here", "here", "/var/run", ""),
        ("postgres://who@a:5432,b:6432/here", "here", "a,b", "5432,6432"),
        ("postgres://who@a,b:6432/here", "here", "a,b", "5432,6432"),
        ("postgres://who@a,b/here", "here", "a,b", ""),
        ("postgres://who@[fd00::1]:5433,[fd00::2]/here", "here", "fd00::1,fd00::2", "5433,5432"),
    ],
)
def test_one_server_and_several(url, name, host, port):
    found = database_at(url)
    assert (found["NAME"], found["HOST"], found["PORT"]) == (name, host, port)
    assert (found["USER"], found["PASSWORD"], found["OPTIONS"]) == ("who", "", {})


def test_a_password_may_hold_anything_and_the_query_is_for_libpq():
    url = (
        "postgres://a%40b:p%3A%2F%2C%40@db/here?target_session_attrs=read-write&sslmode=verify-full"
    )
    found = database_at(url)
    assert (found["USER"], found["PASSWORD"]) == ("a@b", "p:/,@")
    assert found["OPTIONS"] == {"target_session_attrs": "read-write", "sslmode": "verify-full"}
