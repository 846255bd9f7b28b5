"""The checks before a signature, as the desk, the leader and the API see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ground.accounts.models import User
from ground.briefs import guarded, press, queries
from ground.briefs.kinds import Kind
from ground.briefs.queries import ShownFigure
from ground.briefs.rules import photos
from ground.briefs.typesetting import BriefDocument
from ground.kernel.periods import Period

TOLD_AT_MOST = 20
LINES_OF_A_PAGE, CHARACTERS_OF_A_LINE, FEW_LINES = 22, 28, 4


@dataclass(frozen=True)
class Check:
    """One check before the signature: what was looked for, whether it holds, and what was found."""

    label: str
    tone: str
    found: list[str]


def checks_of(
    document: BriefDocument, figures: Sequence[ShownFigure], *, period: Period, reader: User
) -> list[Check]:
    """What stops a signature (bad), and what a person should look at (warn).

    Sums are compared where there are `figures`. `period` is what the issue covers. Names are told as far
    as `reader` may see whose they are.
    """
    hits = [str(one) for one in queries.private_hits(document)]
    missing = queries.unprintable(document, press.fonts())
    return [
        Check("无个人号码和密级标识", "bad" if hits else "good", hits),
        Check("所有字都排得出", "bad" if missing else "good", missing),
        _wording(document, period),
        _names(document, reader),
        *_photos(document),
        *([_sums(document, figures)] if figures else []),
    ]


def _wording(document: BriefDocument, period: Period) -> Check:
    found = queries.wording_of(document, period)
    rest = len(found) - TOLD_AT_MOST
    told = found[:TOLD_AT_MOST] + ([f"另有{rest}处"] if rest > 0 else [])
    if not found:
        return Check("标点、数字、单位、日期和合计没有发现问题", "good", [])
    return Check(f"有{len(found)}处文字或数字请核对", "warn", told)


def _names(document: BriefDocument, reader: User) -> Check:
    names = guarded.names_met(reader, queries.whole_text(document))
    if not names:
        return Check("没有写到困难职工的姓名", "good", [])
    said = (
        f"{'、'.join(names[:TOLD_AT_MOST])}：与困难职工档案中的姓名相同，未经本人同意请改为“张某”"
    )
    return Check("写到的姓名请核对", "warn", [said])


def _photos(document: BriefDocument) -> list[Check]:
    """Where there are photos: what is missing, and that people in them must have agreed."""
    count = len(queries.photos_in(document))
    if not count:
        return []
    found = [
        f"《{article.title}》{one}"
        for article in document.articles
        for one in photos.findings(article.blocks)
    ]
    tone = "warn" if found else "neutral"
    return [Check(f"有{count}张照片请核对", tone, [*found[:TOLD_AT_MOST], photos.CONSENT])]


def _sums(document: BriefDocument, figures: Sequence[ShownFigure]) -> Check:
    sums = queries.sums_of(document, figures)
    if not sums.named:
        return Check("正文没有写到慰问金、救助款", "neutral", [])
    added = " + ".join(f"{amount:,.0f}" for amount in sums.named)
    said = f"正文写到的慰问金、救助款：{added} = {sums.total:,.0f}元"
    if sums.agrees_with:
        return Check(f"与数据“{'、'.join(sums.agrees_with)}”一致", "good", [said])
    return Check("没有一项数据等于正文的合计，请核对", "warn", [said])


def fit_of(document: BriefDocument, pdf: bytes, kind: Kind) -> list[Check]:
    """By how much the text is too long for its kind, or a last page nearly empty."""
    last, lines = press.last_of_text(pdf, document.data_page.title if document.data_page else "")
    if kind.most_pages and last > kind.most_pages:
        more = lines + (last - kind.most_pages - 1) * LINES_OF_A_PAGE
        said = f"正文现有{last}页，请再压缩约{more}行（每行28字）"
        return [Check(f"{kind.label}正文应在{kind.most_pages}页以内", "warn", [said])]
    if last > 1 and 0 < lines <= FEW_LINES:
        said = f"正文第{last}页只有{lines}行，删去约{lines * CHARACTERS_OF_A_LINE}字可以少排一页"
        return [Check("版面", "neutral", [said])]
    return []
