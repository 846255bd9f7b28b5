"""Somebody with all rights on the database changes one row: it is found, and it is named."""

from datetime import date

import pytest

from assistance.funds import queries, services
from assistance.funds.models import Account, Entry, Seal
from tests.funds.tampering import faults_of, tamper, the

ON = date(2008, 2, 1)


def test_an_honest_book_is_intact(book):
    found = queries.verify_book(book)
    assert (found.faults, found.intact_to, found.sealed, found.waiting) == ([], 7, 7, 1)
    assert found.hash == bytes(Seal.objects.get(last=7).hash).hex()


@pytest.mark.parametrize(
    "change",
    [
        "key = key || 'x'",
        '"on" = "on" + 1',
        "summary = '发放慰问全'",
        "item = 'livinh'",
        "unit_id = NULL",
        "corrects_id = (SELECT entry_id FROM funds_sealedentry WHERE number = 2)",
        "made_by_id = NULL",
        "event_id = coalesce(event_id, 0) + 1",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "made_in = made_in + 1",
    ],
)
def test_every_column_of_an_entry(book, change):
    entry = the(3)
    tamper(f"UPDATE funds_entry SET {change} WHERE id = {entry.pk}")
    found = queries.verify_book(book)
    assert found.intact_to == 2
    assert f"第 3 笔（凭证 {entry.pk}）：内容与封存时不同" in found.faults


def test_an_entry_moved_to_another_source(book, source, finance, root):
    other = services.open_source(by=finance, organisation=root, kind="own", name="另", year=2008)
    entry = the(3)
    tamper(f"UPDATE funds_entry SET source_id = {other.pk} WHERE id = {entry.pk}")
    assert f"第 3 笔（凭证 {entry.pk}）：内容与封存时不同" in faults_of(book)


@pytest.mark.parametrize(
    "change",
    [
        "amount = amount + sign(amount) * 0.01",
        "account_id = (SELECT id FROM funds_account WHERE kind = 'carried') WHERE amount > 0 AND true",
    ],
)
def test_the_postings_of_an_entry(book, change):
    entry = the(3)
    where = "AND" if "WHERE" in change else "WHERE"
    tamper(f"UPDATE funds_posting SET {change} {where} entry_id = {entry.pk}")
    found = faults_of(book)
    assert f"第 3 笔（凭证 {entry.pk}）：内容与封存时不同" in found
    assert any(one.startswith("科目") and "日合计与分录不符" in one for one in found)


def test_the_day_of_a_posting(book):
    entry = the(3)
    tamper(f'UPDATE funds_posting SET "on" = "on" + 1 WHERE entry_id = {entry.pk} AND amount > 0')
    found = faults_of(book)
    assert f"凭证 {entry.pk}（{entry.on}）：分录不平，或不属于同一资金、同一日期" in found


def test_a_posting_taken_away_and_one_put_beside(book):
    entry = the(3)
    account = Account.objects.get(kind="carried")
    tamper(f"DELETE FROM funds_posting WHERE entry_id = {entry.pk} AND amount > 0")
    tamper(
        'INSERT INTO funds_posting (entry_id, account_id, "on", amount)'
        f' SELECT id, {account.pk}, "on", 20 FROM funds_entry WHERE id = {entry.pk}'
    )
    assert f"第 3 笔（凭证 {entry.pk}）：内容与封存时不同" in faults_of(book)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("balance = balance + 0.01 WHERE kind = 'available'", "余额与日合计不符"),
        ("balance = balance + 0.01 WHERE kind = 'returned'", "余额与日合计不符"),
        ("kind = 'spend' WHERE kind = 'spent'", "内容与封存时不同"),
        ("kind = 'returnee' WHERE kind = 'returned'", "科目不全或被改动"),
    ],
)
def test_accounts(book, change, says):
    tamper(f"UPDATE funds_account SET {change}")
    assert any(says in one for one in faults_of(book))


@pytest.mark.parametrize(
    "change",
    ["name = '送温暖专项资余'", "year = 2009", "kind = 'own'", "document_no = document_no || 'x'"],
)
def test_what_names_a_source(book, change):
    tamper(f"UPDATE funds_fundsource SET {change}")
    found = queries.verify_book(book)
    assert found.intact_to == 0
    assert f"第 1 笔（凭证 {the(1).pk}）：内容与封存时不同" in found.faults


def test_a_text_moved_over_the_border_of_two_columns(book):
    tamper("UPDATE funds_fundsource SET name = name || ' 2008 upper_union', document_no = ''")
    assert f"第 1 笔（凭证 {the(1).pk}）：内容与封存时不同" in faults_of(book)


def test_two_entries_that_changed_their_text(book, root, finance):
    first, second = the(2), the(3)
    tamper(
        f"UPDATE funds_entry SET key = 'x' WHERE id = {first.pk}",
        f"UPDATE funds_entry SET key = '{first.key}' WHERE id = {second.pk}",
        f"UPDATE funds_entry SET key = '{second.key}' WHERE id = {first.pk}",
    )
    found = faults_of(book)
    for number, entry in ((2, first), (3, second)):
        assert f"第 {number} 笔（凭证 {entry.pk}）：内容与封存时不同" in found


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("funds_daytotal", "amount = amount + 0.01"),
        ("funds_daytotal", "number = number + 1"),
        ("funds_accountday", "amount = amount + 0.01"),
        ("funds_accountday", "number = number + 1"),
        ("funds_accountday", "closing = closing + 0.01"),
    ],
)
def test_totals_of_a_day(book, table, column):
    account = Account.objects.get(kind="spent")
    tamper(f"UPDATE {table} SET {column} WHERE account_id = {account.pk}")
    found = faults_of(book)
    assert any(
        one.startswith(f"科目 {account.pk}（送温暖专项资金（2008）已支出 2008-02-01）")
        for one in found
    )


def test_another_book_is_not_blamed(book, make_organisation, finance, at, drain):
    other = make_organisation("临澧县总工会", "union")
    with at("2008-02-01"):
        own = services.open_source(by=finance, organisation=other, kind="own", name="另", year=2008)
        services.receive_money(by=finance, source=own, amount="1", on=ON, summary="到账")
    drain()
    tamper("UPDATE funds_account SET balance = balance + 1 WHERE kind = 'available'")
    tamper(f"UPDATE funds_entry SET summary = '改' WHERE id = {the_of(book, 3).pk}")
    assert len(faults_of(book)) == 2
    assert len(faults_of(other.pk)) == 1


def the_of(book, number):
    return Entry.objects.get(sealed__book=book, sealed__number=number)
