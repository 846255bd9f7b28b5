"""An account book as a file that anybody can check: the book, the checker, and how to use it."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from assistance.funds import checker, queries
from assistance.funds.models import DayTotal, FundSource
from ground.accounts.models import Organisation
from ground.kernel import clock
from ground.kernel.scanning import NUMBERS_OF_PEOPLE
from ground.privacy.gate import refuse_personal
from ground.privacy.models import Release

BOOK, CHECKER, WORDS = "账簿.jsonl", "check_ledger.py", "说明.txt"
TOLD = """{book}　账簿
{line}

一、里面有什么
  账簿.jsonl        账簿的全部已封存凭证，到第 {last} 笔；一行一笔，首行是账簿名称和封签
  check_ledger.py   核验程序，只用 Python 标准库，不联网，不需要本平台；可先读后用

二、怎样核验
  在装有 Python 3.9 以上版本的电脑上，解压后运行：
      python3 check_ledger.py 账簿.jsonl
  显示“账簿完整：核到第 N 笔”，即每一笔的内容、次序和金额都与封存时一致；
  有任何改动、增减、调换，会逐处指明是第几笔。

三、怎样与以前记下的封签比对
  每次打印试算平衡表、每次核验、每次导出，都有当时的封签，写作“序号:散列”。把以前抄下的封签一起核对：
      python3 check_ledger.py 账簿.jsonl --seal {seal}
  一致，说明那时以前的账没有被整体改写；不一致，说明账簿在那以后被改写过，请以纸上的封签为准追查。
  本次导出的封签请抄下保存，最好由两个人分别保管：
      {seal}

四、不在里面的
  导出时还没有封存的凭证（通常在几秒内封存），以及凭证附件、收款人信息。
"""


def write_book(book: Organisation, into: IO[bytes], release: Release) -> int:
    """Write a book as .zip, in bounded memory; the number of its entries.

    Entries not yet sealed are left out. Raises RuleBroken `private_inside` where a text of people
    holds a person's number, unless the release is declared personal.
    """
    last, before = queries.end_of_chain(book.pk)
    head = _head(book, last, before.hex() if last else "")
    words = TOLD.format(
        book=book.name, line=release.line, last=last, seal=f"{last}:{head['hash']}" if last else "—"
    )
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(WORDS, words.replace("\n", "\r\n").encode("utf-8-sig"))
        archive.writestr(CHECKER, Path(checker.__file__).read_bytes())
        with archive.open(BOOK, "w", force_zip64=True) as lines:
            for part in _lines(book, head, last, looked_through=not release.personal):
                lines.write(part)
    return last


def _lines(
    book: Organisation, head: dict[str, Any], last: int, *, looked_through: bool
) -> Iterator[bytes]:
    if looked_through:
        names = [(f"资金{one[0]}", f"{one[3]} {one[4]}") for one in head["sources"]]
        refuse_personal(names, kinds=NUMBERS_OF_PEOPLE)
    yield checker.text_of(head) + b"\n"
    for part in queries.sealed_facts(book.pk, last=last):
        if looked_through:
            refuse_personal(
                (
                    (f"第{one.number}笔摘要", one.facts["summary"])
                    for one in part
                    if one.facts is not None
                ),
                kinds=NUMBERS_OF_PEOPLE,
            )
        yield b"".join(
            checker.text_of({"number": one.number, "hash": one.hash.hex(), "entry": one.facts})
            + b"\n"
            for one in part
            if one.facts is not None  # the gap tells the checker
        )


def _head(book: Organisation, last: int, hash_: str) -> dict[str, Any]:
    units = DayTotal.objects.filter(account__source__organisation=book, unit__isnull=False)
    head = {
        "format": checker.FORMAT,
        "book": book.pk,
        "organisation": book.name,
        "exported_at": clock.now().isoformat(timespec="seconds"),
        "last": last,
        "hash": hash_,
        "sources": [
            list(one)
            for one in FundSource.objects.filter(organisation=book)
            .order_by("pk")
            .values_list("pk", "kind", "year", "name", "document_no")
        ],
        "units": {
            str(pk): name
            for pk, name in Organisation.objects.filter(pk__in=units.values("unit")).values_list(
                "pk", "name"
            )
        },
    }
    return {**head, "digest": checker.digest_of(head)}
