"""The year's assessment: last year's result with an appeal, this year's scheme, the first bulletin."""

from datetime import date
from decimal import Decimal

from assistance.supervision import services as supervision
from assistance.supervision.models import Appeal, AssessmentScheme, Bulletin, Score, Sheet
from assistance.supervision.rules.schemes import Item
from assistance.supervision.services import GivenScore
from runtime.story.people import ROOT
from runtime.story.scene import place, who

PAPER = [  # before this system: everything is judged
    ("1", "组织领导", "领导重视、制定计划", 20),
    ("2", "走访", "走访双联点", 30),
    ("3", "企业问题", "解决企业困难问题", 30),
    ("4", "信息简报", "报送信息", 20),
]
GIVEN = {  # what the office gave last year, line by line
    "市政协办": (19, 27, 26, 20),
    "市计生委": (18, 26, 22, 12),
    "市安监局": (18, 24, 27, 10),
    "市环保局": (17, 22, 20, 8),
    "市运管处": (16, 15, 14, 6),
    "临澧县人大办": (18, 28, 24, 16),
    "桃源县政府办": (20, 29, 28, 18),
    "桃源县政协办": (19, 28, 26, 18),
    "桃源县国土局": (17, 23, 21, 12),
    "桃源县烟草局": (17, 21, 22, 9),
}


def last_years_scheme() -> None:
    by = who("editor")
    scheme = supervision.draft_scheme(
        by=by,
        office=place(ROOT),
        year=2007,
        title="2007年“双联”工作考核办法",
        self_score_from=date(2008, 1, 4),
        self_score_until=date(2008, 1, 9),
    )
    scheme = supervision.edit_scheme(
        by=by,
        scheme=scheme,
        title=scheme.title,
        full_marks=Decimal(100),
        self_score_from=scheme.self_score_from,
        self_score_until=scheme.self_score_until,
        items=[
            Item(code=code, section=section, content=content, maximum=Decimal(maximum))
            for code, section, content, maximum in PAPER
        ],
    )
    supervision.publish_scheme(by=by, scheme=scheme)


def own_scores() -> None:
    for username, agency, points in (
        ("liaison", "市政协办", (20, 30, 28, 20)),
        ("govoffice", "桃源县政府办", (20, 30, 29, 19)),
        ("cppcc", "桃源县政协办", (20, 28, 28, 18)),
    ):
        supervision.hand_in_self_scores(
            by=who(username), sheet=_sheet(2007, agency), given=_given(points)
        )


def office_scores() -> None:
    by = who("editor")
    for sheet in Sheet.objects.filter(scheme=_scheme(2007)).select_related("agency"):
        points = GIVEN.get(sheet.agency.name, (15, 20, 20, 5))
        supervision.check_sheet(by=by, sheet=sheet, given=_given(points))
    supervision.announce_results(by=by, scheme=_scheme(2007))


def objection() -> None:
    score = Score.objects.get(sheet=_sheet(2007, "市政协办"), item__code="2")
    supervision.raise_appeal(
        by=who("liaison"),
        score=score,
        reason="去年11月到海利公司的一次走访登记在市安监局名下，应各计一次",
        evidence="走访记录和派车单",
    )


def objection_heard() -> None:
    appeal = Appeal.objects.get(score__sheet=_sheet(2007, "市政协办"))
    supervision.decide_appeal(
        by=who("leader"), appeal=appeal, score=Decimal(29), reason="经核对派车单，情况属实"
    )


def result() -> None:
    supervision.confirm_results(by=who("leader"), scheme=_scheme(2007))
    for kind, agency, citation in (
        ("winner_unit", "桃源县政府办", "走访扎实，帮助企业办成实事多"),
        ("advanced_unit", "市政协办", "牵头有力，联系会议制度坚持得好"),
    ):
        award = supervision.propose_award(
            by=who("editor"),
            scheme=_scheme(2007),
            kind=kind,
            agency=place(agency),
            citation=citation,
        )
        supervision.grant_award(by=who("leader"), award=award)


def this_years_scheme() -> None:
    by = who("editor")
    scheme = supervision.draft_scheme(
        by=by,
        office=place(ROOT),
        year=2008,
        title="2008年“双联”工作考核办法",
        self_score_from=date(2008, 12, 1),
        self_score_until=date(2008, 12, 15),
    )
    supervision.publish_scheme(by=by, scheme=scheme)
    supervision.set_targets(
        by=by,
        commitment=_sheet(2008, "市政协办").commitment,
        targets={"3-1": Decimal(6), "6-1": Decimal(3000)},
        promises="牵头组织海利公司结对组的工作，全年集体走访不少于6次。",
    )


def targets_signed() -> None:
    for username, agency, signatory in (
        ("liaison", "市政协办", "林红"),
        ("govoffice", "桃源县政府办", "肖正业"),
    ):
        supervision.sign_for_agency(
            by=who(username), commitment=_sheet(2008, agency).commitment, signatory=signatory
        )
    supervision.sign_for_office(by=who("editor"), scheme=_scheme(2008), signatory="钟远山")


def first_bulletin() -> None:
    """The draft lies there since the quarter ended: the office releases it."""
    bulletin = Bulletin.objects.get(scheme=_scheme(2008))
    supervision.release_bulletin(by=who("leader"), bulletin=bulletin)


def _scheme(year: int) -> AssessmentScheme:
    return AssessmentScheme.objects.select_related("office").get(office=place(ROOT), year=year)


def _sheet(year: int, agency: str) -> Sheet:
    return Sheet.objects.get(scheme=_scheme(year), agency=place(agency))


def _given(points: tuple[int, ...]) -> list[GivenScore]:
    codes = [code for code, *_ in PAPER]
    return [GivenScore(code, Decimal(one)) for code, one in zip(codes, points, strict=True)]
