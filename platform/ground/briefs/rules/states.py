"""Who may take an issue or a contribution from which state to which."""

from collections.abc import Mapping
from datetime import date

from ground.kernel import texts
from ground.kernel.errors import RuleBroken

TOO_LONG = texts.Refusal(
    "text_too_long", "{label}最多{longest}字，现有{found}字", "最多{longest}字，现有{found}字"
)
ISSUE_STATES: Mapping[str, str] = {
    "editing": "编辑中",
    "in_review": "待签发",
    "signed": "已签发",
    "typeset": "已排印",
    "withdrawn": "已撤回",
}
# What is done to an issue: (the states in which it may be done, what to say otherwise).
ISSUE_STEPS: Mapping[str, tuple[frozenset[str], str]] = {
    "edit": (frozenset({"editing"}), "只有编辑中的简报可以修改；待签发的请先由签发人退回"),
    "submit": (frozenset({"editing"}), "只有编辑中的简报可以送签"),
    "send_back": (frozenset({"in_review"}), "只有待签发的简报可以退回"),
    "sign": (frozenset({"in_review"}), "只有待签发的简报可以签发"),
    "print": (frozenset({"signed", "typeset"}), "简报签发后才能排印"),
    "open": (frozenset({"signed", "typeset"}), "只有已签发的简报可以公开"),
    "instruct": (frozenset({"signed", "typeset"}), "只能在已签发的简报上批示"),
}
# What makes a person an editor of an issue: these lines of the trail.
EDITING = frozenset(
    {
        "briefs.issue_started",
        "briefs.contribution_adopted",
        "briefs.article_edited",
        "briefs.photos_added",
        "briefs.photo_taken_out",
        "briefs.article_moved",
        "briefs.article_removed",
        "briefs.figures_chosen",
        "briefs.lists_set",
        "briefs.issue_submitted",
    }
)
ARTICLE_WORDS = ("title", "subtitle", "byline", "contributor")
YEARS = range(1949, 2200)


def check_issue_step(step: str, state: str) -> None:
    allowed, otherwise = ISSUE_STEPS[step]
    if state not in allowed:
        raise RuleBroken(
            f"issue_not_ready_to_{step}", f"{otherwise}（现在是“{ISSUE_STATES[state]}”）"
        )


def check_signer(*, signer: int, editor: int, has_edited: bool) -> None:
    """Four eyes: whoever edited an issue, in any part, does not sign it."""
    if signer == editor or has_edited:
        raise RuleBroken("issue_signed_by_editor", "编辑过本期简报的人不能签发，请由另一位领导签发")


def check_contribution_open(state: str) -> None:
    if state != "received":
        raise RuleBroken(
            "contribution_handled", "该来稿已经处理过：只有“待处理”的来稿可以采用或退稿"
        )


def check_has_articles(count: int) -> None:
    if not count:
        raise RuleBroken("issue_empty", "本期还没有稿件，请先采用来稿")


def check_reason(reason: str) -> str:
    """A reason, trimmed; a refusal without one helps nobody."""
    missing = texts.Refusal("reason_missing", "请写明{label}", "请写明{label}")
    return check_text(reason, field="reason", label="原因", longest=200, missing=missing)


def check_text(
    text: str,
    *,
    field: str,
    label: str,
    longest: int,
    needed: bool = True,
    missing: texts.Refusal = texts.MISSING,
) -> str:
    """A text, trimmed, that can be kept. One that is too long is told how long it is."""
    if not is_storable(text):
        wrong = "含有无法保存的字符"
        raise RuleBroken("text_unstorable", f"{label}{wrong}", fields={field: wrong})
    return texts.check_text(
        text,
        field=field,
        label=label,
        longest=longest,
        needed=needed,
        read=str.strip,
        missing=missing,
        too_long=TOO_LONG,
    )


def is_storable(text: str) -> bool:
    """Whether the database can hold a text: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def check_year(year: int, starts_on: date, ends_on: date) -> None:
    if year not in YEARS:
        raise RuleBroken(
            "issue_year", "年度应为四位年份，例如 2008", fields={"year": "应为四位年份"}
        )
    if ends_on < starts_on:
        raise RuleBroken(
            "issue_span", "数据截止日期不能早于起始日期", fields={"ends_on": "不能早于起始日期"}
        )
