"""What a tried set of criteria would mean for a family, beside what is recorded of it."""

from assistance.criteria.rules import CATEGORIES

OUTSIDE = "outside"  # a family whose file has ended, or was refused

MOVEMENTS = {
    "enters": "符合条件，可以进入",
    "leaves": "不再符合，应当退出",
    "near": "转为边缘困难",
    "changes": "困难类别变化",
    "unknown": "资料不足，无法测算",
    "stays": "不变",
}


def movement_of(recorded: str, tried: str) -> str:
    """One of `MOVEMENTS`. `recorded` is the category of a file in force, or `OUTSIDE`."""
    if tried == "borderline":
        return "near"
    if recorded == OUTSIDE:
        return "enters" if tried in CATEGORIES else "stays"
    if tried in CATEGORIES:
        return "stays" if tried == recorded else "changes"
    return "unknown" if tried == "unknown" else "leaves"
