"""A book that left the house is checked by one file, without our program."""

import ast
import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistance.funds import checker, queries, services
from assistance.funds.checker import check
from assistance.funds.models import Account, Entry, SealedEntry, Verification
from ground.accounts.models import Organisation
from ground.kernel.errors import RuleBroken
from ground.privacy import services as privacy
from ground.privacy.models import Release
from tests.funds.tampering import tamper

MANY = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FEW = settings(MANY, max_examples=40)


def release_of(finance, book, **also):
    organisation = Organisation.objects.get(pk=book)
    return privacy.release(
        by=finance, organisation=organisation, title="账簿", format="zip", **also
    )


@pytest.fixture
def exported(book, finance):
    """The bytes of the three files, by name."""
    into = io.BytesIO()
    release = release_of(finance, book)
    assert services.write_book(release.organisation, into, release) == 7
    with zipfile.ZipFile(into) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def alone(exported, tmp_path):
    """Run the checker that came with the book on bytes, as a stranger would."""
    program = tmp_path / "check_ledger.py"
    program.write_bytes(exported["check_ledger.py"])

    def run(content, *more):
        file = tmp_path / "book.jsonl"
        file.write_bytes(content)
        command = [sys.executable, "-I", "-S", str(program), str(file), *more]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


def outcome(content, seals=None):
    """The exit status that the checker would give, and its faults."""
    try:
        _, found = check(io.BytesIO(content), seals or {})
    except ValueError:
        return 2, []
    return (1 if found.faults else 0), found.faults


def test_it_is_the_very_file_of_the_program_and_needs_nothing_else(exported):
    source = Path(checker.__file__).read_bytes()
    assert exported["check_ledger.py"] == source
    imported = {
        (one.module or "") if isinstance(one, ast.ImportFrom) else name.name
        for one in ast.walk(ast.parse(source))
        if isinstance(one, ast.Import | ast.ImportFrom)
        for name in one.names
    }
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_an_intact_book(exported, alone, book):
    done = alone(exported["账簿.jsonl"])
    shown = bytes(SealedEntry.objects.get(number=7).hash).hex()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == f"账簿完整：核到第 7 笔，封签 7:{shown}"
    lines = [line.split() for line in done.stdout.splitlines()[1:-1]]
    assert ["拨入", "30,000.00"] in [line[-2:] for line in lines]
    assert ["可用", "29,940.00"] in [line[-2:] for line in lines]
    assert dict(Account.Kind.choices) == checker.ACCOUNTS
    words = exported["说明.txt"].decode("utf-8-sig")
    assert f"--seal 7:{shown}" in words
    head = json.loads(exported["账簿.jsonl"].splitlines()[0])
    assert (head["book"], head["last"], head["hash"]) == (book, 7, shown)


def test_the_program_and_the_checker_say_the_same_of_a_changed_row(book, finance, alone):
    entry = Entry.objects.get(sealed__number=3)
    tamper(f"UPDATE funds_entry SET summary = '改' WHERE id = {entry.pk}")
    into = io.BytesIO()
    release = release_of(finance, book)
    services.write_book(release.organisation, into, release)
    with zipfile.ZipFile(into) as archive:
        done = alone(archive.read("账簿.jsonl"))
    said = f"第 3 笔（凭证 {entry.pk}）：内容与封存时不同"
    assert queries.verify_book(book).faults == [said]
    assert (done.returncode, f"不符：{said}" in done.stdout) == (1, True)
    assert done.stdout.splitlines()[-1] == "账簿不完整：完整核到第 2 笔"


def test_every_changed_byte_is_found(exported):
    whole = exported["账簿.jsonl"]
    assert outcome(whole) == (0, [])

    @MANY
    @given(at=st.integers(0, len(whole) - 1), other=st.integers(0, 255))
    def changed(at, other):
        if whole[at] != other:
            assert outcome(whole[:at] + bytes([other]) + whole[at + 1 :])[0] in {1, 2}

    changed()


def test_every_changed_byte_of_an_entry_names_it_or_its_line(exported, alone):
    whole = exported["账簿.jsonl"]
    lines = whole.splitlines(keepends=True)
    begins = [sum(map(len, lines[:at])) for at in range(len(lines))]

    @FEW
    @given(
        number=st.integers(1, 7), at=st.integers(0, 10_000), other=st.sampled_from(b'09af",:\n\r x')
    )
    def changed(number, at, other):
        place = begins[number] + at % len(lines[number])
        if whole[place] == other:
            return
        done = alone(whole[:place] + bytes([other]) + whole[place + 1 :])
        assert done.returncode in {1, 2}
        assert "Traceback" not in done.stderr
        told = done.stdout + done.stderr
        assert any(
            name in told
            for name in (f"第 {number} 笔", f"第 {number + 1} 行", f"第 {number + 1} 笔")
        )

    changed()


@MANY
@given(cut=st.integers(0, 10_000), put=st.binary(min_size=1, max_size=3), at=st.integers(0, 10_000))
def test_what_is_left_out_or_put_in_is_found(exported, cut, put, at):
    whole = exported["账簿.jsonl"]
    cut, at = cut % len(whole), at % (len(whole) + 1)
    assert outcome(whole[:cut])[0] in {1, 2}
    assert outcome(whole[:cut] + whole[cut + 1 :])[0] in {1, 2}
    assert outcome(whole[:at] + put + whole[at:])[0] in {1, 2}


def test_lines_moved_doubled_and_left_out(exported):
    head, *lines = exported["账簿.jsonl"].splitlines(keepends=True)
    for changed in (
        [lines[1], lines[0], *lines[2:]],
        [lines[0], *lines],
        [lines[0], *lines[2:]],
        lines[:-1],
        [*lines, lines[-1]],
    ):
        assert outcome(b"".join([head, *changed]))[0] == 1


def written_anew(content, change):
    """The book as somebody makes it who knows all of this: every hash and the head made anew."""
    head, *rows = (json.loads(line) for line in content.splitlines())
    before = checker.beginning(head["book"])
    for row in rows:
        change(row["entry"])
        before = checker.link(before, row["entry"])
        row["hash"] = before.hex()
    head["hash"] = before.hex()
    head["digest"] = checker.digest_of(head)
    return b"".join(checker.text_of(row) + b"\n" for row in (head, *rows))


def test_a_book_written_anew_does_not_hold_an_old_seal(exported, alone):
    whole = exported["账簿.jsonl"]
    anew = written_anew(whole, lambda entry: entry.update(summary="改"))
    seal = f"4:{bytes(SealedEntry.objects.get(number=4).hash).hex()}"
    assert alone(whole, "--seal", seal).returncode == 0
    assert alone(anew).returncode == 0  # nothing inside can tell
    done = alone(anew, "--seal", seal)
    assert done.returncode == 1
    assert "第 4 笔：与另行记下的封签不同，其前的账簿被重写过" in done.stdout
    short = b"".join(whole.splitlines(keepends=True)[:4])
    assert "末尾被删除" in alone(short, "--seal", seal).stdout
    assert alone(whole, "--seal", "4:xyz").returncode == 2


@pytest.mark.parametrize("amount", ["NaN", "1e3", "-1.00", "10.001", 10.0, None])
def test_amounts_that_are_none_or_do_not_add_up(exported, amount):
    def change(entry):
        entry["postings"][0][2] = amount

    status, faults = outcome(written_anew(exported["账簿.jsonl"], change))
    assert status == 1
    assert "第 1 笔" in faults[0]


def test_money_that_was_never_there(exported):
    def change(entry):
        if entry["postings"][0][1] == "granted":
            entry["postings"] = [[1, "granted", "-1.00"], [2, "available", "1.00"]]

    faults = outcome(written_anew(exported["账簿.jsonl"], change))[1]
    assert any("可用的余额为负" in one for one in faults)


def test_what_is_no_book(alone):
    for content in (
        b"",
        b"\n",
        b"{}\n",
        b"[]\n",
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        b"1" * 9999,
    ):
        done = alone(content)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("无法核验：第 1 行")


def test_a_summary_with_a_number_of_a_person_stays_unless_declared(
    book, source, finance, at, drain
):
    with at("2008-02-01"):
        services.receive_money(
            by=finance, source=source, amount="1", on=date(2008, 2, 1), summary="退回 13907361234"
        )
    drain()
    release = release_of(finance, book)
    with pytest.raises(RuleBroken, match="第9笔摘要含有手机号"):
        services.write_book(release.organisation, io.BytesIO(), release)
    declared = release_of(finance, book, personal=True, reason="审计取证")
    assert services.write_book(declared.organisation, io.BytesIO(), declared) == 9


def test_verify_ledger_says_and_keeps_what_it_finds(book, root, capsys):
    call_command("verify-ledger", "--book", str(book))
    shown = bytes(SealedEntry.objects.get(number=7).hash).hex()
    assert capsys.readouterr().out == (
        f"账簿“{root.name}”完整：核到第 7 笔（另有 1 笔待封存），封签 7:{shown}\n"
    )
    kept = Verification.objects.get()
    assert (kept.told, kept.seal, kept.by) == ("账簿完整，核到第 7 笔", f"7:{shown}", None)
    entry = Entry.objects.get(sealed__number=3)
    tamper(f"UPDATE funds_entry SET summary = '改' WHERE id = {entry.pk}")
    with pytest.raises(SystemExit) as ended:
        call_command("verify-ledger")
    assert ended.value.code == 1
    assert capsys.readouterr().out.splitlines() == [
        f"账簿“{root.name}”不完整：完整核到第 2 笔，共 1 处不符",
        f"  第 3 笔（凭证 {entry.pk}）：内容与封存时不同",
    ]
    with pytest.raises(CommandError, match="没有编号"):
        call_command("verify-ledger", "--book", "999999")


def test_verify_ledger_in_a_database_without_tables(book):
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE funds_fundsource RENAME TO elsewhere"
        )
    with pytest.raises(CommandError, match="没有账簿的表"), transaction.atomic():
        call_command("verify-ledger")


def test_export_ledger_writes_a_book_of_any_size(book, finance, tmp_path, capsys):
    to = tmp_path / "book.zip"
    call_command("export-ledger", f"--book={book}", f"--by={finance.username}", f"--to={to}")
    release = Release.objects.get()
    assert (release.rows, release.size) == (7, to.stat().st_size)
    assert release.shown_code in capsys.readouterr().out
    with zipfile.ZipFile(to) as archive:
        assert outcome(archive.read("账簿.jsonl")) == (0, [])
