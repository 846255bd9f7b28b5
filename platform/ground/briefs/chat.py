"""An issue as a few plain lines, to be pasted into a chat."""

from ground.briefs.typesetting import BriefDocument, Heading, Photo
from ground.briefs.typesetting.layout import brief_name
from ground.briefs.typesetting.markup import chinese_date, clean

HEADINGS_OF_AN_ARTICLE = 8


def text_of(document: BriefDocument, *, link: str) -> str:
    """Name, number, titles with their main headings, figures, and where to read it."""
    masthead = document.masthead
    day = chinese_date(masthead.issue_date) if masthead.issue_date else "未签发"
    lines = [f"【{brief_name(document)}】", f"{masthead.issuer}　{day}"]
    if masthead.marking:
        lines.append(masthead.marking.replace(" ", "　"))
    number = 0
    for section, articles in document.in_sections():
        lines.append("")
        if section:
            lines.append(f"▍{section}")
        for article in articles:
            number += 1
            lines.append(f"{number}. {article.title}")
            lines += [f"   {words}" for words in (article.subtitle,) if words]
            heads = [
                block.text
                for block in article.blocks
                if isinstance(block, Heading) and block.level == 1
            ]
            lines += [f"   {head}" for head in heads[:HEADINGS_OF_AN_ARTICLE]]
            shown = [block for block in article.blocks if isinstance(block, Photo)]
            lines += [f"   [图：{one.caption or f'照片{one.number}'}]" for one in shown]
    if document.data_page and document.data_page.figures:
        page = document.data_page
        lines += ["", f"▍{page.title}"]
        lines += [page.note] if page.note else []
        lines += [f"· {one.label} {one.value}{one.unit}" for one in page.figures]
    lines += ["", f"阅读全文：{link}"]
    return "\n".join(line if not line.strip() else clean(line) for line in lines) + "\n"
