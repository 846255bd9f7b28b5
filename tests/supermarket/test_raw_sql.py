"""The database refuses by itself: ways around the counter that we could think of."""

import pytest
from django.db import DatabaseError, connection, transaction

from ground.kernel import clock
from tests.supermarket.conftest import JUNE, adds_up

pytestmark = pytest.mark.django_db


@transaction.atomic
def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE supermarket_lovecard SET balance = 500", "entries alone"),
        ("UPDATE supermarket_lovecard SET number = '1'", "keeps its number"),
        ("DELETE FROM supermarket_lovecard", "append-only"),
        ("UPDATE supermarket_cardentry SET amount = 500 WHERE amount > 0", "append-only"),
        ("DELETE FROM supermarket_cardentry", "append-only"),
        ("TRUNCATE supermarket_cardentry", "append-only"),
        ("UPDATE supermarket_issue SET value = 1, charged = 1", "append-only"),
        ("DELETE FROM supermarket_issue", "append-only"),
        ("UPDATE supermarket_issueline SET quantity = 1", "append-only"),
        ("UPDATE supermarket_cardrule SET face_value = 1", "append-only"),
        ("DELETE FROM supermarket_difference", "append-only"),
        ("UPDATE supermarket_difference SET amount = 1", "decided stays"),
        (
            (
                'INSERT INTO supermarket_cardentry (card_id, key, kind, amount, "on")'
                " SELECT id, 'x', 'spent', -500, '2008-06-10' FROM supermarket_lovecard"
            ),
            "card_never_below_zero",
        ),
        (
            (
                'INSERT INTO supermarket_cardentry (card_id, key, kind, amount, "on")'
                " SELECT id, 'x', 'spent', 500, '2008-06-10' FROM supermarket_lovecard"
            ),
            "card_entry_has_its_sign",
        ),
        (
            (
                'INSERT INTO supermarket_issue (key, store_id, card_id, file_id, "on", value, charged,'
                " was_offline, handed_at, made_by_id, recorded_at) SELECT gen_random_uuid(), store_id, card_id,"
                ' file_id, "on", 9, 9, false, handed_at, made_by_id, recorded_at FROM supermarket_issue'
            ),
            "not what its lines",
        ),
        (
            (
                'INSERT INTO supermarket_cardentry (card_id, key, kind, amount, "on")'
                ' SELECT card_id, key, kind, amount, "on" FROM supermarket_cardentry WHERE amount > 0'
            ),
            "unique",
        ),
    ],
)
def test_nothing_written_is_changed_or_slipped_in(bought, rice, card, issue, sql, says):
    bought(rice, 5)
    issue(card, (rice, 2))
    issue(card, (rice, 1), handed_at=clock.at_hour(JUNE))  # more than is left
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    with pytest.raises(DatabaseError, match=says):
        run(sql)
    assert adds_up(card)
