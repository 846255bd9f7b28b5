"""账簿核验、试算平衡、收支汇总: the pages of the book, and the same by the API."""

import io
import zipfile
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from assistance.funds import queries, services
from assistance.funds.models import Account, Entry, FundSource, Seal, Verification
from ground.jobs.models import Job
from ground.kernel.periods import Period
from ground.privacy.models import Release
from ground.web import leaving
from tests.funds.conftest import FEBRUARY, JANUARY
from tests.funds.tampering import tamper

LISTS = ["/funds/books/", "/funds/spending/?from=2008-01-01&to=2008-12-31", "/api/v1/funds/books"]
OF_BOOK = ["/funds/books/{book}/", "/api/v1/funds/books/{book}"]


def words(answer):
    """What an answer says in its own place: the frame names the root for everybody."""
    if answer.headers["Content-Type"].startswith("application/json"):
        return str(answer.json())
    return answer.content.decode().split("<main")[-1]


@pytest.mark.parametrize("url", LISTS + OF_BOOK)
def test_by_role_and_scope(book, source, person, make_organisation, client_of, url):
    is_of_book, url = url in OF_BOOK, url.format(book=book)
    for role in ("auditor", "leader"):
        answer = client_of(person(role)).get(url)
        assert answer.status_code == 200
        assert (source.name if "spending" in url else source.organisation.name) in words(answer)
    assert client_of(person("liaison")).get(url).status_code == 403
    elsewhere = client_of(person("auditor", make_organisation("临澧县总工会", "union"))).get(url)
    if is_of_book:
        assert elsewhere.status_code == 404
    else:
        assert source.name not in words(elsewhere)
        assert source.organisation.name not in words(elsewhere)


def test_an_organisation_without_money_has_no_book(book, person, make_organisation, client_of):
    other = make_organisation("临澧县总工会", "union")
    client = client_of(person("auditor"))
    assert client.get(f"/funds/books/{other.pk}/").status_code == 404
    assert client.get(f"/api/v1/funds/books/{other.pk}").status_code == 404


def test_a_book_is_verified_by_its_page(book, person, client_of, drain, at):
    auditor = person("auditor")
    client = client_of(auditor)
    drain()
    with at("2008-02-02"):
        assert client.post(f"/funds/books/{book}/verify/").status_code == 302
        assert client.post(f"/funds/books/{book}/verify/").status_code == 302
        assert Job.objects.count() == 1
        assert "正在核验" in client.get(f"/funds/books/{book}/").content.decode()
        drain()
    kept = Verification.objects.get()
    assert (kept.by, kept.told, kept.sealed, kept.waiting) == (
        auditor,
        "账簿完整，核到第 8 笔",
        8,
        0,
    )
    page = client.get(f"/funds/books/{book}/").content.decode()
    assert "账簿完整，核到第 8 笔" in page
    assert str(Seal.objects.get(last=8)) in page
    told = client.get(f"/api/v1/funds/books/{book}").json()
    assert (told["number"], told["waiting"], told["hash"]) == (8, 0, kept.hash)
    assert told["verification"]["intact"] is True
    assert told["verification"]["faults"] == []


def test_faults_are_shown_as_sentences(book, person, client_of, drain):
    entry = Entry.objects.get(sealed__number=3)
    tamper(f"UPDATE funds_entry SET summary = '改' WHERE id = {entry.pk}")
    client = client_of(person("finance"))
    asked = client.post(f"/api/v1/funds/books/{book}/verify")
    assert asked.status_code == 202
    drain()
    assert Job.objects.get(key=asked.json()["key"]).state == "done"
    sentence = f"第 3 笔（凭证 {entry.pk}）：内容与封存时不同"
    page = client.get(f"/funds/books/{book}/").content.decode()
    assert "账簿不完整：完整核到第 2 笔，共发现 1 处不符" in page
    assert sentence in page
    assert client.get(f"/api/v1/funds/books/{book}").json()["verification"]["faults"] == [sentence]


def test_who_may_verify_and_export(book, person, client_of):
    for role in ("union_staff", "approver", "office", "leader"):
        client = client_of(person(role))
        for what in ("verify", "export"):
            assert client.post(f"/funds/books/{book}/{what}/").status_code == 403
        assert client.post(f"/api/v1/funds/books/{book}/verify").status_code == 403
        assert "导出账簿" not in client.get(f"/funds/books/{book}/").content.decode()
    assert not Job.objects.exists()
    assert not Release.objects.exists()


def test_a_verification_is_neither_changed_nor_removed(book):
    services.keep_verification(by=None, found=queries.verify_book(book))
    for sql in ("UPDATE funds_verification SET faults = '[]'", "DELETE FROM funds_verification"):
        with pytest.raises(DatabaseError, match="append-only"):
            try_one(sql)
    assert Verification.objects.get().is_intact


@transaction.atomic
def try_one(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_book_is_exported_on_the_record(book, person, client_of):
    client = client_of(person("auditor"))
    answer = client.post(f"/funds/books/{book}/export/")
    content = b"".join(answer.streaming_content)
    release = Release.objects.get()
    assert (release.rows, release.size, release.personal) == (7, len(content), False)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["说明.txt", "check_ledger.py", "账簿.jsonl"]
        assert release.shown_code in archive.read("说明.txt").decode("utf-8-sig")


def test_a_summary_with_a_number_asks_for_a_reason(book, source, finance, client_of, drain, at):
    with at("2008-02-01"):
        services.receive_money(
            by=finance, source=source, amount="1", on=FEBRUARY, summary="退回 13907361234"
        )
    drain()
    client = client_of(finance)
    url = f"/funds/books/{book}/export/"
    asked = client.post(url).content.decode()
    assert "用途" in asked
    assert "第9笔摘要含有手机号" in asked
    assert Release.objects.get().refusal
    assert client.get(url).status_code == 302
    given = client.post(url, {"reason": "审计取证"})
    assert given.headers["Content-Type"] == "application/zip"
    assert b"".join(given.streaming_content)
    assert Release.objects.latest("pk").personal


def test_too_large_for_a_page(book, finance, client_of, monkeypatch):
    monkeypatch.setattr("assistance.funds.rules.ledger.LARGEST_BOOK", 6)
    answer = client_of(finance).post(f"/funds/books/{book}/export/", follow=True)
    assert "manage.py export-ledger" in answer.content.decode()
    assert not Release.objects.exists()


def test_a_trial_balance_shows_what_has_anything_and_opens_to_it(book, source, person, client_of):
    client = client_of(person("auditor"))
    page = client.get("/funds/trial-balance/?on=2008-02-01").content.decode()
    assert f"/funds/{source.pk}/?account=spent&amp;to=2008-02-01" in page
    assert "银行在途" not in page
    assert str(Seal.objects.get(last=7)) in page
    assert "尚未核验" in page
    before = client.get("/api/v1/funds/trial-balance?on=2008-01-31").json()
    after = client.get("/api/v1/funds/trial-balance?on=2008-02-01").json()
    kinds = ("available", "reserved", "spent")
    assert [Decimal(before["total"][kind]) for kind in kinds] == [30000, 0, 0]
    assert [after["total"][kind] for kind in kinds] == ["29935.00", "5.00", "60.00"]
    assert after["books"][0]["number"] == 7


def test_what_was_spent_by_item_and_unit_opens_to_its_entries(book, source, person, client_of):
    told = queries.spending(
        Period(starts_on=JANUARY, ends_on=FEBRUARY), FundSource.objects.filter(pk=source.pk)
    )
    rows = [
        (row.item, row.unit, row.moved.granted, row.moved.spent, row.moved.reserved, row.number)
        for row in told.rows
    ]
    assert rows == [
        ("", None, Decimal(30000), Decimal(0), Decimal(5), 0),
        ("living", source.organisation, Decimal(0), Decimal(60), Decimal(0), 3),
    ]
    client = client_of(person("auditor"))
    page = client.get("/funds/spending/?from=2008-01-01&to=2008-02-01").content.decode()
    address = (
        f"/funds/{source.pk}/?account=spent&from=2008-01-01&to=2008-02-01"
        f"&item=living&unit={source.organisation_id}"
    )
    assert address.replace("&", "&amp;") in page
    opened = client.get(address).content.decode()
    assert "只列：" in opened
    assert opened.count("发放慰问金") == 3
    nothing = client.get(address.replace("living", "study")).content.decode()
    assert "发放慰问金" not in nothing
    sheet = client.get("/funds/spending/?from=2008-01-01&to=2008-02-01&export=xlsx")
    assert b"".join(sheet.streaming_content)[:2] == b"PK"


def test_every_page_of_a_statement_goes_on_where_the_last_ended(book, source):
    for kind in ("reserved", "available", "spent"):
        account = Account.objects.get(source=source, kind=kind)
        period = Period(starts_on=JANUARY, ends_on=FEBRUARY)
        whole = queries.statement(account, period, limit=50)
        number = queries.number_of_lines(account, period)
        assert len(whole.lines) == number
        assert list(queries.statement_lines(account, period)) == whole.lines
        for start in range(number + 1):
            for limit in (1, 2, 50):
                part = queries.statement(account, period, start=start, limit=limit)
                assert part.lines == whole.lines[start : start + limit]
                assert (part.opening, part.closing) == (whole.opening, whole.closing)


def test_a_statement_leaves_whole_or_says_that_it_is_too_long(
    book, source, person, client_of, monkeypatch
):
    client, address = client_of(person("auditor")), f"/funds/{source.pk}/?account=spent&export=xlsx"
    sheet = load_workbook(io.BytesIO(b"".join(client.get(address).streaming_content))).active
    told = queries.statement(
        Account.objects.get(source=source, kind="spent"), queries.life_of(source), limit=50
    )
    lines = told.lines
    title, marks, _, first, *rows, last = [[cell.value for cell in row] for row in sheet]
    assert (title[0], "金额单位：元" in marks[0]) == (f"“{source}”已支出明细账", True)
    assert (first[2], first[5]) == ("期初余额", told.opening)
    assert [row[5] for row in rows] == [one.running for one in lines]
    assert last[2:6] == [
        "本期合计、期末余额",
        sum(one.amount for one in lines if one.amount > 0),
        -sum(one.amount for one in lines if one.amount < 0),
        told.closing,
    ]
    monkeypatch.setattr(leaving, "MOST_ROWS", len(lines) - 1)
    told = client.get(address, follow=True)
    assert f"共{len(lines)}条，超过一次导出的上限{len(lines) - 1}条" in told.content.decode()
    assert Release.objects.count() == 1


def test_the_place_of_an_entry(book, person, client_of):
    client = client_of(person("auditor"))
    sealed, waiting = Entry.objects.get(sealed__number=3), Entry.objects.get(key="待")
    assert "第 3 笔，已封存" in client.get(f"/funds/entries/{sealed.pk}/").content.decode()
    assert "待封存" in client.get(f"/funds/entries/{waiting.pk}/").content.decode()
    told = client.get(f"/api/v1/funds/entries/{sealed.pk}").json()
    assert (told["number"], told["hash"]) == (3, bytes(sealed.sealed.hash).hex())
    assert client.get(f"/api/v1/funds/entries/{waiting.pk}").json()["number"] is None


@pytest.mark.parametrize("url", [*LISTS, "/funds/trial-balance/"])
def test_no_query_per_book(book, finance, make_organisation, client_of, url):
    client = client_of(finance)

    def number():
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    one = number()
    for name in ("临澧县总工会", "石门县总工会"):
        services.open_source(
            by=finance,
            organisation=make_organisation(name, "union"),
            kind="own",
            name="帮扶资金",
            year=2008,
        )
    assert number() == one
