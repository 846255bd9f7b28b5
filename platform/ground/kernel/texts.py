"""Texts that people must give: a reason, an opinion, a note."""

from ground.kernel.errors import RuleBroken

LONGEST_REASON = 300


def check_reason(
    text: str, *, what: str = "", field: str = "reason", most: int = LONGEST_REASON
) -> str:
    """The reason, stripped. `what` is what it is for, in Chinese: 退回, 取消 …; empty: the form says."""
    text = text.strip()
    if not text:
        raise RuleBroken(
            "reason_missing",
            f"请写明{what}的原因" if what else "请写明原因",
            fields={field: "不能为空"},
        )
    if len(text) > most:
        raise RuleBroken(
            "reason_too_long", f"原因不超过{most}字", fields={field: f"不超过{most}字"}
        )
    return text
