"""The words of the local rules: what a code means and in what unit its number is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RuleWords:
    label: str
    unit: str


_words: dict[str, RuleWords] = {}


def name_rule(code: str, label: str, unit: str) -> None:
    """Give a rule its words, from an app's `navigation.py`; the page offers the named rules."""
    _words[code] = RuleWords(label, unit)


def words_of_rule(code: str) -> RuleWords:
    return _words.get(code, RuleWords(code, ""))


def named_rules() -> list[tuple[str, str]]:
    return sorted(((code, words.label) for code, words in _words.items()), key=lambda pair: pair[1])


name_rule("visits.days_to_record", "走访后登记期限", "日")
name_rule("households.notice_workdays", "建档公示期", "个工作日")
name_rule("households.investigators", "入户调查最少人数", "人")
name_rule("households.papers_block", "材料不齐不能提交", "（0否1是）")
name_rule("households.dibao_monthly", "城市居民最低生活保障标准", "元/月")
name_rule("files.largest_megabytes", "附件大小上限", "MB")
name_rule("files.days_kept_unused", "未使用附件的保留期限", "日")
