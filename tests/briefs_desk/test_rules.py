"""Numbers, blocks, plain text, privacy, sums: no database."""

import pytest

from ground.briefs.rules import blocks, numbering, privacy, states, sums, writing
from ground.briefs.typesetting.document import Heading, Paragraph, RunIn, Table
from ground.kernel.errors import RuleBroken


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (2, "二"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (99, "九十九"),
     (100, "一百"), (101, "一百零一"), (110, "一百一十"), (119, "一百一十九"), (999, "九百九十九")],
)  # fmt: skip
def test_numbers_are_written_as_they_are_spoken(number, written):
    assert numbering.in_chinese(number) == written


def test_numbering_goes_on_after_the_paper():
    assert numbering.number_line(2008, 2) == "2008年第二期"
    assert numbering.next_number(year=2008, signed=[], paper_year=2008, paper_number=1) == 2
    assert numbering.next_number(year=2009, signed=[], paper_year=2008, paper_number=9) == 1
    assert numbering.next_number(year=2008, signed=[2, 3], paper_year=2008, paper_number=1) == 4


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ([{"kind": "paragraph", "text": "好"}, "文字"], "第2段：应是带有“kind”的对象"),
        ([{"kind": "picture"}], "第1段：不认识的段落类型“picture”"),
        ([{"kind": "heading", "level": 7, "text": "一、好"}], "第1段：标题级别只能是1至4"),
        ([{"kind": "paragraph"}], "第1段：缺少“text”"),
        ([{"kind": "paragraph", "text": "  "}], "第1段：没有文字"),
        ([{"kind": "paragraph", "text": 3}], "第1段：“text”的格式不对"),
        ([{"kind": "paragraph", "text": "好", "style": "x"}], "第1段：多出了不认识的内容“style”"),
        (
            [{"kind": "table", "caption": "表", "header": ["甲", "乙"], "rows": [["1"]]}],
            "第1段：表格“表”各行的列数应与表头一致",
        ),
        (
            [{"kind": "table", "caption": "", "header": ["甲"], "rows": [["1"]], "numeric": [4]}],
            "第1段：数字列的序号超出了表格的列数",
        ),
        ([{"kind": "paragraph", "text": "长" * 10_001}], "第1段：最多10000字，请分段"),
    ],
)
def test_a_faulty_block_is_named(plain, said):
    with pytest.raises(RuleBroken) as broken:
        blocks.read_blocks(plain)
    assert broken.value.code == "blocks_faulty"
    assert said in broken.value.message
    assert broken.value.fields["blocks"] == broken.value.message


@pytest.mark.parametrize("plain", [[], "正文", {"kind": "paragraph", "text": "好"}])
def test_a_body_is_a_list(plain):
    with pytest.raises(RuleBroken, match="请填写正文"):
        blocks.read_blocks(plain)


def test_lines_become_headings_and_paragraphs():
    lines = [
        "　　随着企业改制的不断深入。",
        "一、领导重视，依托“支点”",
        "（一）完善制度",
        "1.建立台账",
        "(1) 分户登记",
        "",
        "一是果断作出决策。为此增加了一名工作人员。",
        "1.3万元慰问金全部到位",
        "一、领导重视。今年以来，县委多次研究。",
        "〖二是突出发展。〗今年各单位始终抓住发展。",
        "## 三是保障权益",
        "\\二、这不是标题",
        "表：帮扶情况",
        "| 单位 | 金额 |",
        "| 甲厂 | 2,000 |",
        "| 乙厂 | 13000 |",
    ]
    assert writing.blocks_of("\n".join(lines)) == (
        Paragraph(text="随着企业改制的不断深入。"),
        Heading(level=1, text="一、领导重视，依托“支点”"),
        Heading(level=2, text="（一）完善制度"),
        Heading(level=3, text="1.建立台账"),
        Heading(level=4, text="(1) 分户登记"),
        Paragraph(text="一是果断作出决策。为此增加了一名工作人员。"),
        Paragraph(text="1.3万元慰问金全部到位"),
        Paragraph(text="一、领导重视。今年以来，县委多次研究。"),
        RunIn(lead="二是突出发展。", text="今年各单位始终抓住发展。"),
        Heading(level=2, text="三是保障权益"),
        Paragraph(text="二、这不是标题"),
        Table(
            caption="帮扶情况",
            header=("单位", "金额"),
            rows=(("甲厂", "2,000"), ("乙厂", "13000")),
            numeric=(1,),
        ),
    )


def test_what_was_typed_comes_back_unchanged(texts):
    odd = (
        Paragraph(text="二、这不是标题"),
        Paragraph(text="\\从反斜线开始"),
        Paragraph(text="# 井号"),
        Paragraph(text="表：没有表"),
        Paragraph(text="| 竖线"),
        Paragraph(text="〖括起〗的正文"),
        Heading(level=3, text="没有编号的标题"),
        Heading(level=4, text="一、编号与级别不同"),
        Table(caption="", header=("甲",), rows=(("x",),)),
        Table(caption="又一表", header=("甲", "乙"), rows=(("x", "1"),), numeric=(1,)),
        Paragraph(text="完。"),
    )
    assert writing.blocks_of(writing.text_of_blocks(odd)) == odd
    for article in texts["articles"]:
        body = blocks.read_blocks(article["blocks"])
        assert writing.blocks_of(writing.text_of_blocks(body)) == body
        assert blocks.to_json(body) == article["blocks"]


def test_a_table_too_wide_is_a_sentence_not_an_error():
    with pytest.raises(RuleBroken, match="表格应有1至12列"):
        writing.blocks_of("|" + "a|" * 13)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("身份证号430721198001010015。", "身份证号"),
        ("（43072119800101001X）", "身份证号"),
        ("号码４３０７２１１９８００１０１００１５", "身份证号"),
        ("430721 19800101 0015", "身份证号"),
        ("430721-1980-0101-0015", "身份证号"),
        ("老证430721800101001", "身份证号"),
        ("卡号6222021234567890123", "银行卡号"),
        ("卡号6222 0212 3456 7890 123", "银行卡号"),
        ("卡号6222-0212-3456-7890", "银行卡号"),
        ("电话13873612345", "手机号"),
        ("电话138-7361-2345", "手机号"),
        ("电话+86 138 7361 2345", "手机号"),
        ("电话138\u200b73612345", "手机号"),
        ("秘密", "密级标识"),
        ("【机密】", "密级标识"),
        ("绝密★长期", "密级标识"),
        ("密级：秘密", "密级标识"),
        ("绝　密", "密级标识"),
    ],
)
def test_what_must_not_be_printed_is_found(text, kind):
    assert privacy.private_in([("《稿》第1段", text)]) == [privacy.Hit("《稿》第1段", kind)]


@pytest.mark.parametrize(
    "text",
    [
        "截至2008-06-25 2008-06-26，全县工业产值3015000000元",
        "联系电话0736-5822618，共19,000元，占38.3%",
        "2007 2008 2009 2010年",
        "文号常双联〔2008〕12号，邮编415000",
        "为困难职工保守秘密，是帮扶干部的责任。",
        "138个机关单位，1132人",
    ],
)
def test_ordinary_numbers_and_words_pass(text):
    assert privacy.private_in([("《稿》第1段", text)]) == []


def test_a_hit_never_repeats_the_number():
    (hit,) = privacy.private_in([("《稿》第1段", "430721198001010015")])
    assert str(hit) == "《稿》第1段含有身份证号"


def test_the_relief_money_of_the_text_is_added_up(texts):
    said = [
        blocks.text_of(block)
        for article in texts["articles"]
        for block in blocks.read_blocks(article["blocks"])
    ]
    assert sums.relief_named(said) == [2000, 4000, 13000]
    assert sums.relief_named(["捐赠爱心款640万元", "产值30.15亿元"]) == []


@pytest.mark.parametrize(
    ("step", "state"),
    [("edit", "in_review"), ("submit", "signed"), ("sign", "editing"), ("send_back", "signed")],
)
def test_each_step_has_its_state(step, state):
    with pytest.raises(RuleBroken):
        states.check_issue_step(step, state)
