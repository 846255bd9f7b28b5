"""A bank's answer in text, brought into the one table that imports are read from.

Workbooks go in as they are; a text is cut into its columns, its head and tail left out, its amounts
turned into yuan, and written as a table with our headings and the number of each line in the file, so
that what is wrong with a row is found there. The same text gives the same table.
"""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from assistance.banks.rules.layouts import ANSWERS, Answer
from ground.kernel.errors import RuleBroken

MOST_BYTES = 30 << 20
LINE = "文件行号"


def table_of(answer: Answer, content: bytes) -> bytes:
    """The answer as separated text in UTF-8. Raises RuleBroken `answer_…` with the line at fault."""
    if len(content) > MOST_BYTES:
        raise _wrong("too_large", "回盘文件超过30MB，请向银行索取分批的文件")
    try:
        text = content.decode(answer.encoding)
    except UnicodeDecodeError as wrong:
        raise _wrong(
            "encoding", f"回盘文件不是模板约定的{answer.encoding.upper()}编码，请核对模板或文件"
        ) from wrong
    lines = [one for one in enumerate(text.splitlines(), 1) if one[1].strip()]
    first = answer.skip_first + (1 if answer.headings else 0)
    lines = lines[first : len(lines) - answer.skip_last]
    if not lines:
        raise _wrong("rows", "回盘文件里没有记录，请核对是不是选错了文件或模板")
    width = len(answer.columns)
    kept = [at for at, one in enumerate(answer.columns) if one.holds != "nothing"]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow([*(ANSWERS[answer.columns[at].holds] for at in kept), LINE])
    money = next((at for at, one in enumerate(answer.columns) if one.holds == "amount"), None)
    for number, line in lines:
        cells = _cut(answer, line)
        if len(cells) != width:
            raise _wrong(
                "columns", f"回盘文件第{number}行有{len(cells)}列，模板是{width}列，请核对模板"
            )
        if money is not None and answer.amount_in == "cents":
            cells[money] = _yuan(cells[money], number)
        table.writerow([*(cells[at] for at in kept), number])
    return out.getvalue().encode()


def _cut(answer: Answer, line: str) -> list[str]:
    if answer.format == "csv":
        return [one.strip() for one in next(csv.reader([line], delimiter=answer.separator))]
    encoding = "utf-8" if answer.encoding == "utf-8-sig" else answer.encoding
    raw, found, at = line.encode(encoding), [], 0
    for one in answer.columns:
        found.append(raw[at : at + one.width].decode(encoding, "replace").strip())
        at += one.width
    return found


def _yuan(text: str, number: int) -> str:
    if not (text.isdigit() and text.isascii()):
        raise _wrong("amount", f"回盘文件第{number}行的金额不是以分计的整数，请核对模板")
    return str(Decimal(text) / 100)


def mapping_of(answer: Answer, labels: Sequence[str]) -> dict[str, int]:
    """Field → column for a sheet with these headings; what is not found is left to a person."""
    plain = ["".join(one.split()) for one in labels]
    found = {}
    for one in answer.columns:
        heading = "".join(one.label.split())
        if one.holds != "nothing" and plain.count(heading) == 1:
            found[one.holds] = plain.index(heading)
    return found


def _wrong(part: str, message: str) -> RuleBroken:
    return RuleBroken(f"answer_{part}", message, fields={"file": message})
