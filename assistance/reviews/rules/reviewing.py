"""What a review may come to, and what a proposal needs."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date

from ground.kernel.errors import RuleBroken

LONGEST_FINDING = 2000
OF_ACTIVE = ("stays", "reclassify", "exit", "wrongly_in", "cancel", "unreached")
OF_EXITED = ("out", "wrongly_out", "relapsed", "unreached")
OF_REJECTED = ("rightly_unfiled", "missed", "unreached")
RESULTS = {"active": OF_ACTIVE, "exited": OF_EXITED, "rejected": OF_REJECTED}

# What a review of a family on file leads to: {result: (kind of proposal, cause)}
PROPOSED = {
    "reclassify": ("reclassify", "changed"),
    "exit": ("exit", "out_of_hardship"),
    "wrongly_in": ("cancel", "never_met"),
    "cancel": ("cancel", ""),
}
CAUSES = {
    "exit": ("out_of_hardship",),
    "cancel": (
        "death",
        "retired",
        "moved",
        "duplicate",
        "false",
        "refuses_check",
        "never_met",
    ),
    "reclassify": ("changed",),
}


def check_review_open(state: str, state_label: str) -> None:
    if state != "open":
        raise RuleBroken("review_not_open", f"这项复核{state_label}，不能再登记，请刷新后再看")


def check_reviewer(
    *, kind: str, by: int, reviewer: int | None, reviewer_name: str, hands: Collection[int]
) -> None:
    """The one it was given to; and of a spot check nobody who had the file in hand."""
    if reviewer is not None and reviewer != by:
        raise RuleBroken(
            "review_of_another", f"这项复核已分派给{reviewer_name}，请由其登记，或重新分派"
        )
    if kind == "spot_check" and by in hands:
        raise RuleBroken(
            "reviewer_kept_the_file",
            "抽查要由没有经办、审批过这份档案的人进行，请分派给另一位同志",
            fields={"reviewer": "经办或审批过这份档案"},
        )


def check_result(*, among: str, result: str, cause: str) -> None:
    if result not in RESULTS[among]:
        raise RuleBroken("result_unfit", "请选择这类家庭的复核结果", fields={"result": "请选择"})
    if result == "cancel" and cause not in CAUSES["cancel"]:
        raise RuleBroken("cause_missing", "请选择注销的原因", fields={"cause": "请选择"})


def check_done_on(done_on: date, *, earliest: date, today: date) -> None:
    if not earliest <= done_on <= today:
        raise RuleBroken(
            "review_day_outside",
            f"复核日期应在{earliest}与今天之间",
            fields={"done_on": "日期不在范围内"},
        )


def check_finding(finding: str, *, result: str) -> str:
    """What was seen; of a result that changes something it must be told."""
    finding = finding.strip()
    if not finding and result not in {"stays", "out", "rightly_unfiled"}:
        raise RuleBroken("finding_missing", "请写明复核情况", fields={"finding": "请填写"})
    if len(finding) > LONGEST_FINDING:
        raise RuleBroken(
            "finding_too_long",
            f"复核情况不超过{LONGEST_FINDING}字",
            fields={"finding": f"不超过{LONGEST_FINDING}字"},
        )
    return finding


def check_proposal(*, kind: str, cause: str) -> None:
    if kind not in CAUSES:
        raise RuleBroken("proposal_kind", "请选择事项", fields={"kind": "请选择"})
    if cause not in CAUSES[kind]:
        raise RuleBroken("cause_unfit", "请选择与事项相符的原因类别", fields={"cause": "请选择"})


def check_decidable(
    *,
    proposer: int,
    decider: int,
    accepts: bool,
    kind: str,
    informed_on: date | None,
    may_decide_from: date | None,
    today: date,
) -> None:
    """Another person decides; a family leaves after it was told, and had its time to answer."""
    if proposer == decider:
        raise RuleBroken("decider_is_proposer", "提出的人不能自己审批，请由另一位审批人办理")
    if not accepts or kind != "exit":
        return
    if informed_on is None:
        raise RuleBroken("family_not_informed", "脱困退档前要告知家庭，请先登记告知日期和方式")
    if may_decide_from and today < may_decide_from:
        raise RuleBroken(
            "family_may_still_object", f"家庭可以在{may_decide_from}之前提出异议，期满后再审批"
        )


def months_before(on: date, months: int) -> date:
    """The same day of the month so many months ago, or that month's last day."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))
