"""Briefs of one, ten, fifty and two hundred pages, out of the articles of the Changde brief."""

import json
from datetime import date
from importlib import resources
from pathlib import Path

from ground.briefs.typesetting import BriefDocument
from ground.briefs.typesetting.layout import page_source

ROOT = Path(__file__).resolve().parents[1]
SIZES = (1, 10, 50, 200)
STORY = json.loads((ROOT / "platform/runtime/story/changde_2008_2.json").read_text("utf-8"))


def document_of(pages: int) -> BriefDocument:
    """The brief itself is of ten pages; more are its articles again and again."""
    masthead = {key: STORY[key] for key in ("name", "number_line", "issuer")}
    articles = STORY["articles"] * max(1, round(pages / 8))
    if pages == 1:
        articles = [STORY["articles"][1] | {"blocks": STORY["articles"][1]["blocks"][:1]}]
    figure = {"code": "a", "label": "参联机关单位", "value": "138", "unit": "个"}
    source = {
        "starts_on": "2008-01-01", "ends_on": "2008-06-25", "query": "SELECT COUNT(*)",
        "as_of_event": 1, "records": 138,
    }  # fmt: skip
    data = {"title": "本期数据", "figures": [figure] * 12}
    return BriefDocument.from_plain(
        {
            "masthead": masthead | {"issue_date": date(2008, 6, 25).isoformat()},
            "articles": articles,
            "data_page": data if pages > 1 else None,
            "footer": {"report_to": "省“双联”办", "editor": "编辑", "print_run": 80},
            "sources": [figure | source] * 12 if pages > 1 else [],
        }
    )


def source_of(document: BriefDocument) -> str:
    """The page that we set, with its style sheet in its head, as a browser prints it."""
    style = resources.files("ground.briefs.typesetting").joinpath("brief.css").read_text("utf-8")
    return str(page_source(document)).replace("</head>", f"<style>{style}</style></head>", 1)
