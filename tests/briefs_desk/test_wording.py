"""The careful reader: what is found in a text, and what is left alone."""

import json
from datetime import date

import pytest

from ground.briefs import guarded, proofing, queries, services
from ground.briefs.models import Issue
from ground.briefs.rules.wording import findings
from ground.kernel.periods import Period
from tests.briefs_desk.conftest import STORY, edited

PERIOD = Period(starts_on=date(2008, 1, 1), ends_on=date(2008, 6, 25))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("入户率由90%提高5%。", "百分点"),
        ("慰问资金总额增长5个百分点。", "应写“%”"),
        ("发放5000000元。", "建议写作500万元"),
        ("发放1,250,000元。", "建议写作125万元"),
        ("甲县3户、乙县4户、丙县5户，共13户。", "3 + 4 + 5 = 12户"),
        ("慰问金2,000元、4,000元和13,000元，合计19,500元。", "19,000元，与“合计19,500元”不符"),
        ("开展“双联工作。", "没有后一半"),
        ("开展双联”工作。", "“””没有与之相配"),
        ('他说"好"。', "直引号"),
        ("走访企业,了解困难。", "半角标点"),
        ("走访１２户。", "全角数字"),
        ("5月32日召开。", "没有5月32日"),
        ("2007年2月29日召开。", "没有2007年2月29日"),
        ("12月31日召开。", "请写明年份"),
        ("08年5月召开。", "四位年份"),
        ("建立帮扶台帐。", "“台帐”应作“台账”"),
        ("截止6月底。", "应作“截至”"),
    ],
)  # fmt: skip
def test_found(text, said):
    (one,) = findings(text, PERIOD)
    assert said in one


@pytest.mark.parametrize(
    "text",
    [
        "就业率达到97.5%，比上年提高3个百分点。",
        "甲县3户、乙县4户、丙县5户，共12户。",
        "全市共走访128户，其中深度困难30户。",
        "共走访12户，发放慰问金3万元。",
        "2007年12月31日召开；5月14日走访（第3次）。",
        "慰问金2,000元、4,000元和13,000元，合计19,000元。",
        "经费由30户增至50户，户均2.5万元。",
        "“要通过‘双联’工作，解决困难。”",
        "网址 http://example.cn/a?b=1 和 3.5 吨。",
    ],
)
def test_left_alone(text):
    assert findings(text, PERIOD) == []


def test_the_real_brief_has_its_old_spellings_found_and_nothing_else():
    told = json.loads(STORY.read_text(encoding="utf-8"))
    texts = [
        block.get("lead", "") + block.get("text", "")
        for article in told["articles"]
        for block in article["blocks"]
    ]
    assert len(texts) > 10
    found = [one for text in texts for one in findings(text, PERIOD)]
    assert set(found) == {"“台帐”应作“台账”", "“截止”后接时间应作“截至”"}


def test_the_desk_tells_the_place_and_names_in_care(article, editor, monkeypatch):
    monkeypatch.setattr(guarded, "_finders", [lambda _, runs: {"欧阳小明"} & set(runs)])
    blocks = [
        {"kind": "paragraph", "text": "慰问职工欧阳小明一家。"},
        {"kind": "paragraph", "text": "建立台帐。"},
    ]
    services.edit_article(by=editor, article=article, **edited(article, blocks=blocks))
    issue = Issue.objects.get(pk=article.issue_id)
    figures = queries.figures_of(issue)
    checks = proofing.checks_of(
        queries.document_of(issue, figures), figures, period=queries.period_of(issue), reader=editor
    )
    by_label = {one.label: one for one in checks}
    assert by_label["有1处文字或数字请核对"].found == ["《走访企业》第2段：“台帐”应作“台账”"]
    assert "欧阳小明" in by_label["写到的姓名请核对"].found[0]
