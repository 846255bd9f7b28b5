"""The chain of an account book, and what happens to it when somebody with all rights changes a row."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from assistance.funds import queries, services
from assistance.funds.checker import beginning, link
from assistance.funds.models import Entry, Seal, SealedEntry, UnsealedEntry
from assistance.funds.rules import Line, Move
from ground.events.models import RecordedEvent
from ground.events.services import begin_day
from tests.at_once import at_once

ON = date(2008, 2, 1)


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def post(source, finance, at):
    def lines(number, *, begin=0, move=Move.RESERVED, amount="10"):
        with at("2008-02-01"):
            return services.post(
                by=finance,
                source=source,
                move=move,
                on=ON,
                lines=[
                    Line(key=f"批:{move.name}:{n}", amount=Decimal(amount), summary="批准")
                    for n in range(begin, begin + number)
                ],
            )

    return lines


def test_entries_are_sealed_by_their_event_and_numbered_in_order(source, post, drain):
    assert UnsealedEntry.objects.count() == 1
    drain()
    post(3)
    assert SealedEntry.objects.count() == 1
    drain()
    assert not UnsealedEntry.objects.exists()
    assert list(SealedEntry.objects.values_list("number", "entry__key")[1:]) == [
        (2, "批:RESERVED:0"),
        (3, "批:RESERVED:1"),
        (4, "批:RESERVED:2"),
    ]
    seals = Seal.objects.order_by("pk").values_list("first", "last")
    assert list(seals) == [(1, 1), (2, 4)]
    told = RecordedEvent.objects.filter(name="funds.book_sealed").latest("pk").payload
    assert told == {
        "book_id": source.organisation_id,
        "last": 4,
        "hash": bytes(SealedEntry.objects.get(number=4).hash).hex(),
    }


def test_very_many_are_sealed_bit_by_bit(source, post, drain):
    """What one transaction seals stays; an event goes on with the rest, and the chain has no gap."""
    drain()
    post(12)
    book = source.organisation_id
    made = services.seal_book(book, at_once=2)
    assert [(one.first, one.last) for one in made] == [(n, n + 1) for n in range(2, 12, 2)]
    assert UnsealedEntry.objects.count() == 2
    told = RecordedEvent.objects.filter(name="funds.more_to_seal")
    assert [one.payload for one in told] == [{"book_id": book, "last": 11}]
    drain()
    assert not UnsealedEntry.objects.exists()
    assert [one.number for part in queries.sealed_facts(book, last=99) for one in part] == list(
        range(1, 14)
    )
    assert queries.verify_book(book).faults == []
    post(10, begin=12)
    assert len(services.seal_book(book, at_once=2)) == 5
    assert told.count() == 1  # nothing was left


def test_a_hash_holds_the_one_before_it_and_all_of_the_entry(source, drain):
    drain()
    with connection.cursor() as cursor:
        cursor.execute("SELECT made_in FROM funds_entry")
        [[made_in]] = cursor.fetchall()
    [[sealed]] = queries.sealed_facts(source.organisation_id, last=1)
    assert sealed.facts == {
        "id": Entry.objects.get().pk,
        "key": Entry.objects.get().key,
        "on": "2008-01-03",
        "summary": "2008年送温暖专项资金到账",
        "item": "",
        "unit": None,
        "corrects": None,
        "by": Entry.objects.get().made_by_id,
        "because": None,
        "transaction": made_in,
        "recorded_at": Entry.objects.get().recorded_at.isoformat(timespec="microseconds"),
        "book": source.organisation_id,
        "source": [source.pk, "upper_union", 2008, "送温暖专项资金", "常工发〔2008〕1号"],
        "postings": [
            [source.accounts.get(kind="granted").pk, "granted", "-30000.00"],
            [source.accounts.get(kind="available").pk, "available", "30000.00"],
        ],
    }
    assert sealed.hash == link(beginning(source.organisation_id), sealed.facts)
    assert json.loads(json.dumps(sealed.facts)) == sealed.facts


def test_nothing_waits_nothing_is_sealed(source, drain):
    drain()
    assert services.seal_book(source.organisation_id) == []
    assert Seal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_seal_one_book_at_once(source, post):
    post(40)
    made = at_once(*[lambda: len(services.seal_book(source.organisation_id))] * 8)
    assert sorted(made) == [0] * 7 + [1]
    numbers = SealedEntry.objects.values_list("number", flat=True)
    assert list(numbers) == list(range(1, 42))


def test_books_that_wait_are_sealed_when_a_day_begins(source, post, drain, at):
    drain()
    run("DELETE FROM events_delivery")
    post(1)
    run("DELETE FROM events_delivery")  # nothing was carried for a while
    with at("2008-02-02"):
        begin_day(date(2008, 2, 2))
    drain()
    assert SealedEntry.objects.count() == 2
