"""The checks before a signature, as the desk, the leader and the API see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ground.briefs import press, queries
from ground.briefs.queries import ShownFigure
from ground.briefs.typesetting import BriefDocument


@dataclass(frozen=True)
class Check:
    """One check before the signature: what was looked for, whether it holds, and what was found."""

    label: str
    tone: str
    found: list[str]


def checks_of(document: BriefDocument, figures: Sequence[ShownFigure]) -> list[Check]:
    """What stops a signature (bad), and what a person should look at (warn)."""
    hits = [str(one) for one in queries.private_hits(document)]
    missing = queries.unprintable(document, press.fonts())
    return [
        Check("无个人号码和密级标识", "bad" if hits else "good", hits),
        Check("所有字都排得出", "bad" if missing else "good", missing),
        _sums(document, figures),
    ]


def _sums(document: BriefDocument, figures: Sequence[ShownFigure]) -> Check:
    sums = queries.sums_of(document, figures)
    if not sums.named:
        return Check("正文没有写到慰问金、救助款", "neutral", [])
    added = " + ".join(f"{amount:,.0f}" for amount in sums.named)
    said = f"正文写到的慰问金、救助款：{added} = {sums.total:,.0f}元"
    if sums.agrees_with:
        return Check(f"与数据“{'、'.join(sums.agrees_with)}”一致", "good", [said])
    return Check("没有一项数据等于正文的合计，请核对", "warn", [said])
