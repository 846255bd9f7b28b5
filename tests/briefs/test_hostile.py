"""Documents made to hurt: refused with a sentence at the desk, and survived by the worker within bounds."""

from datetime import date

import pytest

from ground.briefs.rules.blocks import MOST_BLOCKS, MOST_ROWS, read_blocks
from ground.briefs.typesetting import (
    Article,
    BriefDocument,
    Heading,
    Limits,
    Masthead,
    Paragraph,
    Table,
    Typesetter,
    TypesettingFailed,
    text_of,
)
from ground.kernel.errors import RuleBroken

MASTHEAD = Masthead(name="简报", number_line="第一期", issuer="办公室", issue_date=date(2026, 1, 5))
TIGHT = Limits(cpu_seconds=4, memory_mib=700, wall_seconds=20)


def brief(*blocks):
    return BriefDocument(masthead=MASTHEAD, articles=(Article(title="题目", blocks=blocks),))


def table(rows):
    return {"kind": "table", "caption": "表", "header": ["甲", "乙"], "rows": rows, "numeric": []}


@pytest.mark.parametrize(
    ("blocks", "sentence"),
    [
        ([table([["一", "1"]] * 5_000)], f"第1段：表格最多{MOST_ROWS}行，其余请作附件"),
        ([table([["A" * 100_000, "1"]])], "第1段：最多10000字，请分段"),
        ([{"kind": "paragraph", "text": "A" * 100_000}], "第1段：最多10000字，请分段"),
        (
            [{"kind": "heading", "level": 1, "text": "一"}] * (MOST_BLOCKS + 1),
            f"正文最多{MOST_BLOCKS}段，现有{MOST_BLOCKS + 1}段",
        ),
    ],
)
def test_the_desk_refuses_it_with_a_sentence(blocks, sentence):
    with pytest.raises(RuleBroken) as broken:
        read_blocks(blocks)
    assert broken.value.message == sentence


@pytest.fixture(scope="module")
def tight():
    with Typesetter(limits=TIGHT) as typesetter:
        typesetter.typeset(brief(Paragraph(text="一")))
        yield typesetter


def test_five_thousand_rows_are_cut_in_bounded_memory(tight):
    rows = tuple((f"单位{number}", str(number)) for number in range(5_000))
    printed = tight.typeset(brief(Table(caption="表", header=("单位", "户数"), rows=rows)))
    assert printed.pages < 20
    assert "其余4700行见电子附件" in "".join(text_of(printed.pdf))


def test_four_hundred_headings_are_set(tight):
    headings = (Heading(level=1 + at % 4, text=f"{at}、" + "标题" * 15) for at in range(400))
    assert 20 < tight.typeset(brief(*headings)).pages < 80


@pytest.mark.parametrize("character", ["A", "汉", "汉\u2060"])
def test_a_cell_without_a_break_ends_its_job_and_no_other(tight, character):
    cell = character * 100_000
    with pytest.raises(TypesettingFailed, match=r"时间限制|内存限制|意外终止"):
        tight.typeset(brief(Table(caption="表", header=("甲", "乙"), rows=((cell, "1"),))))
    assert tight.typeset(brief(Paragraph(text="短"))).pages == 1


def test_the_longest_name_and_title_do_not_stop_the_press(tight):
    masthead = Masthead(
        name="简" * 2_000, number_line="一" * 2_000, issuer="办" * 2_000, issue_date=None
    )
    document = BriefDocument(masthead=masthead, articles=(Article(title="题" * 5_000),))
    assert tight.typeset(document).pages < 40
