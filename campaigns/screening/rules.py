"""Each rule with its words and its expression.

An expression sees `c` (who is judged: enrolment, `amount`, `standard`, `own_standard`), `f` (the file),
`m` (the member), the parts that `needs` names, and `%(rule_value)s` through `{value}`.
"""

from dataclasses import dataclass
from decimal import Decimal

from assistance.households.models import HardshipFile
from ground.kernel import money
from ground.kernel.errors import RuleBroken


def yuan(expression: str) -> str:
    """An amount in a sentence of SQL: 3,000 or 3,000.5."""
    return f"rtrim(to_char({expression}, 'FM999,999,999,990.99'), '.')"


@dataclass(frozen=True)
class ScreenRule:
    """`says` gives the sentence of a finding, or NULL. `words` tell the rule with its number in `{}`."""

    code: str
    words: str
    says: str
    needs: tuple[str, ...] = ()
    has_value: bool = False


_WHENS = " ".join(f"WHEN '{state}' THEN '{label}'" for state, label in HardshipFile.State.choices)
_STATES = f"CASE f.state {_WHENS} END"

# Money, and the goods beside it where there are any.
_ASKED = (
    f"{yuan('c.amount')} || '元' || CASE WHEN c.goods > 0"
    f" THEN '、慰问品' || {yuan('c.goods')} || '元' ELSE '' END"
)

_RULES = [
    ScreenRule(
        "file_active",
        "先建档、后帮扶：档案须在档",
        f"CASE WHEN c.file_id IS NOT NULL AND f.state <> 'active' THEN"
        f" '先建档、后帮扶：档案' || f.file_no || '当前为“' || {_STATES} || '”，不在档' END",
    ),
    ScreenRule(
        "member_present",
        "受助学生须是现有家庭成员",
        "CASE WHEN c.member_id IS NOT NULL AND m.standing <> 'present'"
        " THEN '家庭成员：该学生已不在家庭中' END",
    ),
    ScreenRule(
        "has_amount",
        "有标准或拟助金额",
        "CASE WHEN c.amount IS NULL THEN '金额：本活动没有规定这类对象的标准，请填写拟助金额' END",
    ),
    ScreenRule(
        "within_standard",
        "不超过本活动的标准",
        f"CASE WHEN c.amount > c.own_standard THEN '标准：拟助' || {yuan('c.amount')} ||"
        f" '元，超过标准' || {yuan('c.own_standard')} || '元' END",
    ),
    ScreenRule(
        "per_time",
        "每次最多{}元",
        f"CASE WHEN c.amount + c.goods > {{value}} THEN '每次上限：拟助' || {_ASKED} ||"
        f" '，每次最多' || {yuan('{value}')} || '元' END",
        has_value=True,
    ),
    ScreenRule(
        "per_year",
        "每人每年最多{}元，各活动和日常慰问合并计算",
        "CASE WHEN c.amount + c.goods + COALESCE(o.amount, 0) + COALESCE(p.amount, 0) > {value} THEN"
        " '每年上限：本年已受助' || "
        + yuan("COALESCE(o.amount, 0) + COALESCE(p.amount, 0)")
        + f" || '元，加上拟助' || {_ASKED} || '，超过每人每年' || {yuan('{value}')} || '元' END",
        needs=("others", "paid"),
        has_value=True,
    ),
    ScreenRule(
        "excluded",
        "不属于排除的情形",
        "x.says",
        needs=("excluded",),
    ),
    ScreenRule(
        "answers",
        "必填内容齐全",
        "'申报内容不全：缺' || u.questions",
        needs=("unanswered",),
    ),
    ScreenRule(
        "papers",
        "必交材料齐全",
        "'材料不齐：缺' || l.papers",
        needs=("lacking",),
    ),
    ScreenRule(
        "other_aid",
        "本年没有获得其他助学",
        "CASE WHEN c.answers->>'other_aid' = 'yes' THEN '不重复资助：本年已获其他助学' ||"
        " COALESCE('（' || NULLIF(c.answers->>'other_aid_amount', '') || '元）', '') END",
    ),
    ScreenRule(
        "once_a_year",
        "一年只由一个活动、一家单位资助一次",
        f"CASE WHEN o.amount IS NOT NULL THEN '不重复资助：本年已由“' || o.campaign || '”资助' ||"
        f" {yuan('o.amount')} || '元' WHEN p.amount IS NOT NULL THEN"
        f" '不重复资助：本年已有同类救助' || {yuan('p.amount')} || '元' END",
        needs=("others", "paid"),
    ),
]
_by_code = {one.code: one for one in _RULES}


def all_rules() -> list[ScreenRule]:
    return list(_RULES)


def rule_of(code: str) -> ScreenRule:
    if code not in _by_code:
        raise RuleBroken("screen_rule_unknown", f"没有名为“{code[:30]}”的审核规则")
    return _by_code[code]


def words_of(code: str, value: Decimal | None) -> str:
    """A rule as people read it, with its number."""
    rule = _by_code.get(code)
    if rule is None:
        return code
    return rule.words.format(money.shown_short(value)) if value is not None else rule.words
