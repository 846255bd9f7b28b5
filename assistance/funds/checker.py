"""Check an exported account book of 双联 without the program that kept it (核验导出的账簿).

    python3 check_ledger.py 账簿.jsonl                    is it whole, and what does it add up to?
    python3 check_ledger.py 账簿.jsonl --seal 1200:9f2c…  does it still hold a seal that was written down?

Needs Python 3.9 or newer and nothing else: read it before you trust it. An exported book is UTF-8 text,
one JSON object in each line. The first line tells the book; each further line is one entry:

    {"entry": {…}, "hash": "<64 hex digits>", "number": 7}

The hash of an entry is SHA-256 over the 32 bytes of the hash before it and the entry's canonical text:
its JSON with sorted keys, without blanks, in UTF-8. Before the first entry stands SHA-256 of
"shuanglian ledger <number of the book>". A changed, added, removed or moved byte breaks the chain
where it happened; each break is named. Whoever writes the whole chain anew makes another last hash:
compare it with one written down earlier (on a printed trial balance, or an older export) by --seal.

Exit status: 0 intact, 1 faults found, 2 the file or a seal could not be read.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

FORMAT = "shuanglian-ledger-1"
SHOWN = 20
HASH = re.compile(r"[0-9a-f]{64}")


def text_of(entry: Mapping[str, Any]) -> bytes:
    """The canonical text of an entry."""
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def beginning(book: int) -> bytes:
    """The hash before the first entry of a book."""
    return hashlib.sha256(f"shuanglian ledger {book}".encode()).digest()


def link(before: bytes, entry: Mapping[str, Any]) -> bytes:
    """The hash of an entry, given the one before it."""
    return hashlib.sha256(before + text_of(entry)).digest()


class Checker:
    """Takes the entries of a book in order; `faults` says what is wrong, in the order found.

    Each entry is checked against the hash that stands before it, so that one changed entry is one
    fault, and not all that follow it.
    """

    def __init__(self, book: int, seals: Mapping[int, str] | None = None) -> None:
        self.book, self.number, self.seals = book, 0, dict(seals or {})
        self.faults: list[str] = []
        self.intact_to = 0  # the last number before the first fault
        self.hash = beginning(book)
        self.balances: dict[tuple[str, str], Decimal] = {}  # by source and account

    def take(self, number: int, shown: bytes, entry: Mapping[str, Any] | None) -> None:
        """The next sealed entry: its number, the hash beside it, and what it says (None: it is gone)."""
        if number != self.number + 1:
            self._fault(f"第 {self.number + 1} 笔至第 {number - 1} 笔缺失")
        if entry is None:
            self._fault(f"第 {number} 笔：封存记录还在，凭证已不存在")
        else:
            if link(self.hash, entry) != shown:
                self._fault(f"第 {number} 笔（凭证 {entry.get('id')}）：内容与封存时不同")
            self._add_up(number, entry)
        written = self.seals.pop(number, None)
        if written is not None and written != shown.hex():
            self._fault(f"第 {number} 笔：与另行记下的封签不同，其前的账簿被重写过")
        self.number, self.hash = number, shown
        if not self.faults:
            self.intact_to = number

    def end(self) -> None:
        """After the last entry: what was written down and is not there."""
        for number in sorted(self.seals):
            self._fault(f"另行记下的封签到第 {number} 笔，账簿只到第 {self.number} 笔：末尾被删除")
        self.seals = {}

    def _fault(self, text: str) -> None:
        self.faults.append(text)

    def _add_up(self, number: int, entry: Mapping[str, Any]) -> None:
        try:
            source = str(entry["source"])
            postings = [(str(kind), Decimal(amount)) for _, kind, amount in entry["postings"]]
            total = sum(amount for _, amount in postings)
        except (KeyError, TypeError, ValueError, InvalidOperation):
            self._fault(f"第 {number} 笔：分录无法读取")
            return
        if total != 0 or not postings:
            self._fault(f"第 {number} 笔（凭证 {entry.get('id')}）：分录借贷不平，相差 {total}")
        for kind, amount in postings:
            balance = self.balances.get((source, kind), Decimal(0)) + amount
            self.balances[source, kind] = balance


def check(lines: Iterable[str], seals: Mapping[int, str]) -> tuple[dict[str, Any], Checker]:
    """Read an exported book. Raises ValueError, naming the line, where it is none."""
    rows = iter(lines)
    head = _read(1, next(rows, ""))
    if head.get("format") != FORMAT or not isinstance(head.get("book"), int):
        raise ValueError(f"第 1 行不是账簿的开头（应有 format：{FORMAT}）")
    checker = Checker(head["book"], seals)
    for at, line in enumerate(rows, 2):
        if not line.strip():
            continue
        row = _read(at, line)
        number, shown, entry = row.get("number"), row.get("hash"), row.get("entry")
        if not isinstance(number, int) or not isinstance(entry, dict):
            raise ValueError(f"第 {at} 行缺少 number 或 entry")  # noqa: TRY004 -- as below
        if not isinstance(shown, str) or not HASH.fullmatch(shown):
            raise ValueError(f"第 {at} 行的 hash 不是 64 位十六进制数")
        checker.take(number, bytes.fromhex(shown), entry)
    if head.get("last") != checker.number or head.get("hash") != checker.hash.hex():
        checker.faults.append(f"开头写明到第 {head.get('last')} 笔，文件只到第 {checker.number} 笔")
    checker.end()
    for (source, kind), balance in sorted(checker.balances.items()):
        if balance < 0 and kind != "granted":
            checker.faults.append(f"{source}：{kind} 的余额为负（{balance}）")
    return head, checker


def _read(at: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        raise ValueError(f"第 {at} 行不是 JSON") from None
    if not isinstance(row, dict):
        raise ValueError(f"第 {at} 行不是 JSON 对象")  # noqa: TRY004 -- one kind of error for a bad file
    return row


def _seal(text: str) -> tuple[int, str]:
    number, _, shown = text.partition(":")
    if not number.isdecimal() or not HASH.fullmatch(shown.lower()):
        raise argparse.ArgumentTypeError("封签写作 序号:64位十六进制数")
    return int(number), shown.lower()


def main() -> int:
    words = argparse.ArgumentParser(description="核验导出的账簿")
    words.add_argument("file", type=Path)
    words.add_argument("--seal", type=_seal, action="append", default=[], metavar="序号:封签")
    asked = words.parse_args()
    try:
        with asked.file.open(encoding="utf-8") as lines:
            head, checker = check(lines, dict(asked.seal))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        print(f"无法核验：{error}", file=sys.stderr)
        return 2
    print(f"账簿：{head.get('organisation', '')}（编号 {checker.book}）")
    for (source, kind), balance in sorted(checker.balances.items()):
        print(f"  {source} {kind:<10} {balance:>18,.2f}")
    if checker.faults:
        for fault in checker.faults[:SHOWN]:
            print(f"不符：{fault}")
        if len(checker.faults) > SHOWN:
            print(f"……共 {len(checker.faults)} 处")
        print(f"账簿不完整：完整核到第 {checker.intact_to} 笔")
        return 1
    print(f"账簿完整：核到第 {checker.number} 笔，封签 {checker.number}:{checker.hash.hex()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
