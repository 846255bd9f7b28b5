"""Check an exported account book of 双联 without the program that kept it (核验导出的账簿).

    python3 check_ledger.py 账簿.jsonl                    is it whole, and what does it add up to?
    python3 check_ledger.py 账簿.jsonl --seal 1200:9f2c…  does it still hold a seal that was written down?

Needs Python 3.9 or newer and nothing else: read it before you trust it. An exported book is UTF-8 text,
one JSON object in each line, in canonical form: sorted keys, no blanks, no escapes that need not be,
each line ended by a line feed. The first line tells the book; each further line is one entry:

    {"entry":{…},"hash":"<64 hex digits>","number":7}

The hash of an entry is SHA-256 over the 32 bytes of the hash before it and the entry's canonical text.
Before the first entry stands SHA-256 of "shuanglian ledger <number of the book>". A changed, added,
removed or moved byte breaks the chain where it happened; each break is named.

What the chain binds: the number of the book and all of every entry. Of the first line, `book`, `last`
and `hash` are held against the chain; the rest (names to read, when it was exported) is guarded from
damage by `digest`, the SHA-256 of the first line without it, which anybody can make anew. So can
whoever writes the whole chain anew, but that makes another last hash: compare it by --seal with one
written down earlier, on a printed trial balance or from an older export.

Exit status: 0 intact, 1 faults found, 2 the file or a seal could not be read.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

FORMAT = "shuanglian-ledger-1"
SHOWN = 20
HASH = re.compile(r"[0-9a-f]{64}")
AMOUNT = re.compile(r"-?[0-9]{1,12}\.[0-9]{2}")
ACCOUNTS = {
    "granted": "拨入",
    "available": "可用",
    "reserved": "已批待付",
    "in_transit": "银行在途",
    "spent": "已支出",
    "allocated": "已下达",
    "returned": "已缴回",
    "carried": "已结转",
}
CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def text_of(thing: Mapping[str, Any]) -> bytes:
    """The canonical text of an entry, or of a line."""
    return CANONICAL.encode(thing).encode()


def beginning(book: int) -> bytes:
    """The hash before the first entry of a book."""
    return hashlib.sha256(f"shuanglian ledger {book}".encode()).digest()


def link(before: bytes, entry: Mapping[str, Any]) -> bytes:
    """The hash of an entry, given the one before it."""
    return hashlib.sha256(before + text_of(entry)).digest()


def digest_of(head: Mapping[str, Any]) -> str:
    """What guards the first line from damage."""
    rest = {name: value for name, value in head.items() if name != "digest"}
    return hashlib.sha256(text_of(rest)).hexdigest()


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
        if number > self.number + 1:
            missing = f"第 {self.number + 1} 笔"
            more = f"至第 {number - 1} 笔" if number - 1 > self.number + 1 else ""
            self._fault(f"{missing}{more}缺失")
        elif number != self.number + 1:
            self._fault(f"第 {number} 笔：序号重复或次序不对")
        if entry is None:
            self._fault(f"第 {number} 笔：封存记录还在，凭证已不存在")
        else:
            if link(self.hash, entry) != shown:
                self._fault(f"第 {number} 笔（凭证 {entry.get('id')}）：内容与封存时不同")
            if entry.get("book") != self.book:
                self._fault(f"第 {number} 笔（凭证 {entry.get('id')}）：不属于本账簿")
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
        for (source, kind), balance in sorted(self.balances.items()):
            if balance < 0 and kind != "granted":
                self._fault(f"{source}：{ACCOUNTS.get(kind, kind)}的余额为负（{balance}）")

    def _fault(self, text: str) -> None:
        self.faults.append(text)

    def _add_up(self, number: int, entry: Mapping[str, Any]) -> None:
        try:
            key, _, year, name, _ = entry["source"]
            source = f"{key} {name}（{year}）"
            postings = [(str(kind), _amount(amount)) for _, kind, amount in entry["postings"]]
        except (KeyError, TypeError, ValueError):
            self._fault(f"第 {number} 笔：资金来源或分录无法读取")
            return
        total = sum((amount for _, amount in postings), Decimal(0))
        if total != 0 or not postings:
            self._fault(f"第 {number} 笔（凭证 {entry.get('id')}）：分录借贷不平，相差 {total}")
        for kind, amount in postings:
            balance = self.balances.get((source, kind), Decimal(0)) + amount
            self.balances[source, kind] = balance


def check(lines: Iterable[bytes], seals: Mapping[int, str]) -> tuple[dict[str, Any], Checker]:
    """Read an exported book. Raises ValueError, naming the line, where it is none."""
    rows = iter(lines)
    head = _read(1, next(rows, b""))
    if head.get("format") != FORMAT or type(head.get("book")) is not int:
        raise ValueError(f"第 1 行不是账簿的开头（应有 format：{FORMAT}）")
    checker = Checker(head["book"], seals)
    if head.get("digest") != digest_of(head):
        checker.faults.append("第 1 行（账簿名称、导出时间等）被改动过")
    for at, line in enumerate(rows, 2):
        row = _read(at, line)
        number, shown, entry = row.get("number"), row.get("hash"), row.get("entry")
        if type(number) is not int or not isinstance(entry, dict) or len(row) != 3:  # noqa: PLR2004
            raise ValueError(f"第 {at} 行应只有 entry、hash 和 number")
        if not isinstance(shown, str) or not HASH.fullmatch(shown):
            raise ValueError(f"第 {at} 行的 hash 不是 64 位十六进制数")
        checker.take(number, bytes.fromhex(shown), entry)
    last = checker.hash.hex() if checker.number else ""
    if (head.get("last"), head.get("hash")) != (checker.number, last):
        checker.faults.append(
            f"第 1 行写明到第 {head.get('last')} 笔，文件到第 {checker.number} 笔，或封签不同"
        )
    checker.end()
    return head, checker


def _read(at: int, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
        if isinstance(row, dict) and text_of(row) + b"\n" == line:
            return row
    except (ValueError, RecursionError):
        raise ValueError(f"第 {at} 行不是 JSON") from None
    raise ValueError(f"第 {at} 行不是规范的一行：有多余、缺少或改动的字符")


def _amount(text: object) -> Decimal:
    if not isinstance(text, str) or not AMOUNT.fullmatch(text):
        raise ValueError("not an amount")
    return Decimal(text)


def _seal(text: str) -> tuple[int, str]:
    number, _, shown = text.strip().replace("：", ":").partition(":")
    if not number.isdecimal() or not HASH.fullmatch(shown.lower()):
        raise argparse.ArgumentTypeError("封签写作 序号:64位十六进制数")
    return int(number), shown.lower()


def main() -> int:
    words = argparse.ArgumentParser(description="核验导出的账簿")
    words.add_argument("file", type=Path)
    words.add_argument("--seal", type=_seal, action="append", default=[], metavar="序号:封签")
    asked = words.parse_args()
    for stream in (
        sys.stdout,
        sys.stderr,
    ):  # a console that cannot show a name still gets an answer
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        with asked.file.open("rb") as lines:
            head, checker = check(lines, dict(asked.seal))
    except (OSError, ValueError) as error:
        print(f"无法核验：{error}", file=sys.stderr)
        return 2
    print(f"账簿：{head.get('organisation', '')}（编号 {checker.book}）")
    for (source, kind), balance in sorted(checker.balances.items()):
        label = ACCOUNTS.get(kind, kind).ljust(4, "　")
        there = -balance if kind == "granted" else balance  # what came in stands negative
        print(f"  {source} {label} {there:>18,.2f}")
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
