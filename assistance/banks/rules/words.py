"""What banks write into their answers, read as one of three outcomes and one of a few reasons."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache


class Said(StrEnum):
    """What a bank says of a payment."""

    PAID = "paid"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why a payment bounced."""

    ACCOUNT = "account"
    NAME = "name"
    CLOSED = "closed"
    OTHER = "other"


SAID_WORDS = {Said.PAID: "成功", Said.FAILED: "退票", Said.UNKNOWN: "结果不明"}
WHY_WORDS = {
    Why.ACCOUNT: "账号错误",
    Why.NAME: "户名不符",
    Why.CLOSED: "销户",
    Why.OTHER: "其他",
}
_CODES = {"SUCCESS": Said.PAID, "FAIL": Said.FAILED, "FAILED": Said.FAILED}  # others differ by bank
# In this order: “未成功” holds “成功”, “退票处理成功” is a bounce, “处理中” may yet succeed or fail.
_FAILED = re.compile(
    "失败|不成功|未成功|未能|没有成功|无法|非成功|退票|退汇|退回|拒绝|冲正|不符|错误|不存在"
    "|撤销|撤消|取消|作废|止付|冻结"
)
_UNKNOWN = re.compile(
    "部分成功|处理中|待处理|在途|待查|不明|未明|未知|超时|可疑|已受理|已提交|等待"
)
_PAID = re.compile("成功|已入账|已到账|已付|已代发|已发放")
_FITS = re.compile("通过|正确|一致|相符|正常|无误")
_REASONS = (
    (Why.NAME, re.compile("户名|姓名|名称|户主名|账户名")),
    (Why.CLOSED, re.compile("销户|注销|已销|结清")),
    (
        Why.ACCOUNT,
        re.compile("[账帐卡]号|无此[户账帐卡]|不存在|查无|卡种|校验|[账帐]户错误|开户行|联行号"),
    ),
)


@lru_cache(maxsize=10_000)
def _outcome(words: str) -> Said | None:
    plain = re.sub(r"\s+", "", words).upper()
    if plain in _CODES:
        return _CODES[plain]
    for outcome, known in ((Said.FAILED, _FAILED), (Said.UNKNOWN, _UNKNOWN), (Said.PAID, _PAID)):
        if known.search(plain):
            return outcome
    return None


def outcome_of(words: str, own: Mapping[str, str] | None = None) -> Said | None:
    """What the bank's words mean; None where nobody can tell. `own` are the words of one bank."""
    if own and (known := own.get(words.strip())):
        return Said(known)
    return _outcome(words)


def tells_failure(reason: str) -> bool:
    """Whether what stands beside a success tells of none: 账户已销户, 处理中; not 户名校验通过."""
    said = _outcome(reason)
    if said is not None:
        return said is not Said.PAID
    return why_of(reason) is not Why.OTHER and not _FITS.search(reason)


@lru_cache(maxsize=10_000)
def why_of(words: str) -> Why:
    """Which kind of reason stands in the bank's words; what is known nowhere is `OTHER`."""
    return next((why for why, known in _REASONS if known.search(words)), Why.OTHER)
