"""How an answer of civil affairs is read, in plain Python: “无异常”, “有车1辆/房产2套”.

Whatever is not plainly nothing is a finding: a person looks at it. Nothing is decided here.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ground.kernel import texts
from ground.kernel.errors import RuleBroken

MOST_FAMILIES = 500
LONGEST_WORDS = 500
LONGEST_RECIPIENT = 80
OTHER = "other"
WORDS = {  # code of Found → the words by which it is known; the first that fits a clause counts
    "deceased": ("死亡", "已故", "去世", "火化"),
    "vehicle": ("车辆", "机动车", "汽车", "轿车", "摩托", "货车", "车"),
    "dwelling": ("不动产", "房产", "房屋", "住房", "商品房", "门面", "房"),
    "shares": ("股权", "股东", "投资", "控股"),
    "business": ("工商", "营业执照", "个体户", "个体工商", "企业", "公司", "经营", "法人"),
    "pension": ("养老金", "退休金", "退休待遇", "养老待遇"),
    "insurance": ("社保", "社会保险", "参保", "缴费", "养老保险", "公积金"),
    "tax": ("纳税", "个税", "税"),
    "deposit": ("存款", "理财", "基金", "证券", "股票", "银行"),
    "dibao": ("低保", "特困"),
    "status": ("户籍", "户口", "婚姻", "离婚", "结婚"),
}
_CLEAR = re.compile(
    r"(经?(核对|查询|比对))?(结果)?[::]?"
    r"(无|无异常|无异常情况|正常|未发现异常|未发现|未见异常|没有|没有异常|没有发现|符合|通过|均无|全部无异常|无信息|无记录|合格|否|0|-|—|/)"
    r"(情况|信息|记录|异常)?"
)
_NOTHING = re.compile(
    r"^(名下|本人|家庭|该户|户主|配偶|其|均|皆|都)*(无|没|未|不存在|不享受|不持有|不拥有)"
    r"|(无|没有|未发现|未查到|0)[辆套户个处条]?$"
)
_NOISE = re.compile(r"经?(核对|查询|比对|核查)(后|结果)?[::]?")
_EXCEPT = re.compile(r"(除|但|另有|仅有|只有)")
_SPLIT = re.compile(r"[,、;。\n/|]+|(?<=[辆套户个处条])\s*[和及与]")
_FIGURE = re.compile(r"(\d{1,3}|[一二两三四五六七八九十])\s*(?=[辆套户个处家条])")
_HAN = {word: at for at, word in enumerate("零一二三四五六七八九十")} | {"两": 2}


@dataclass(frozen=True)
class Reading:
    """What an answer says: {code: how many, 0 without a figure}; `unsure`: words nobody knows."""

    found: Mapping[str, int]
    unsure: bool = False

    @property
    def is_clear(self) -> bool:
        return not self.found


def read_answer(text: str) -> Reading:
    """Read the words of an answer. Empty words are no answer: the caller asks before."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    if _CLEAR.fullmatch(plain.rstrip("。.!")):
        return Reading({})
    found: dict[str, int] = {}
    unsure = False
    for clause in filter(None, _SPLIT.split(plain)):
        if _CLEAR.fullmatch(clause) or _NOISE.fullmatch(clause):
            continue
        code = _code_of(clause)
        is_nothing = bool(_NOTHING.search(clause)) and not _EXCEPT.search(clause)
        if is_nothing and code:
            continue
        unsure = unsure or code is None
        at = code or OTHER
        found[at] = max(found.get(at, 0), _figure(clause))
    return Reading(found, unsure)


def with_figures(reading: Reading, figures: Mapping[str, int | None]) -> Reading:
    """The words and the columns of figures together: a column above 0 is a finding."""
    found = dict(reading.found)
    for code, number in figures.items():
        if number:
            found[code] = max(found.get(code, 0), number)
    return Reading(found, reading.unsure)


def check_found(found: Mapping[str, int], known: Sequence[str]) -> dict[str, int]:
    if set(found) - set(known) or any(not 0 <= number < 1000 for number in found.values()):  # noqa: PLR2004
        raise RuleBroken(
            "finding_unknown", "核对发现不在可选范围内", fields={"found": "请从列表中选择"}
        )
    return dict(found)


# What is told of a check, with its line breaks.
check_text = partial(
    texts.check_text,
    read=texts.paragraphs,
    missing=texts.Refusal("text_missing", "请填写{label}", "请填写{label}"),
    too_long=texts.Refusal("text_too_long", "{label}最多{longest}字", "最多{longest}字"),
)


def in_words(found: Mapping[str, int], labels: Mapping[str, str]) -> str:
    """“机动车1、不动产2”, or “无异常”."""
    if not found:
        return "无异常"
    return "、".join(f"{labels[code]}{number or ''}" for code, number in found.items())


def batch_number(year: int, number: int) -> str:
    """`HD2008-000012`."""
    return f"HD{year}-{number:06d}"


def _code_of(clause: str) -> str | None:
    for code, words in WORDS.items():
        if any(word in clause for word in words):
            return code
    return None


def _figure(clause: str) -> int:
    match = _FIGURE.search(clause)
    if not match:
        return 0
    said = match[1]
    return int(said) if said.isascii() else _HAN[said]
