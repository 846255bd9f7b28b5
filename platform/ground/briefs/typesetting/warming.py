"""A brief with one of everything: set once when a worker starts, so that no job pays for first times."""

from typing import Any

_BLOCKS = [
    *({"kind": "heading", "level": level, "text": "一、（一）1.“题”"} for level in (1, 2, 3, 4)),
    {"kind": "run_in", "lead": "一是走访。", "text": "文：“引”，（注）1—5月……《法》"},
    {"kind": "paragraph", "text": "困难职工家庭，帮扶、走访慰问；送去2000元。" * 4},
    {
        "kind": "table",
        "caption": "表",
        "header": ["甲", "乙"],
        "rows": [["一", "1,234.00"]],
        "numeric": [1],
    },
]
_ARTICLE = {
    "section": "栏目",
    "title": "题目“双联”",
    "subtitle": "——副题",
    "byline": "单位",
    "contributor": "单位",
    "editor_note": "编者按：按",
    "blocks": _BLOCKS,
}
_FIGURE = {"code": "a", "label": "指标", "value": "1", "unit": "元"}
_SOURCE = {
    "starts_on": "2026-01-01",
    "ends_on": "2026-01-02",
    "query": "",
    "as_of_event": 1,
    "records": 1,
}
WARM_UP: dict[str, Any] = {
    "masthead": {
        "name": "预热“一”",
        "number_line": "2026年第一期",
        "issuer": "办公室编",
        "issue_date": "2026-01-05",
        "marking": "内部资料 注意保存",
    },
    "articles": [_ARTICLE, _ARTICLE],
    "data_page": {
        "title": "数据",
        "note": "说明",
        "figures": [_FIGURE | {"remark": "说明", "link": "https://example.org/"}],
        "charts": [{"title": "图", "unit": "户", "bars": [{"label": "甲", "value": "1"}] * 2}],
    },
    "footer": {"report_to": "报", "editor": "编", "print_run": 1},
    "sources": [_FIGURE | _SOURCE],
}
