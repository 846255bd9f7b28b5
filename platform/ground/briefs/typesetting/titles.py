"""Where a long title breaks: by meaning, near the middle, the longer line above."""

import re
from itertools import combinations, pairwise

FULL_LINE = 19
MOST_LINES = 4

_ALWAYS_TOGETHER = re.compile(r"[A-Za-z0-9.%]")
_NEVER_FIRST = "，。、；：！？”’）》〉】〕」』—…·的了们者性等"
_NEVER_LAST = "“‘（《〈【〔「『第"
_GOOD_LAST = "，。、；：！？”’）》　 的"
_GOOD_FIRST = "“（《和与及暨在向对为"
# The words of these titles, longest first; a line never ends inside of one.
_WORDS = re.compile(
    "领导小组|总工会|困难职工|送温暖|金秋助学|爱心超市|进一步|办公室|机关单位|参联单位|联席会议"
    "|困难|职工|企业|工会|帮扶|救助|援助|慰问|走访|调研|工作|活动|服务|情况|通报|通知|报告|经验|交流"
    "|领导|干部|群众|机关|单位|社区|乡镇|全市|全县|全区|全省|各级|关于|开展|深入|做好|抓好|推进|加强"
    "|落实|全面|切实|扎实|积极|发展|创新|建设|管理|制度|机制|措施|成效|问题|解决|帮助|渡过|难关|年度"
    "|会议|精神|学习|贯彻|宣传|政策|就业|创业|培训|健康|保险|医疗|子女|上学|助学|双联|结对|联系|集中"
)


def title_lines(title: str, *, full_line: int = FULL_LINE) -> tuple[str, ...]:
    """The lines of `title`, each of at most `full_line` characters where it can be.

    A blank (　) in a title is the writer's own break; a title that fits on one line keeps it.
    """
    if len(title) <= full_line:
        return (title,)
    parts = tuple(part for part in re.split(r"[\s　]+", title) if part)
    if len(parts) > 1 and len(parts) <= -(-len(title) // full_line) + 1:
        return tuple(line for part in parts for line in title_lines(part, full_line=full_line))
    count = -(-len(title) // full_line)
    words = list(_WORDS.finditer(title))
    inside = {at for word in words for at in range(word.start() + 1, word.end())}
    places = [at for at in range(3, len(title) - 2) if at not in inside and _may_break(title, at)]
    if len(places) < count - 1 or count > MOST_LINES:
        return (title,)
    edges_of_words = {edge for word in words for edge in word.span()}
    best = min(
        combinations(places, count - 1),
        key=lambda cuts: _cost(title, cuts, edges_of_words, full_line),
    )
    return tuple(title[start:end].strip("　 ") for start, end in pairwise((0, *best, len(title))))


def _may_break(title: str, at: int) -> bool:
    before, after = title[at - 1], title[at]
    if _ALWAYS_TOGETHER.match(before) and _ALWAYS_TOGETHER.match(after):
        return False
    return after not in _NEVER_FIRST and before not in _NEVER_LAST


def _cost(title: str, cuts: tuple[int, ...], edges_of_words: set[int], full_line: int) -> float:
    lengths = [end - start for start, end in pairwise((0, *cuts, len(title)))]
    even = len(title) / len(lengths)
    cost = sum(abs(length - even) for length in lengths)
    cost += sum(20.0 for length in lengths if length > full_line)
    # A pyramid standing on its point reads better than one on its base.
    cost += sum(1.0 for above, below in pairwise(lengths) if below > above)
    for cut in cuts:
        cost -= 6.0 * (title[cut - 1] in _GOOD_LAST) + 2.5 * (title[cut] in _GOOD_FIRST)
        cost -= 3.0 * (cut in edges_of_words)
    return cost
