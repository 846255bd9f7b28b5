"""The page of domain.md 6.1, measured in millimetres from the coordinates that the PDF holds."""

from datetime import date

import pytest

from ground.briefs.typesetting import Article, BriefDocument, Footer, Masthead, Paragraph
from tests.briefs.conftest import bars_of, boxes_of, glyphs_of

LEFT, RIGHT, TOP, BOTTOM = 28, 184, 37, 262
CHARACTER, LINE = 156 / 28, 10.22
# Of a line, half of what it has beside the character stands above it; 0.88 of that above the base.
FIRST_BASE = TOP + (LINE - CHARACTER) / 2 + 0.88 * CHARACTER
NEAR = 0.05
PAGES = 4
RED = (215, 0, 15)


@pytest.fixture(scope="module")
def full(typesetter):
    """Pages of nothing but characters, without a mark: the grid itself."""
    words = "双联帮扶走访慰问困难职工家庭建立台账落实责任单位企业社区工会组织服务群众解决实际问题"
    masthead = Masthead(
        name="常德“双联”简报",
        number_line="2026年第一期",
        issuer="常德市“双联”工作领导小组办公室编",
        issue_date=date(2026, 11, 23),
    )
    text = (words * 80)[: 22 * 28 * (PAGES - 1) + 22]
    article = Article(title="题目", blocks=(Paragraph(text=text),))
    footer = Footer(
        report_to="省“双联”办",
        send_to="市直各单位",
        distribute_to="各县",
        editor="陈",
        print_run=80,
    )
    return typesetter.typeset(BriefDocument(masthead=masthead, articles=(article,), footer=footer))


def body_of(typeset, page):
    return [line for line in glyphs_of(typeset.pdf, page) if line[0].text != "—"]


@pytest.mark.parametrize("page", [2, 3])
def test_22_lines_stand_on_the_grid(full, page):
    lines = body_of(full, page)
    assert len(lines) == 22
    for position, line in enumerate(lines):
        for glyph in line:
            assert glyph.baseline == pytest.approx(FIRST_BASE + LINE * position, abs=NEAR)
    assert min(glyph.top for glyph in lines[0]) >= TOP
    assert max(glyph.bottom for glyph in lines[-1]) <= BOTTOM


@pytest.mark.parametrize("page", [2, 3])
def test_28_characters_fill_each_line(full, page):
    for line in body_of(full, page):
        assert len(line) == 28
        assert line[-1].right == pytest.approx(RIGHT, abs=NEAR)
        for position, glyph in enumerate(line):
            assert glyph.left == pytest.approx(LEFT + CHARACTER * position, abs=NEAR)


def test_a_line_that_is_not_spread_has_the_same_characters(full):
    last = next(line for line in glyphs_of(full.pdf, 4) if len(line) == 24)
    for position, glyph in enumerate(last):
        assert glyph.left == pytest.approx(LEFT + CHARACTER * position, abs=NEAR)


def test_every_page_of_the_brief_keeps_the_grid(typeset):
    for page in (6, 7, 8):
        lines = [line for line in glyphs_of(typeset.pdf, page) if line[0].text != "—"]
        for line in lines:
            position = (line[0].baseline - FIRST_BASE) / LINE
            assert position == pytest.approx(round(position), abs=NEAR / LINE)
            assert 0 <= round(position) < 22
            indent = line[0].left - LEFT
            assert min(abs(indent), abs(indent - 2 * CHARACTER)) < NEAR or line[0].text in "“‘（《"
            # A mark at the end hangs its empty half over the edge; its ink does not.
            assert line[-1].right <= RIGHT + CHARACTER / 2 + NEAR


@pytest.mark.parametrize("page", [1, 2, 3, 4])
def test_the_number_stands_outside_one_character_in(full, page):
    (line,) = (one for one in glyphs_of(full.pdf, page) if one[0].text == "—")
    assert "".join(glyph.text for glyph in line) == f"—{page}—"
    if page % 2:
        assert line[-1].right == pytest.approx(RIGHT - CHARACTER, abs=NEAR)
    else:
        assert line[0].left == pytest.approx(LEFT + CHARACTER, abs=NEAR)
    for dash in (line[0], line[-1]):
        assert dash.top == pytest.approx(BOTTOM + 7, abs=NEAR)


def test_a_red_rule_closes_the_upper_third(full):
    *_, (left, top, right, bottom, colour) = (box for box in boxes_of(full.pdf, 1) if box[4] == RED)
    assert (left, top, right) == pytest.approx((LEFT, TOP, RIGHT), abs=NEAR)
    assert bottom == pytest.approx(TOP + 6 * LINE, abs=NEAR)
    assert bottom <= 297 / 3
    ((begins, ends, seen),) = (bar for bar in bars_of(full.pdf, 1, at=106) if bar[2] == RED)
    assert ends == pytest.approx(bottom, abs=NEAR)
    assert ends - begins == pytest.approx(0.8, abs=NEAR)  # 2.25 points
    assert seen == colour
    issuer = next(line for line in glyphs_of(full.pdf, 1) if line[0].text == "常" and len(line) > 9)
    assert begins - max(glyph.bottom for glyph in issuer) == pytest.approx(4, abs=0.4)


def test_the_foot_ends_where_the_type_area_ends(full):
    box = max(boxes_of(full.pdf, full.pages), key=lambda one: one[3])
    assert (box[0], box[2], box[3]) == pytest.approx((LEFT, RIGHT, BOTTOM), abs=NEAR)
    rules = [bar for bar in bars_of(full.pdf, full.pages, at=183) if bar[0] > box[1] - 1]
    assert len(rules) == 5  # 报, 送, 发 and the desk, between rules
    thick = [ends - begins for begins, ends, _ in rules]
    assert (thick[0], thick[-1]) == pytest.approx((0.35, 0.35), abs=NEAR)
    assert thick[1:-1] == pytest.approx([0.25] * 3, abs=NEAR)
    assert rules[-1][1] == pytest.approx(BOTTOM, abs=NEAR)
