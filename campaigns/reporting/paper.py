"""The report as a paper: its heads numbered, sections of which nothing is known left out."""

from campaigns.queries.written import WrittenFacts
from campaigns.reporting import doing, money, standing
from campaigns.reporting.words import NUMERALS, span
from ground.briefs.typesetting import Article, Heading, Paper, Paragraph, RunIn, Table

Block = Paragraph | RunIn | Table
SECTIONS = (
    ("基本情况", doing.basics),
    ("资金和物资", money.money_and_goods),
    ("对象和救助情况", doing.people),
    ("走访慰问", doing.visits),
    ("各单位完成情况", standing.units),
    ("公平性", standing.fairness),
    ("与上年比较", standing.compared),
    ("总结", standing.summary),
)


def paper_of(told: WrittenFacts) -> Paper:
    """The report of a campaign; a draft until it is summarised."""
    blocks: list[Heading | Block] = []
    number = 0
    for label, section in SECTIONS:
        made = section(told)
        if made:
            blocks.append(Heading(level=1, text=f"{NUMERALS[number]}、{label}"))
            blocks += made
            number += 1
    return Paper(
        article=Article(
            title=f"{told.name}总结报告",
            subtitle=span(told.starts_on, told.ends_on),
            byline=told.organiser,
            blocks=tuple(blocks),
        ),
        sender=told.organiser,
        day=told.told_on,
        is_draft=not told.is_summarised,
    )
