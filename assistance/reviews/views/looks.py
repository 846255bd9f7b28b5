"""How reviews, proposals and families outside the files look in lists."""

from django.urls import reverse

from assistance.households.models import HardshipFile
from assistance.reviews.models import Proposal, Review, ReviewRound, UnfiledFamily
from ground.kernel import clock, identifiers
from ground.web.lists import Choice, Column, Empty, ListPage, Span

REVIEW_TONES = {Review.State.DONE: "good", Review.State.LAPSED: "neutral"}
PROPOSAL_TONES = {
    Proposal.State.OPEN: "warn",
    Proposal.State.ACCEPTED: "good",
    Proposal.State.REFUSED: "bad",
    Proposal.State.WITHDRAWN: "neutral",
}
RESULT_TONES = {
    Review.Result.STAYS: "good",
    Review.Result.OUT: "good",
    Review.Result.RIGHTLY_UNFILED: "good",
    Review.Result.UNREACHED: "neutral",
}


def holder_of(row: Review | Proposal) -> str:
    """The masked name; for rows read with `holder_name`."""
    return identifiers.masked_name(getattr(row, "holder_name", "") or "")


def recommended_of(proposal: Proposal) -> str:
    return str(proposal.assessment.get_outcome_display()) if proposal.assessment else ""


def review_url(review: Review) -> str:
    return reverse("reviews:review", args=[review.pk])


def proposal_url(proposal: Proposal) -> str:
    return reverse("reviews:proposal", args=[proposal.pk])


def file_url(file: HardshipFile) -> str:
    return reverse("households:file", args=[file.pk])


def review_state(review: Review) -> str:
    if review.state == Review.State.OPEN and review.due_on < clock.today():
        return "已逾期"
    return str(review.get_state_display())


def review_tone(review: Review) -> str:
    if review.state == Review.State.OPEN:
        return "bad" if review.due_on < clock.today() else "warn"
    return REVIEW_TONES[Review.State(review.state)]


REVIEWS = ListPage(
    title="复核",
    subtitle="在档家庭每年至少复核一次；抽查由没有经办过的人进行；退出的家庭按期回访",
    columns=[
        Column(
            "file_no",
            "档案编号",
            "link",
            value=lambda one: one.file.file_no,
            url=review_url,
            width=16,
        ),
        Column("holder", "户主", value=holder_of),
        Column("unit", "所在单位", value=lambda one: one.file.unit.name, width=28),
        Column("kind", "种类"),
        Column("due_on", "期限", "date", sort="due_on"),
        Column("reviewer", "复核人", value=lambda one: one.reviewer or "未分派"),
        Column("state", "状态", "badge", value=review_state, tone=review_tone),
        Column(
            "result",
            "结果",
            value=lambda one: one.get_result_display() if one.result else "",
        ),
        Column("done_on", "复核日期", "date", sort="done_on"),
        Column("stratum", "层", export_only=True),
        Column("way", "方式", export_only=True),
    ],
    filters=[
        Choice("state", "状态", Review.State.choices),
        Choice("kind", "种类", ReviewRound.Kind.choices),
        Choice("result", "结果", Review.Result.choices),
        Span("due", "期限", "due_on"),
        Span("done", "复核日期", "done_on"),
    ],
    ordering=["due_on"],
    noun="项",
    empty=Empty(
        "还没有复核",
        "在档家庭到了复核间隔会自动列入；也可以抽查，或从档案列表批量列入。",
        "checklist",
    ),
)

PROPOSALS = ListPage(
    title="退出与调整",
    subtitle="脱困退档、注销、类别调整：一人提出，告知家庭，另一人审批",
    columns=[
        Column(
            "file_no",
            "档案编号",
            "link",
            value=lambda one: one.file.file_no,
            url=proposal_url,
            width=16,
        ),
        Column("holder", "户主", value=holder_of),
        Column("unit", "所在单位", value=lambda one: one.file.unit.name, width=28),
        Column("kind", "事项"),
        Column("cause", "原因类别"),
        Column("proposed_by", "提出人"),
        Column("proposed_on", "提出日期", "date", sort="proposed_on"),
        Column("informed_on", "告知日期", "date"),
        Column(
            "state",
            "状态",
            "badge",
            tone=lambda one: PROPOSAL_TONES[Proposal.State(one.state)],
        ),
        Column("recommended", "提出时按标准的建议", export_only=True, value=recommended_of),
        Column("decided_by", "审批人", export_only=True),
        Column("decided_on", "审批日期", "date", export_only=True),
    ],
    filters=[
        Choice("state", "状态", Proposal.State.choices),
        Choice("kind", "事项", Proposal.Kind.choices),
        Choice("cause", "原因类别", Proposal.Cause.choices),
        Span("proposed", "提出日期", "proposed_on"),
    ],
    ordering=["-proposed_on"],
    noun="件",
    empty=Empty(
        "还没有退出或调整",
        "复核认为家庭应退出、注销或调整类别时会自动提出，也可以在档案页上提出。",
        "logout",
    ),
)

ROUNDS = ListPage(
    title="抽查",
    subtitle="用随机种子抽取，同样的种子和档案抽出同样的家庭；抽过的批次都保留",
    parent=("复核", "reviews:list"),
    columns=[
        Column(
            "drawn_at",
            "抽取时间",
            "datetime",
            sort="drawn_at",
            url=lambda one: reverse("reviews:round", args=[one.pk]),
        ),
        Column("organisation", "范围", value=lambda one: one.organisation.name, width=28),
        Column("year", "年度", value=lambda one: f"{one.year}年"),
        Column("among", "对象"),
        Column("seed", "随机种子"),
        Column("population", "总体户数", "number"),
        Column("drawn", "抽取户数", "number"),
        Column("left", "待复核", "number"),
        Column("due_on", "期限", "date", sort="due_on"),
    ],
    filters=[Choice("among", "对象", ReviewRound.Among.choices)],
    ordering=["-drawn_at"],
    noun="次",
    empty=Empty("还没有抽查", "每年抽查不少于规定的比例；从这里抽取样本。", "search"),
)


def verdict_of(family: UnfiledFamily) -> str:
    if family.is_missed is None:
        return "待核实"
    return "应建未建" if family.is_missed else "不符合条件"


UNFILED = ListPage(
    title="未建档家庭",
    subtitle="有人反映而没有档案的家庭：核实是否应建未建，用于漏评率",
    columns=[
        Column(
            "name",
            "户主",
            "link",
            value=lambda one: identifiers.masked_name(one.name),
            url=lambda one: reverse("reviews:verify", args=[one.pk]),
        ),
        Column("unit", "所在单位", value=lambda one: one.unit.name, width=28),
        Column("source", "来源"),
        Column("found_on", "发现日期", "date", sort="found_on"),
        Column("verified_on", "核实日期", "date", sort="verified_on"),
        Column(
            "verdict",
            "核实结果",
            "badge",
            value=verdict_of,
            tone=lambda one: {None: "warn", True: "bad", False: "good"}[one.is_missed],
        ),
        Column("file", "档案", value=lambda one: one.file.file_no if one.file else ""),
    ],
    filters=[
        Choice("source", "来源", UnfiledFamily.Source.choices),
        Choice(
            "verdict",
            "核实结果",
            [("open", "待核实"), ("missed", "应建未建"), ("not", "不符合条件")],
            narrow=lambda rows, value: rows.filter(
                is_missed={"open": None, "missed": True, "not": False}[value]
            ),
        ),
    ],
    ordering=["-found_on"],
    noun="户",
    empty=Empty(
        "还没有登记", "来信来访、走访或数据比对发现没有建档的困难家庭，在这里登记核实。", "inbox"
    ),
)
