"""What somebody with all rights on the database can do to a ledger: every trigger is off meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from assistance.funds import queries
from assistance.funds.models import Entry


@contextmanager
def as_superuser() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("RESET session_replication_role")


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)  # type: ignore[arg-type]
        assert cursor.rowcount, f"nothing was changed by {sql}"


def tamper(*statements: str) -> None:
    with as_superuser():
        for sql in statements:
            run(sql)


def faults_of(book):
    return queries.verify_book(book).faults


def the(number):
    """An entry by its number in the chain."""
    return Entry.objects.get(sealed__number=number)
