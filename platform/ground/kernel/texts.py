"""Texts that people give: read as a line or as paragraphs, refused in each app's own words."""

from collections.abc import Callable
from dataclasses import dataclass

from ground.kernel.errors import RuleBroken

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a text is refused: in the message, and beside its input.

    `{field}`, `{label}`, `{longest}` and `{found}` (the length it has) are filled in.
    """

    code: str
    message: str
    beside: str


MISSING = Refusal("text_missing", "请填写{label}", "不能为空")
TOO_LONG = Refusal("text_too_long", "{label}不能超过{longest}个字，请精简", "不能超过{longest}个字")


def one_line(text: str) -> str:
    """A text as one line: each run of blanks and breaks is a space."""
    return " ".join(text.replace("\x00", "").split())


def stripped(text: str) -> str:
    """A text as it was given, without blanks around it and NUL, which no column holds."""
    return text.replace("\x00", "").strip()


def printable(text: str, *, keeping: str = "") -> str:
    """A text without blanks around it and without control characters, but for those to be kept."""
    return "".join(one for one in text if one.isprintable() or one in keeping).strip()


def paragraphs(text: str) -> str:
    """A text with its line breaks and tabs, without other control characters or blanks around it."""
    return printable(text, keeping="\n\t")


def check_text(
    text: str,
    *,
    field: str,
    label: str,
    longest: int,
    needed: bool = True,
    read: Callable[[str], str] = one_line,
    missing: Refusal = MISSING,
    too_long: Refusal = TOO_LONG,
) -> str:
    """The text as it was read. Refused where it must be given and is not, or is too long."""
    kept = read(text)
    refusal = missing if needed and not kept else too_long if len(kept) > longest else None
    if refusal is None:
        return kept
    said = {"field": field, "label": label, "longest": longest, "found": len(kept)}
    raise RuleBroken(
        refusal.code.format(**said),
        refusal.message.format(**said),
        fields={field: refusal.beside.format(**said)},
    )


def check_reason(
    text: str, *, what: str = "", field: str = "reason", most: int = LONGEST_REASON
) -> str:
    """The reason, stripped. `what` is what it is for, in Chinese: 退回, 取消 …; empty: the form says."""
    return check_text(
        text,
        field=field,
        label=f"{what}的原因" if what else "原因",
        longest=most,
        read=str.strip,
        missing=Refusal("reason_missing", "请写明{label}", "不能为空"),
        too_long=Refusal("reason_too_long", "原因不超过{longest}字", "不超过{longest}字"),
    )
