"""Somebody with all rights cuts, extends, renumbers or rewrites the chain of a book or its seals."""

import pytest

from assistance.funds import queries, services
from assistance.funds.checker import beginning, link
from assistance.funds.models import Entry
from tests.funds.tampering import as_superuser, faults_of, run, tamper, the


def test_the_hash_beside_an_entry(book):
    tamper(
        "UPDATE funds_sealedentry SET hash = set_byte(hash, 31, 255 - get_byte(hash, 31)) WHERE number = 3"
    )
    found = queries.verify_book(book)
    assert found.intact_to == 2
    assert f"第 3 笔（凭证 {the(3).pk}）：内容与封存时不同" in found.faults


def test_a_number_left_out_and_one_twice(book):
    tamper("UPDATE funds_sealedentry SET number = number + 10 WHERE number > 4")
    assert "第 5 笔至第 14 笔缺失" in faults_of(book)


def test_two_that_changed_places(book):
    tamper(
        "UPDATE funds_sealedentry SET number = 100 WHERE number = 3",
        "UPDATE funds_sealedentry SET number = 3 WHERE number = 4",
        "UPDATE funds_sealedentry SET number = 4 WHERE number = 100",
    )
    found = faults_of(book)
    assert f"第 3 笔（凭证 {the(3).pk}）：内容与封存时不同" in found


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            "hash = set_byte(hash, 0, 255 - get_byte(hash, 0)) WHERE last = 4",
            "第 4 笔：封存的散列与封签记录不同",
        ),
        ("last = 5 WHERE last = 4", "封签 5：封签记录与当时发布的事件、操作记录不一致"),
        ("first = 3 WHERE last = 4", "封签 4：与前一封签不相接"),
    ],
)
def test_a_seal(book, change, says):
    tamper(f"UPDATE funds_seal SET {change}")
    assert any(one.startswith(says) for one in faults_of(book))


def test_a_seal_that_was_taken_away(book):
    tamper("DELETE FROM funds_seal WHERE last = 4")
    found = faults_of(book)
    assert "封签 4：封签记录与当时发布的事件、操作记录不一致" in found
    assert "封签 7：与前一封签不相接" in found


@pytest.mark.parametrize(
    ("table", "change", "says"),
    [
        (
            "events_recordedevent",
            "payload = jsonb_set(payload, '{hash}', '\"00\"')",
            "当时发布的事件",
        ),
        ("audit_entry", "details = jsonb_set(details, '{hash}', '\"00\"')", "操作记录"),
    ],
)
def test_what_was_told_of_a_seal(book, table, change, says):
    name = "name" if table.startswith("events") else "action"
    tamper(f"UPDATE {table} SET {change} WHERE {name} = 'funds.book_sealed'")
    assert f"第 4 笔：封存的散列与{says}不同，其前的账簿被改写，或末尾被删除" in faults_of(book)


def test_an_entry_taken_out_of_the_middle(book):
    entry = the(3)
    tamper(
        f"DELETE FROM funds_posting WHERE entry_id = {entry.pk}",
        f"DELETE FROM funds_entry WHERE id = {entry.pk}",
    )
    assert "第 3 笔：封存记录还在，凭证已不存在" in faults_of(book)


def forget(first):
    """The last entries with everything that the ledger itself keeps of them, balances put right."""
    tamper(
        "CREATE TEMPORARY TABLE gone ON COMMIT DROP AS"
        f" SELECT entry_id FROM funds_sealedentry WHERE number >= {first}",
        "DELETE FROM funds_posting WHERE entry_id IN (SELECT entry_id FROM gone)",
        f"DELETE FROM funds_sealedentry WHERE number >= {first}",
        "DELETE FROM funds_entry WHERE id IN (SELECT entry_id FROM gone)",
        f"DELETE FROM funds_seal WHERE last >= {first}",
        "DELETE FROM funds_daytotal",
        "DELETE FROM funds_accountday",
        'INSERT INTO funds_daytotal (account_id, "on", item, unit_id, amount, number) SELECT p.account_id,'
        ' p."on", e.item, e.unit_id, sum(p.amount), count(*) FROM funds_posting p'
        " JOIN funds_entry e ON e.id = p.entry_id GROUP BY 1, 2, 3, 4",
        'INSERT INTO funds_accountday (account_id, "on", amount, number, closing)'
        ' SELECT account_id, "on", sum(amount), count(*), sum(sum(amount)) OVER'
        ' (PARTITION BY account_id ORDER BY "on") FROM funds_posting GROUP BY 1, 2',
        "UPDATE funds_account a SET balance = coalesce((SELECT sum(amount) FROM funds_posting p"
        " WHERE p.account_id = a.id), 0)",
    )


def test_the_last_entries_with_their_seal(book):
    forget(5)
    found = queries.verify_book(book)
    assert (found.intact_to, found.sealed) == (4, 4)
    assert "第 7 笔：封存的散列与当时发布的事件不同，其前的账簿被改写，或末尾被删除" in found.faults
    assert "第 7 笔：封存的散列与操作记录不同，其前的账簿被改写，或末尾被删除" in found.faults


def test_the_last_entries_with_everything_but_an_earlier_verification(book):
    services.keep_verification(by=None, found=queries.verify_book(book))
    forget(5)
    tamper(
        "DELETE FROM events_recordedevent WHERE name = 'funds.book_sealed' AND payload->>'last' = '7'",
        "DELETE FROM audit_entry WHERE action = 'funds.book_sealed' AND details->>'last' = '7'",
    )
    assert faults_of(book) == [
        "第 7 笔：封存的散列与以前的核验不同，其前的账簿被改写，或末尾被删除"
    ]


ENTRY = """
    INSERT INTO funds_entry (source_id, "on", key, summary)
        SELECT source_id, "on", 'y', summary FROM funds_entry WHERE key = '待'
"""


POSTINGS = """
    INSERT INTO funds_posting (entry_id, account_id, "on", amount)
        SELECT e.id, a.id, e."on", CASE a.kind WHEN 'available' THEN -5 ELSE 5 END
          FROM funds_entry e, funds_account a
         WHERE e.key = 'y' AND a.kind IN ('available', 'reserved')
"""


def test_an_entry_put_behind_the_chain(book):
    tamper(ENTRY, POSTINGS)
    entry = Entry.objects.get(key="y")
    found = faults_of(book)
    assert f"凭证 {entry.pk}（{entry.on}）：封存登记不一致" in found
    assert any("当日合计与分录不符" in one for one in found)


def test_an_entry_put_behind_the_chain_with_a_place_in_it(book):
    tamper(
        ENTRY,
        POSTINGS,
        "INSERT INTO funds_sealedentry (entry_id, book_id, number, hash)"
        f" SELECT id, {book}, 8, sha256('x') FROM funds_entry WHERE key = 'y'",
    )
    entry = Entry.objects.get(key="y")
    found = faults_of(book)
    assert f"第 8 笔（凭证 {entry.pk}）：内容与封存时不同" in found
    assert "封签 8：与前一封签不相接" in found


def test_an_entry_that_waits_for_the_seal_of_another_book(book, make_organisation):
    other = make_organisation("临澧县总工会", "union")
    entry = Entry.objects.get(key="待")
    tamper(f"UPDATE funds_unsealedentry SET book_id = {other.pk}")
    assert faults_of(book) == [f"凭证 {entry.pk}（{entry.on}）：封存登记不一致"]


def test_an_entry_that_waits_and_belongs_to_no_source(book):
    entry = Entry.objects.get(key="待")
    tamper(f"UPDATE funds_entry SET source_id = 0 WHERE id = {entry.pk}")
    assert f"凭证 {entry.pk}（{entry.on}）：分录不平，或不属于同一资金、同一日期" in faults_of(book)


def test_a_place_among_the_waiting_without_its_entry(book):
    entry = Entry.objects.get(key="待")
    tamper(f"DELETE FROM funds_entry WHERE id = {entry.pk}")
    assert f"凭证 {entry.pk}（凭证不存在）：封存登记不一致" in faults_of(book)


def test_an_entry_that_no_seal_will_reach(book):
    entry = Entry.objects.get(key="待")
    tamper("DELETE FROM funds_unsealedentry")
    assert faults_of(book) == [f"凭证 {entry.pk}（{entry.on}）：封存登记不一致"]


def test_a_chain_written_anew(book):
    """One summary changed, every hash after it made anew, the seals too: what was told remains."""
    entry = the(3)
    tamper(f"UPDATE funds_entry SET summary = '改' WHERE id = {entry.pk}")
    before = beginning(book)
    hashes = {}
    for part in queries.sealed_facts(book, last=7):
        for one in part:
            before = link(before, one.facts)
            hashes[one.number] = before
    with as_superuser():
        for number, new in hashes.items():
            run("UPDATE funds_sealedentry SET hash = %s WHERE number = %s", new, number)
        for last in (1, 4, 7):
            run("UPDATE funds_seal SET hash = %s WHERE last = %s", hashes[last], last)
    found = queries.verify_book(book)
    assert found.faults == [
        f"第 {last} 笔：封存的散列与{by}不同，其前的账簿被改写，或末尾被删除"
        for last in (4, 7)
        for by in ("当时发布的事件", "操作记录")
    ]
