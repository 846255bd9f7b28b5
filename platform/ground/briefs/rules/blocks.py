"""The body of an article as JSON: read, checked, and every mistake named with its paragraph."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ground.briefs.rules.states import is_storable
from ground.briefs.typesetting.document import (
    BarChart,
    Block,
    Heading,
    Paragraph,
    Photo,
    RunIn,
    Table,
)
from ground.kernel.errors import RuleBroken

MOST_BLOCKS = 400
MOST_CHARACTERS = 10_000  # of one block
MOST_ROWS = 300
FIELDS = {
    "paragraph": {"text"},
    "heading": {"text", "level"},
    "run_in": {"lead", "text"},
    "table": {"caption", "header", "rows", "numeric"},
}
_BLOCK: TypeAdapter[Block] = TypeAdapter(Block)


def read_blocks(plain: Sequence[Any], *, field: str = "blocks") -> tuple[Block, ...]:
    """The blocks of a JSON list. Refused with every faulty block named: `第3段：…`."""
    if not isinstance(plain, Sequence) or isinstance(plain, str | bytes) or not plain:
        raise RuleBroken("blocks_missing", "请填写正文", fields={field: "不能为空"})
    if len(plain) > MOST_BLOCKS:
        wrong = f"正文最多{MOST_BLOCKS}段，现有{len(plain)}段"
        raise RuleBroken("blocks_too_many", wrong, fields={field: wrong})
    read: list[Block] = []
    wrong_ones: list[str] = []
    for position, one in enumerate(plain, 1):
        wrong = _wrong_with(one)
        if wrong:
            wrong_ones.append(f"第{position}段：{wrong}")
        else:
            read.append(_BLOCK.validate_python(one))
    if wrong_ones:
        text = "；".join(wrong_ones[:20])
        raise RuleBroken("blocks_faulty", text, fields={field: text})
    return tuple(read)


def to_json(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Blocks as a JSON column keeps them."""
    plain = (_BLOCK.dump_python(block, mode="json") for block in blocks)
    return [{key: one[key] for key in ("kind", *sorted(FIELDS[one["kind"]]))} for one in plain]


def printed_to_json(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Blocks as they are printed, with their links: for whoever reads them through the API."""
    return [_BLOCK.dump_python(block, mode="json") for block in blocks]


def text_of(block: Block) -> str:
    """Everything that a block prints, for checks and for screen readers."""
    match block:
        case Table():
            rows = (block.caption, *("　".join(row) for row in (block.header, *block.rows)))
            return "\n".join(row for row in rows if row)
        case RunIn():
            return block.lead + block.text
        case BarChart():
            bars = "\n".join(f"{bar.label}　{bar.value}" for bar in block.bars)
            return f"{block.title}（单位：{block.unit}）\n{bars}"
        case Photo():
            return block.caption
        case Heading() | Paragraph():
            return block.text


def _wrong_with(one: Any) -> str:  # noqa: PLR0911 -- one sentence for each mistake
    if not isinstance(one, dict):
        return "应是带有“kind”的对象"
    kind = one.get("kind")
    if kind not in FIELDS:
        return f"不认识的段落类型“{kind}”，可用 paragraph、heading、run_in、table"
    beyond = sorted(set(one) - FIELDS[kind] - {"kind"})
    if beyond:
        return f"多出了不认识的内容“{'、'.join(beyond)}”"
    try:
        block = _BLOCK.validate_python(one)
    except ValidationError as invalid:
        return _in_words(invalid)
    text = text_of(block)
    if not text.strip() or (
        isinstance(block, RunIn) and not (block.lead.strip() and block.text.strip())
    ):
        return "没有文字"
    if not is_storable(text):
        return "含有无法保存的字符"
    if isinstance(block, Table) and len(block.rows) > MOST_ROWS:
        return f"表格最多{MOST_ROWS}行，其余请作附件"
    if len(text) > MOST_CHARACTERS:
        return f"最多{MOST_CHARACTERS}字，请分段"
    if isinstance(block, Table) and any(not 0 <= at < len(block.header) for at in block.numeric):
        return "数字列的序号超出了表格的列数"
    return ""


def _in_words(invalid: ValidationError) -> str:
    words = []
    for error in invalid.errors():
        raised = error.get("ctx", {}).get("error")
        place = ".".join(str(part) for part in error["loc"] if part not in FIELDS)
        if isinstance(raised, ValueError):
            words.append(str(raised))
        elif error["type"] in {"missing", "missing_argument", "missing_keyword_only_argument"}:
            words.append(f"缺少“{place}”")
        elif place == "level":
            words.append("标题级别只能是1至4")
        else:
            words.append(f"“{place}”的格式不对")
    return "；".join(dict.fromkeys(words)).rstrip("。")
