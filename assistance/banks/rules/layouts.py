"""How a bank wants its file, and how it answers: a description, read from JSON and checked.

    {"format": "csv", "encoding": "gb18030", "separator": "|", "line_end": "crlf", "headings": true,
     "amount_in": "yuan", "checksum": "crc32",
     "head": ["lines", "total"], "columns": [{"holds": "name", "heading": "户名", "width": 0}, …],
     "tail": ["checksum"],
     "answer": {"format": "xlsx", "columns": [{"holds": "reference", "heading": "附言"}, …]}}

`format` is `xlsx`, `csv` (separated) or `fixed` (columns of so many bytes). A head or tail line holds
figures of the whole file, or text of its own as `=text`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ground.kernel.errors import RuleBroken

HOLDS = {
    "number": "序号",
    "reference": "附言编号",
    "name": "收款人姓名",
    "account": "账号",
    "bank": "开户行",
    "branch": "开户网点",
    "amount": "金额",
    "id_no": "证件号",
    "purpose": "用途",
    "unit": "单位",
    "nothing": "空列",
}
NEEDED = ("name", "account", "amount")
FIGURES = {
    "lines": "笔数",
    "total": "总金额",
    "number": "文件号",
    "day": "日期",
    "checksum": "校验值",
}
ANSWERS = {
    "reference": "附言编号",
    "account": "账号",
    "name": "户名",
    "amount": "金额",
    "outcome": "处理结果",
    "reason": "失败原因",
    "answered_on": "处理日期",
    "nothing": "不用的列",
}
FORMATS = {"xlsx": "Excel（.xlsx）", "csv": "分隔文本", "fixed": "定长文本"}
ENCODINGS = {
    "gb18030": "GB18030",
    "gbk": "GBK",
    "utf-8-sig": "UTF-8（带BOM）",
    "utf-8": "UTF-8（不带BOM）",
}
SEPARATORS = {",": "逗号", "|": "竖线", "\t": "制表符", ";": "分号"}
LINE_ENDS = {"crlf": "\r\n", "lf": "\n"}
CHECKSUMS = {"": "没有", "crc32": "CRC-32", "accounts": "账号末8位合计", "sha256": "SHA-256"}
AMOUNTS = {"yuan": "元", "cents": "分"}
MOST_COLUMNS, WIDEST = 30, 200


@dataclass(frozen=True)
class Column:
    holds: str
    heading: str = ""
    width: int = 0  # bytes, in a file of fixed columns; 0: as long as it is

    @property
    def label(self) -> str:
        return self.heading or HOLDS.get(self.holds) or ANSWERS[self.holds]


@dataclass(frozen=True)
class Answer:
    """How the bank's answer looks."""

    format: str = "xlsx"
    encoding: str = "gb18030"
    separator: str = ","
    headings: bool = True
    amount_in: str = "yuan"
    skip_first: int = 0
    skip_last: int = 0
    columns: Sequence[Column] = ()
    words: Mapping[str, str] = field(
        default_factory=dict
    )  # the bank's word → paid, failed, unknown


@dataclass(frozen=True)
class Layout:
    format: str
    columns: Sequence[Column]
    encoding: str = "gb18030"
    separator: str = ","
    line_end: str = "crlf"
    headings: bool = True
    amount_in: str = "yuan"
    checksum: str = ""
    head: Sequence[str] = ()
    tail: Sequence[str] = ()
    answer: Answer = Answer()

    @property
    def suffix(self) -> str:
        return {"xlsx": "xlsx", "csv": "csv" if self.separator == "," else "txt"}.get(
            self.format, "txt"
        )

    @property
    def ends(self) -> str:
        return LINE_ENDS[self.line_end]


def layout_of(told: Mapping[str, Any]) -> Layout:
    """Read a description. Raises RuleBroken `layout_…` that says which part is wrong, and how to mend it."""
    columns = _columns(told.get("columns", ()), HOLDS, fixed=told.get("format") == "fixed")
    read = Layout(
        format=_one_of(told, "format", FORMATS, "文件格式"),
        encoding=_one_of(told, "encoding", ENCODINGS, "编码", "gb18030"),
        separator=_one_of(told, "separator", SEPARATORS, "分隔符", ","),
        line_end=_one_of(told, "line_end", LINE_ENDS, "换行", "crlf"),
        headings=bool(told.get("headings", True)),
        amount_in=_one_of(told, "amount_in", AMOUNTS, "金额单位", "yuan"),
        checksum=_one_of(told, "checksum", CHECKSUMS, "校验", ""),
        columns=columns,
        head=_figures(told.get("head", ()), "首行"),
        tail=_figures(told.get("tail", ()), "尾行"),
        answer=_answer(told.get("answer") or {}),
    )
    held = [one.holds for one in read.columns]
    missing = [HOLDS[one] for one in NEEDED if one not in held]
    if missing:
        raise _wrong("columns", f"代发文件缺少必需的列：{'、'.join(missing)}，请补上")
    twice = sorted({HOLDS[one] for one in held if one != "nothing" and held.count(one) > 1})
    if twice:
        raise _wrong("columns", f"同一项内容出现了两列：{'、'.join(twice)}，请去掉一列")
    if "checksum" in {*read.head, *read.tail} and not read.checksum:
        raise _wrong("checksum", "首行或尾行写了校验值，请选择校验的算法")
    return read


def _answer(told: Mapping[str, Any]) -> Answer:
    if not told:
        return Answer()
    columns = _columns(told.get("columns", ()), ANSWERS, fixed=told.get("format") == "fixed")
    words = {str(word).strip(): str(said) for word, said in dict(told.get("words", {})).items()}
    if not set(words.values()) <= {"paid", "failed", "unknown"}:
        raise _wrong("words", "回盘用语只能对应 paid（成功）、failed（退票）或 unknown（不明）")
    read = Answer(
        format=_one_of(told, "format", FORMATS, "回盘格式", "xlsx"),
        encoding=_one_of(told, "encoding", ENCODINGS, "回盘编码", "gb18030"),
        separator=_one_of(told, "separator", SEPARATORS, "回盘分隔符", ","),
        headings=bool(told.get("headings", True)),
        amount_in=_one_of(told, "amount_in", AMOUNTS, "回盘金额单位", "yuan"),
        skip_first=_count(told.get("skip_first", 0)),
        skip_last=_count(told.get("skip_last", 0)),
        columns=columns,
        words=words,
    )
    held = {one.holds for one in columns}
    if "outcome" not in held or not held & {"reference", "account"} or "amount" not in held:
        raise _wrong("answer", "回盘文件须有处理结果、金额，以及附言编号或账号，请补上相应的列")
    return read


def _columns(told: Any, known: Mapping[str, str], *, fixed: bool) -> tuple[Column, ...]:
    if not isinstance(told, list | tuple) or not 0 < len(told) <= MOST_COLUMNS:
        raise _wrong("columns", f"请列出1至{MOST_COLUMNS}列")
    found = []
    for at, one in enumerate(told, 1):
        if not isinstance(one, Mapping) or one.get("holds") not in known:
            raise _wrong("columns", f"第{at}列的内容不在可选范围内：{'、'.join(known.values())}")
        width = _count(one.get("width", 0), most=WIDEST)
        if fixed and not width:
            raise _wrong("columns", f"定长文本须写明每列的字节数，第{at}列没有写")
        found.append(Column(str(one["holds"]), str(one.get("heading", ""))[:20].strip(), width))
    return tuple(found)


def _figures(told: Any, where: str) -> tuple[str, ...]:
    if not isinstance(told, list | tuple) or len(told) > MOST_COLUMNS:
        raise _wrong("head", f"{where}的写法不对，请逐项列出")
    for one in told:
        if not isinstance(one, str) or (one not in FIGURES and not one.startswith("=")):
            known = "、".join(FIGURES.values())
            raise _wrong("head", f"{where}只能写{known}，或以“=”开头的固定文字")
    return tuple(told)


def _one_of(
    told: Mapping[str, Any], key: str, known: Mapping[str, Any], label: str, otherwise: str = "?"
) -> str:
    found = told.get(key, otherwise)
    if found not in known:
        raise _wrong(key, f"{label}不在可选范围内：{'、'.join(map(str, known))}")
    return str(found)


def _count(told: object, most: int = 100) -> int:
    if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told <= most:
        raise _wrong("columns", f"行数和宽度须是0至{most}的整数")
    return told


def _wrong(part: str, message: str) -> RuleBroken:
    return RuleBroken(f"layout_{part}", message, fields={"layout": message})
