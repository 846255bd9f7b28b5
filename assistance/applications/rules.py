"""What an application for aid must hold, who may take which step, and what a decision must explain."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from assistance.standards.rules import AID_TYPES, GIFTS, PAPERS, SCHOOL_YEAR, Received, window
from assistance.standards.rules import received_words as words_of_received
from ground.kernel import texts
from ground.kernel.errors import RuleBroken
from ground.kernel.money import shown, yuan_typed

# 先建档、后帮扶: what may be applied for without a file (临时救助 route, domain 3.2).
ON_FILE = {key: label for key, label in AID_TYPES.items() if key not in GIFTS}
WITHOUT_FILE = {
    key: ON_FILE[key] for key in ("temporary", "legal_aid", "vocational_training", "job_placement")
}
FOR_ONE_PERSON = {"medical", "education"}
LONGEST_OCCASION = 60
LONGEST_REASON = 1000
LONGEST_OPINION = 300

STATES = {
    "draft": "待完善",
    "recommended": "待复核",
    "reviewed": "待审批",
    "approved": "已批准",
    "rejected": "未批准",
    "withdrawn": "已撤回",
    "lapsed": "款项已作废",
}
OPEN = ("draft", "recommended", "reviewed")
HOLDING = (*OPEN, "approved")  # these hold their item: nobody applies for it again


def year_of(aid_type: str, on: date) -> int:
    """The year of aid in which an item is one: a school year begins in July, all others in January."""
    return window(SCHOOL_YEAR, on)[0].year if aid_type == "education" else on.year


def year_words(aid_type: str, year: int) -> str:
    return f"{year}—{year + 1}学年" if aid_type == "education" else f"{year}年"


def amount_of(text: str | Decimal | None, *, field: str, label: str) -> Decimal | None:
    """An amount above nothing, or none."""
    if text is None or not str(text).strip():
        return None
    amount = yuan_typed(text, field=field)
    if amount <= 0:
        raise RuleBroken("amount_not_positive", f"{label}必须大于零", fields={field: "必须大于零"})
    return amount


# What is said in an application or about it; it may be left out, unless the caller needs it.
check_text = partial(
    texts.check_text,
    needed=False,
    read=texts.stripped,
    missing=texts.Refusal("{field}_missing", "请填写{label}", "必填"),
    too_long=texts.Refusal(
        "{field}_too_long", "{label}不能超过{longest}个字", "不超过{longest}个字"
    ),
)


def check_route(*, aid_type: str, has_file: bool) -> None:
    offered = ON_FILE if has_file else WITHOUT_FILE
    if aid_type in offered:
        return
    message = "请从列表中选择救助项目"
    if aid_type in ON_FILE:
        message = f"{ON_FILE[aid_type]}要先建档、后帮扶：没有档案的家庭只能申请" + "、".join(
            WITHOUT_FILE.values()
        )
    raise RuleBroken("aid_type_not_offered", message, fields={"aid_type": message})


def check_file_active(*, file_no: str, state: str, label: str) -> None:
    if state != "active":
        raise RuleBroken(
            "file_not_active",
            f"档案 {file_no} 当前为“{label}”，只有在档家庭才能申请救助：请先完成建档审批",
            fields={"file_no": "档案不在档"},
        )


def check_state(state: str, wanted: Collection[str], *, doing: str) -> None:
    if state not in wanted:
        raise RuleBroken(
            "application_state",
            f"申请当前为“{STATES[state]}”，不能{doing}：可能已由他人办理，请刷新页面查看",
        )


def missing_fields(
    *,
    aid_type: str,
    asked: Decimal | None,
    reason: bool,
    member: bool,
    has_file: bool,
    out_of_pocket: Decimal | None,
    is_relative: bool | None,
) -> list[str]:
    """What has not been filled in, as people call it."""
    lacks = []
    if not reason:
        lacks.append("申请事由")
    if asked is None:
        lacks.append("申请金额")
    if has_file and aid_type in FOR_ONE_PERSON and not member:
        lacks.append("为哪位家庭成员申请")
    if aid_type == "medical" and out_of_pocket is None:
        lacks.append("本年自付医疗费")
    if is_relative is None:
        lacks.append("是否工作人员亲属")
    return lacks


def missing_papers(wanted: Sequence[str], held: Collection[str]) -> list[str]:
    return [PAPERS[one] for one in wanted if one not in held]


def check_complete(missing: Sequence[str]) -> None:
    """Everything that is missing is said once and together (一次性告知)."""
    if missing:
        raise RuleBroken("application_incomplete", f"提交复核前还缺：{'、'.join(missing)}")


def check_not_aided(duplicate: Received | None) -> None:
    if duplicate is not None:
        raise RuleBroken(
            "already_aided", f"同一事项已经救助过，不再重复：{words_of_received(duplicate)}"
        )


def check_reviewer(*, made_by: int, recommended_by: int | None, reviewer: int) -> None:
    if reviewer in {made_by, recommended_by}:
        raise RuleBroken("own_work", "经办人不能复核自己办理的申请，请由另一位帮扶干部复核")


def check_decider(
    *, made_by: int, recommended_by: int | None, reviewed_by: int | None, decider: int
) -> None:
    if decider in {made_by, recommended_by, reviewed_by}:
        raise RuleBroken("own_work", "经办人和复核人不能审批同一件申请，请由另一位审批人审批")


def check_decision(*, amount: Decimal, proposed: Decimal | None, reason: str) -> str:
    """A decision other than the proposal says why."""
    plain = check_text(reason, field="decided_reason", label="理由", longest=LONGEST_OPINION)
    if amount == proposed or plain:
        return plain
    if proposed is None:
        message = "系统没有提出建议金额，请写明按什么决定这个金额"
    else:
        more = "高于" if amount > proposed else "低于"
        message = f"批准金额{more}现在的建议金额 {shown(proposed)} 元，请写明理由"
    raise RuleBroken("reason_missing", message, fields={"decided_reason": message})
