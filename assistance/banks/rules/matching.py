"""What a row of a bank's answer means for the payment that it names, in plain values."""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from assistance.banks.rules.words import SAID_WORDS, Said
from ground.kernel.money import shown


class Verdict(StrEnum):
    """What becomes of a row."""

    ACTS = "acts"
    BACK = "back"  # what the bank had paid has come back to it
    SAME = "same"  # it says what is known already
    REFUSED = "refused"


_FINAL = (Said.PAID.value, Said.FAILED.value)  # plain words: asked for each of many rows


class Known(NamedTuple):
    """What is known of the line that a row names. `said` is what the bank said of it last, if anything."""

    amount: Decimal
    account_hash: str
    is_sent: bool
    said: str = ""
    is_archived: bool = False
    is_recovered: bool = False

    @property
    def is_final(self) -> bool:
        """Whether nothing more is expected under this reference."""
        return self.said in _FINAL


def judged(
    known: Known | None, *, said: Said, amount: Decimal | None, account_hash: str | None
) -> tuple[Verdict, str, str]:
    """What becomes of a row: the verdict, the field at fault, and the sentence for the sender."""
    if known is None:
        missing = "没有这笔代发款项，请核对是不是本单位的回盘，或附言有误"
        return Verdict.REFUSED, "reference", missing
    if wrong := _wrong(known, amount, account_hash):
        return Verdict.REFUSED, *wrong
    if known.said == said:
        return Verdict.SAME, "", ""
    if known.said == Said.PAID and said == Said.FAILED:
        return _back(known)
    if known.is_final:
        word = SAID_WORDS[Said(known.said)]
        before = f"此前的回盘为“{word}”，与这次不同：请先撤销有误的那次导入，再导入"
        return Verdict.REFUSED, "outcome", before
    return Verdict.ACTS, "", ""


def _back(known: Known) -> tuple[Verdict, str, str]:
    """A payment that succeeded and was sent back later (成功后退票): nobody may have dealt with it since."""
    if known.is_recovered:
        wrong = "这笔款项已登记追回，不能再按退票入账，请与银行核对这次退回的是哪一笔"
    elif known.is_archived:
        wrong = "这笔款项所在批次已归档，不能再按退票入账，退回的款请登记追回"
    else:
        return Verdict.BACK, "", ""
    return Verdict.REFUSED, "outcome", wrong


def _wrong(
    known: Known, amount: Decimal | None, account_hash: str | None
) -> tuple[str, str] | None:
    if not known.is_sent:
        return "reference", "这笔款项所在的代发文件没有送交银行或已作废，请先登记送交"
    if amount is not None and amount != known.amount:
        sent = shown(known.amount)
        return "amount", f"金额与代发文件不一致，代发金额为{sent}元，请向银行核实"
    if account_hash is not None and account_hash != known.account_hash:
        return "account", "账号与代发文件不一致，请向银行核实，不要入账"
    return None
