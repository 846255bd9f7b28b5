"""The lines of a bulletin, and the value that is typeset."""

from collections import defaultdict
from decimal import ROUND_CEILING, Decimal

from assistance.supervision.measures import Tally, measure_of, tallies
from assistance.supervision.measures.registry import Span
from assistance.supervision.models import AssessmentScheme, Bulletin, BulletinLine, Sheet
from assistance.supervision.queries.schemes import agencies_of
from assistance.supervision.rules import bulletins as rules
from assistance.supervision.rules.scales import Measured, scale_of, shown, target_of
from ground.briefs.rules.numbering import number_line
from ground.briefs.typesetting import (
    Article,
    BriefDocument,
    ColumnGroup,
    Footer,
    Heading,
    Masthead,
    Paragraph,
    Table,
)
from ground.kernel.money import shown_short
from ground.kernel.periods import Period

MEASURES = {
    "plan": "plans.made",
    "visits": "visits.made",
    "tasks": "tasks.done",
    "overdue": "tasks.overdue",
    "problems": "problems.solved",
    "families": "families.helped",
    "money": "money.given",
    "articles": "briefs.adopted",
}
NAME = "“双联”工作督查通报"
NOTHING = Tally(base=Decimal(0))


def lines_between(
    scheme: AssessmentScheme, span: Span, scores: dict[int, Decimal]
) -> list[rules.Line]:
    """What every agency of a scheme did in a span. `scores`: agency → points. A statement a column."""
    found: dict[str, dict[int, Tally]] = {}
    for name, code in MEASURES.items():
        found[name], _ = tallies(measure_of(code), span, agencies_of(scheme))
    targets = _visit_targets(scheme, span, found["visits"])
    lines = []
    for agency in Sheet.objects.filter(scheme=scheme).values_list("agency_id", flat=True):
        of = {name: tally.get(agency, NOTHING) for name, tally in found.items()}
        lines.append(
            rules.Line(
                agency_id=agency,
                has_plan=bool(of["plan"].base) and of["plan"].value == of["plan"].base,
                visits=int(of["visits"].value),
                visits_target=targets[agency],
                tasks_due=int(of["tasks"].base or 0),
                tasks_done=int(of["tasks"].value),
                tasks_overdue=int(of["overdue"].value),
                problems_raised=int(of["problems"].base or 0),
                problems_solved=int(of["problems"].value),
                families_helped=int(of["families"].value),
                money=of["money"].value,
                contributions=int(of["articles"].value),
                score=scores.get(agency, Decimal(0)),
            )
        )
    return lines


def document_of(bulletin: Bulletin) -> BriefDocument:
    """What is typeset: the frozen value of a released bulletin, otherwise the draft as it stands."""
    if bulletin.document is not None:
        return BriefDocument.from_plain(bulletin.document)
    return draft_document(bulletin)


def draft_document(bulletin: Bulletin, *, number: int | None = None) -> BriefDocument:
    """The document of a bulletin; without a number it says that nobody has released it."""
    scheme = bulletin.scheme
    return BriefDocument(
        masthead=Masthead(
            name=NAME,
            number_line=number_line(scheme.year, number or next_number(scheme)),
            issuer=scheme.office.name,
            issue_date=bulletin.released_on,
        ),
        articles=(
            Article(
                title=bulletin.title,
                blocks=(
                    Heading(level=1, text="一、总体情况"),
                    *(Paragraph(text=text) for text in _paragraphs(bulletin.opening)),
                    Heading(level=1, text="二、工作要求"),
                    *(Paragraph(text=text) for text in _paragraphs(bulletin.closing)),
                    Paragraph(text=f"附：{_table_name(bulletin)}"),
                    _table(bulletin),
                ),
            ),
        ),
        footer=Footer(distribute_to="各参联单位"),
    )


def next_number(scheme: AssessmentScheme) -> int:
    """The number of the next bulletin of an office's year. Lock the scheme before relying on it."""
    of_year = Bulletin.objects.filter(scheme__office=scheme.office_id, scheme__year=scheme.year)
    last = of_year.order_by("-number").exclude(number=None).values_list("number", flat=True).first()
    return (last or 0) + 1


def _visit_targets(
    scheme: AssessmentScheme, span: Span, visits: dict[int, Tally]
) -> defaultdict[int, int]:
    """How many visits each agency owed in the span, by the scheme's own line on visits."""
    targets: defaultdict[int, int] = defaultdict(int)
    item = scheme.items.filter(measure=MEASURES["visits"], scale__kind="ratio").first()
    if item is None:
        return targets
    scale = scale_of(item.scale, maximum=item.maximum)
    own = Sheet.objects.filter(scheme=scheme).values_list("agency_id", "commitment__targets")
    for agency, set_by_hand in own:
        target = (set_by_hand or {}).get(item.code)
        measured = Measured(
            value=Decimal(0),
            base=visits.get(agency, NOTHING).base,
            target=Decimal(target) if target else None,
            per="个双联点",
            part=span.part,
        )
        owed = target_of(scale, measured) or Decimal(0)
        targets[agency] = int(owed.to_integral_value(ROUND_CEILING))
    return targets


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _table_name(bulletin: Bulletin) -> str:
    period = Period(starts_on=bulletin.starts_on, ends_on=bulletin.ends_on)
    return f"{rules.period_name(period)}“双联”工作督查情况表"


def _table(bulletin: Bulletin) -> Table:
    return Table(
        caption=_table_name(bulletin),
        wide=True,
        groups=(
            ColumnGroup(label="", span=3),
            ColumnGroup(label="走访（次）", span=2),
            ColumnGroup(label="帮扶任务（件）", span=3),
            ColumnGroup(label="企业问题（件）", span=2),
            ColumnGroup(label="", span=5),
        ),
        header=(
            "名次",
            "单位",
            "年度计划",
            "应走访",
            "实走访",
            "应办",
            "办结",
            "逾期",
            "交办",
            "解决",
            "帮扶（户）",
            "慰问金（元）",
            "采用稿（篇）",
            "得分",
            "评语",
        ),
        numeric=(11, 13),
        starting=(1, 14),
        rows=tuple(
            _row(line) for line in bulletin.lines.select_related("agency").order_by("place", "pk")
        ),
    )


def _row(line: BulletinLine) -> tuple[str, ...]:
    return (
        str(line.place),
        line.agency.name,
        "有" if line.has_plan else "无",
        str(line.visits_target),
        str(line.visits),
        str(line.tasks_due),
        str(line.tasks_done),
        str(line.tasks_overdue),
        str(line.problems_raised),
        str(line.problems_solved),
        str(line.families_helped),
        shown_short(line.money),
        str(line.contributions),
        shown(line.score),
        line.comment,
    )
