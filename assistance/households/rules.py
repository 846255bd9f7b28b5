"""A file's way as one table, what a complete file holds, the income that counts (domain.md 3.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ground.kernel import money
from ground.kernel.errors import RuleBroken

MONTHS = 12
MOST_MEMBERS = 30
LARGEST_AMOUNT = Decimal(10) ** 10  # a family's year; also keeps the column from overflowing
SHORTEST_REASON = 2

IN_PROGRESS = frozenset(
    {"submitted", "reviewed", "investigated", "checked", "notice_posted", "notice_passed"}
)
OPEN = IN_PROGRESS | {"draft", "active"}


@dataclass(frozen=True)
class NewMember:
    """A person of the family as typed: everybody except the holder, who is on the file already."""

    relation: str
    name: str
    id_no: str = ""


@dataclass(frozen=True)
class Move:
    """One step that a file can take: its name for people, from which states, to which one."""

    label: str
    sources: frozenset[str]
    state: str
    step: str


def _move(label: str, sources: Iterable[str], state: str, step: str = "") -> Move:
    return Move(label, frozenset(sources), state, step or state)


# Order and gates differ between places (domain.md, warning 2): only this table says what follows.
MOVES = {
    "complete": _move("完善档案", {"draft"}, "draft", "completed"),
    "submit": _move("提交申请", {"draft"}, "submitted"),
    "review": _move("初审", {"submitted"}, "reviewed"),
    "investigate": _move("入户调查", {"reviewed"}, "investigated"),
    "check": _move("经济状况核对", {"investigated"}, "checked"),
    "post_notice": _move("张榜公示", {"checked"}, "notice_posted"),
    "pass_notice": _move("公示无异议", {"notice_posted"}, "notice_passed"),
    "approve": _move("批准建档", {"notice_passed"}, "active", "approved"),
    "return": _move("退回补充", IN_PROGRESS, "draft", "returned"),
    "reject": _move("不予建档", IN_PROGRESS, "rejected"),
    "exit": _move("脱困退档", {"active"}, "exited"),
    "cancel": _move("注销档案", {"draft", "active"}, "cancelled"),
}


def check_move(action: str, state: str, state_label: str) -> Move:
    """The step to take, or a sentence that says why not from here."""
    move = MOVES[action]
    if state not in move.sources:
        raise RuleBroken(
            "file_wrong_state", f"档案现在是“{state_label}”，不能“{move.label}”，请刷新后再看"
        )
    return move


def is_for_approver(action: str, state: str) -> bool:
    """Whether a step belongs to the approver; the others belong to the staff who keep the file."""
    return action in {"approve", "exit"} or (
        action in {"return", "reject", "cancel"} and state in {"notice_passed", "active"}
    )


def missing_of(
    *,
    category: str,
    primary_cause: str,
    situation: str,
    annual_income: Decimal | None,
    rigid_expenses: Decimal | None,
    has_holder_id_no: bool,
) -> dict[str, str]:
    """What a file still needs before it may be submitted: input name → label, all of it at once."""
    asked = {
        "category": ("困难类别", category),
        "primary_cause": ("主要致困原因", primary_cause),
        "situation": ("家庭情况", situation.strip()),
        "annual_income": ("家庭年收入", annual_income is not None),
        "rigid_expenses": ("年刚性支出", rigid_expenses is not None),
        "holder_id_no": ("本人身份证号", has_holder_id_no),
    }
    return {name: label for name, (label, there) in asked.items() if not there}


def check_complete(missing: dict[str, str]) -> None:
    if missing:
        raise RuleBroken(
            "file_incomplete",
            f"档案还缺{len(missing)}项：{'、'.join(missing.values())}。请先完善档案再提交",
            fields=dict.fromkeys(missing, "提交前必填"),
        )


def net_monthly_income(income: Decimal, rigid: Decimal, members: int) -> Decimal:
    """Net income of one member in a month (R1): (yearly income - rigid expenses) ÷ members ÷ 12."""
    return money.rounded((income - rigid) / members / MONTHS)


def income_formula(income: Decimal, rigid: Decimal, members: int) -> str:
    """The same sum as people check it."""
    result = net_monthly_income(income, rigid, members)
    return (
        f"（{money.shown(income)} － {money.shown(rigid)}）÷ {members} 人 ÷ {MONTHS} 个月"
        f" ＝ {money.shown(result)} 元"
    )


def suggested_category(net: Decimal, dibao: Decimal) -> str:
    """What the income speaks for (R1, R3): deep up to 低保, relative below twice of it; or nothing.

    A suggestion with its reason, never a decision; accidental hardship does not follow from income.
    """
    if net <= dibao:
        return "deep"
    return "relative" if net < 2 * dibao else ""


def check_amount(field: str, label: str, typed: Decimal | int | str | None) -> Decimal | None:
    """An amount of the family's year: none yet, or nought and more."""
    if typed is None or typed == "":
        return None
    try:
        amount = money.yuan(typed)
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.message, fields={field: broken.message}) from None
    if not 0 <= amount < LARGEST_AMOUNT:
        raise RuleBroken(
            "amount_out_of_range", f"{label}应在0元以上、百亿元以下", fields={field: "超出范围"}
        )
    return amount


def check_text(field: str, label: str, typed: str, *, longest: int, needed: bool = False) -> str:
    """Text that fits its column, without control characters."""
    text = "".join(one for one in typed if one.isprintable() or one in "\n\t").strip()
    if needed and not text:
        raise RuleBroken("text_missing", f"请填写{label}", fields={field: "必填"})
    if len(text) > longest:
        raise RuleBroken(
            "text_too_long", f"{label}最多{longest}字", fields={field: f"最多{longest}字"}
        )
    return text


def check_reason(typed: str, *, longest: int = 300) -> str:
    text = check_text("reason", "原因", typed, longest=longest, needed=True)
    if len(text) < SHORTEST_REASON:
        raise RuleBroken(
            "reason_too_short", "原因请写清楚，至少两个字", fields={"reason": "至少两个字"}
        )
    return text


def check_one_of(field: str, label: str, typed: str, choices: Iterable[str]) -> str:
    """A value of a closed list, or none yet."""
    if typed and typed not in set(choices):
        raise RuleBroken(
            "choice_unknown", f"{label}不在可选范围内", fields={field: "请从列表中选择"}
        )
    return typed


def check_investigators(names: Sequence[str], fewest: int) -> str:
    """The people of a home visit, in one line; each counts once."""
    told = [check_text("investigators", "调查人", name, longest=20) for name in names]
    people = list(dict.fromkeys(name for name in told if name))
    if len(people) < fewest:
        raise RuleBroken(
            "investigators_too_few",
            f"入户调查应不少于{fewest}人，请填写每位调查人的姓名",
            fields={"investigators": f"不少于{fewest}人"},
        )
    return check_text("investigators", "调查人", "、".join(people), longest=120)


def check_members(members: Sequence[NewMember], relations: Iterable[str]) -> list[NewMember]:
    """The other people of the family, tidied: each with a name, none of them the holder."""
    if len(members) > MOST_MEMBERS:
        raise RuleBroken("members_too_many", f"家庭成员最多{MOST_MEMBERS}人，请核对")
    known = set(relations) - {"holder"}
    tidy = []
    for number, one in enumerate(members, 1):
        if one.relation not in known:
            raise RuleBroken(
                "relation_unknown",
                f"第{number}位家庭成员的关系请从列表中选择；本人已在档案中，不再列入",
            )
        name = check_text("name", f"第{number}位家庭成员的姓名", one.name, longest=40, needed=True)
        tidy.append(NewMember(one.relation, name, one.id_no.strip()))
    return tidy


def check_approver(approver: int, submitters: Iterable[int | None]) -> None:
    if approver in set(submitters):
        raise RuleBroken(
            "approver_is_submitter", "提交人不能审批自己提交的档案，请由另一位审批人办理"
        )


def file_number(year: int, number: int) -> str:
    """`SL2008-000123`."""
    return f"SL{year}-{number:06d}"


def check_pairing_day(*, from_on: date, today: date, opened_on: date) -> None:
    """A cadre is paired with a family that is on file, at the latest today."""
    if from_on > today:
        raise RuleBroken(
            "pair_in_future", "结对日期不能晚于今天", fields={"from_on": "不能晚于今天"}
        )
    if from_on < opened_on:
        raise RuleBroken(
            "pair_before_file",
            f"档案于{opened_on}申请，结对日期不能更早",
            fields={"from_on": f"不能早于{opened_on}"},
        )


def check_pair_end(*, from_on: date, on: date, today: date, reason: str) -> str:
    """Why a pair ends, on a day between its beginning and today."""
    if not from_on <= on <= today:
        raise RuleBroken(
            "pair_end_outside",
            f"变动日期应在{from_on}与今天之间",
            fields={"on": f"应在{from_on}与今天之间"},
        )
    return check_text("reason", "变动原因", reason, longest=200, needed=True)
