"""The second issue of 2008, from three contributions to the printed page."""

import json
from datetime import date

from ground.accounts.models import Organisation
from ground.briefs import queries, services
from ground.briefs.models import Article, Contribution, Issue, IssueFigure, Printed, Series
from ground.briefs.typesetting import text_of
from ground.events.models import RecordedEvent


def test_three_contributions_become_the_second_issue(
    texts, root: Organisation, make_organisation, person, editor, leader, at, drain, only_facts
):
    with at("2008-06-20"):
        for number, text in enumerate(texts["articles"]):
            unit = make_organisation(f"来稿单位{number}", "agency")
            services.send_contribution(
                by=person("liaison", unit),
                organisation=unit,
                **{
                    key: text[key]
                    for key in ("title", "subtitle", "byline", "contributor", "blocks")
                },
            )
    with at("2008-06-24"):
        series = services.found_series(
            by=editor,
            organisation=root,
            title="常德“双联”简报",
            issuer=texts["issuer"],
            marking="内部资料 注意保存",
            report_to="省“双联”办",
            print_run=80,
            paper_year=2008,
            paper_number=1,
        )
        issue = services.start_issue(
            by=editor,
            series=series,
            year=2008,
            starts_on=date(2008, 1, 1),
            ends_on=date(2008, 6, 25),
        )
        for text in texts["articles"]:
            article = services.adopt(
                by=editor,
                issue=issue,
                contribution=Contribution.objects.get(title=text["title"]),
                section=text["section"],
            )
            body = json.dumps(article.blocks, ensure_ascii=False)
            for correction in texts["corrections"]:
                body = body.replace(correction["raw"], correction["corrected"])
            services.edit_article(
                by=editor,
                article=article,
                section=article.section,
                title=article.title,
                subtitle=article.subtitle,
                byline=article.byline,
                contributor=article.contributor,
                editor_note="",
                blocks=json.loads(body),
            )
        services.submit_issue(by=editor, issue=issue)
    with at("2008-06-25"):
        services.sign_issue(by=leader, issue=issue)
    drain()

    issue = Issue.objects.get()
    assert (issue.state, issue.number, issue.issued_on.isoformat()) == ("typeset", 2, "2008-06-25")
    printed = Printed.objects.get()
    pages = text_of(bytes(printed.pdf))
    assert len(pages) == printed.pages
    text = "".join("".join(pages).split())
    for wanted in (
        "2008年第二期",
        "2008年6月25日",
        "整合帮扶力量服务企业职工",
        "临澧县县级领导集中走访被联企业",
        "顺应发展拓领域狠抓落实见成效",
        "共送去慰问金2000元",
        "纱锭将增加到10万锭",
        "报送稿件3篇",
        "慰问救助金80元",
    ):
        assert wanted in text
    assert "沙绽" not in text
    assert (
        Contribution.objects.get(title=texts["articles"][2]["title"]).blocks
        == texts["articles"][2]["blocks"]
    )
    assert [(one.key, one.value) for one in IssueFigure.objects.all()] == [
        ("test.sent", 3),
        ("test.relief", 80),
    ]
    assert list(
        RecordedEvent.objects.filter(name__startswith="briefs.issue")
        .order_by("pk")
        .values_list("name", flat=True)
    ) == ["briefs.issue_submitted", "briefs.issue_signed", "briefs.issue_typeset"]
    named = queries.sums_of(queries.document_of(issue), [])
    assert (list(named.named), named.total) == ([2000, 4000, 13000], 19000)
    assert Article.objects.filter(issue=issue).count() == 3
    assert Series.objects.get().paper_number == 1
