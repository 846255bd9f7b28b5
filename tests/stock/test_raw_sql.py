"""The database refuses by itself: ways around the services that we could think of."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.stock.conftest import is_intact

pytestmark = pytest.mark.django_db


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@transaction.atomic
def try_all(statements):
    for sql, *values in statements:
        run(sql, *values)
    run("SET CONSTRAINTS ALL IMMEDIATE")


def refused(*statements, says):
    run("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")  # what the fixtures left
    with pytest.raises(DatabaseError, match=says):
        try_all(statements)
    assert is_intact()


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE stock_movementline SET quantity = quantity * 2", "append-only"),
        ("DELETE FROM stock_movementline", "append-only"),
        ("TRUNCATE stock_movementline CASCADE", "append-only"),
        ("UPDATE stock_movement SET \"on\" = '2007-12-31'", "append-only"),
        ("UPDATE stock_movement SET made_in = 0", "append-only"),
        ("DELETE FROM stock_movement", "append-only"),
        ("UPDATE stock_lot SET expires_on = '2099-01-01'", "append-only"),
        ("UPDATE stock_lot SET unit_value = 1", "append-only"),
        ("UPDATE stock_donation SET value = 1", "append-only"),
        ("DELETE FROM stock_donation", "append-only"),
        ("DELETE FROM stock_holding", "append-only"),
        ("TRUNCATE stock_holding CASCADE", "append-only"),
        ("UPDATE stock_holding SET quantity = quantity + 1", "movements alone"),
        (
            "UPDATE stock_holding SET position = 'lost' WHERE position = 'outside'",
            "movements alone",
        ),
        ("DELETE FROM stock_store", "append-only"),
    ],
)
def test_nothing_written_is_changed(donated, bought, rice, sql, says):
    donated(rice, 5)
    bought(rice, 5)
    refused((sql,), says=says)


MOVEMENT = (
    'INSERT INTO stock_movement (store_id, key, kind, "on", document_no, counterparty, note)'
    " SELECT min(id), 'x', %s, '2008-06-03', '', '', '' FROM stock_store"
)


def lines(*sides):
    """All lines of the movement `x` in one statement: position, units of the only lot."""
    values = ", ".join(["(%s, %s::int)"] * len(sides))
    return (
        (
            "INSERT INTO stock_movementline (movement_id, holding_id, quantity)"
            f" SELECT m.id, h.id, side.quantity FROM (VALUES {values}) AS side (position, quantity)"
            " JOIN stock_holding h ON h.position = side.position, stock_movement m WHERE m.key = 'x'"
        ),
        *(value for side in sides for value in side),
    )


@pytest.mark.parametrize(
    ("kind", "statements", "says"),
    [
        ("issued", [lines(("shelf", -2), ("issued", 1))], "add to zero"),
        ("issued", [lines(("shelf", -6), ("issued", 6))], "stock_never_below_zero"),
        ("issued", [lines(("outside", -1), ("issued", 1))], "do not go that way"),
        ("received", [lines(("outside", -1), ("shelf", 1))], "do not go that way"),
        ("given", [lines(("shelf", -1), ("issued", 1))], "do not go that way"),
        ("issued", [], "add to zero"),
        (
            "issued",
            [lines(("shelf", -1), ("issued", 1)), lines(("shelf", -1), ("issued", 1))],
            "all at once|movement_line_once",
        ),
        ("issued", [lines(("shelf", 0), ("issued", 0))], "movement_line_not_zero"),
    ],
)
def test_a_movement_is_whole_and_goes_a_known_way(bought, rice, kind, statements, says):
    bought(rice, 5)
    refused((MOVEMENT, kind), *statements, says=says)


def test_a_movement_of_another_transaction_is_closed(bought, rice):
    bought(rice, 5)
    run("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    run("SET session_replication_role = replica")
    run("UPDATE stock_movement SET made_in = 1")
    run("RESET session_replication_role")
    refused(
        (
            (
                "INSERT INTO stock_movementline (movement_id, holding_id, quantity)"
                " SELECT m.id, h.id, CASE h.position WHEN 'issued' THEN 1 ELSE -1 END"
                " FROM stock_movement m, stock_holding h WHERE h.position IN ('sorting', 'issued')"
            ),
        ),
        says="all at once",
    )


def test_lots_cannot_be_created_on_the_shelf(bought, rice, store):
    lot = bought(rice, 5)
    refused(
        (
            (
                "INSERT INTO stock_holding (store_id, lot_id, goods_id, position, quantity)"
                " VALUES (%s, %s, %s, 'shelf', 10)"
            ),
            store.pk,
            lot.pk,
            rice.pk,
        ),
        says="movements alone",
    )
