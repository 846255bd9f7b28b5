"""A month of one brief: from what units send in to a leader's words, carried out and closed."""

from datetime import date

from ground.briefs import queries, services
from ground.briefs.models import Contribution, Instruction, Issue, IssueFigure, Printed
from ground.briefs.typesetting import text_of
from tests.briefs_desk.conftest import edited


def test_a_month(  # noqa: PLR0915 -- one story
    root,
    make_organisation,
    person,
    editor,
    leader,
    client,
    client_of,
    at,
    drain,
    only_facts,
    series,
):
    county = make_organisation("桃源县“双联”办", "link_office")
    liaison, reader = person("liaison", county), person("liaison", county)
    desk, boss, at_county = client_of(editor), client_of(leader), client_of(liaison)
    series.marking = ""
    series.save()

    # 3 June: two articles come in; one goes back with a reason, and comes mended.
    with at("2008-06-03"):
        for title in ("走访企业", "送政策上门"):
            words = {"organisation": county.pk, "title": title, "blocks": f"{title}，走访职工。"}
            assert at_county.post("/briefs/contributions/new/", words).status_code == 302
        back = Contribution.objects.get(title="送政策上门")
        desk.post(f"/briefs/contributions/{back.pk}/return/", {"reason": "请写明送了几份"})
        assert (
            "请写明送了几份" in at_county.get(f"/briefs/contributions/{back.pk}/").content.decode()
        )
    with at("2008-06-05"):
        services.send_contribution(
            by=liaison,
            organisation=county,
            title="送政策上门",
            blocks=[{"kind": "paragraph", "text": "发放政策资料五千余份。"}],
            mends=back,
        )

    # 20 June: the desk takes both, cites a figure; three people work on the same article.
    with at("2008-06-20"):
        issue = services.start_issue(
            by=editor,
            series=series,
            year=2008,
            starts_on=date(2008, 6, 1),
            ends_on=date(2008, 6, 20),
        )
        for one in Contribution.objects.filter(state="received").order_by("pk"):
            services.adopt(by=editor, issue=issue, contribution=one, section="工作动态")
        first = issue.articles.first()
        lines = ["本月收到来稿[[报送稿件]]。", "走访职工。", "下一步继续走访。"]
        services.edit_article(
            by=editor,
            article=first,
            **edited(first, blocks=[{"kind": "paragraph", "text": line} for line in lines]),
        )
        seen = issue.articles.get(pk=first.pk).version
        for who, place, words in (
            (person("office"), 1, "走访职工五户。"),
            (person("office"), 2, "下一步落实责任。"),
        ):
            mine = [*lines[:place], words, *lines[place + 1 :]]
            blocks = [{"kind": "paragraph", "text": line} for line in mine]
            services.edit_article(by=who, article=first, seen=seen, **edited(first, blocks=blocks))
        assert desk.post(f"/briefs/issues/{issue.pk}/submit/").status_code == 302

    # 25 June: signed, printed by the event, read, opened to all.
    with at("2008-06-25"):
        assert boss.post(f"/briefs/issues/{issue.pk}/sign/").status_code == 302
        drain()
        issue = Issue.objects.get(pk=issue.pk)
        assert (issue.state, issue.number) == ("typeset", 2)
        printed = "".join("".join(text_of(bytes(Printed.objects.get(issue=issue).pdf))).split())
        for words in ("本月收到来稿3篇。", "走访职工五户。", "下一步落实责任。", "五千余份"):
            assert words in printed
        assert IssueFigure.objects.get(issue=issue, key="test.sent").value == 3
        client_of(reader).get(f"/briefs/issues/{issue.pk}/")
        assert queries.readings_of(issue).people == 1
        boss.post(f"/briefs/issues/{issue.pk}/open/")
        assert "五千余份" in client.get(f"/briefs/public/{issue.pk}/").content.decode()

    # 26 June to 2 July: the leader writes on it, the county answers, the leader closes it.
    with at("2008-06-26"):
        words = {"words": "好经验，请全县推开。", "organisation": county.pk, "due_on": "2008-07-10"}
        boss.post(f"/briefs/issues/{issue.pk}/instruct/", words)
        given = Instruction.objects.get()
    with at("2008-07-01"):
        answer = {"answer": "已在各乡镇推开。"}
        at_county.post(f"/briefs/instructions/{given.pk}/answer/", answer)
    with at("2008-07-02"):
        boss.post(f"/briefs/instructions/{given.pk}/close/")
        given.refresh_from_db()
        assert (given.state, given.answer) == ("closed", "已在各乡镇推开。")

    # 3 July: a unit tells late what belonged to June; the brief stays, and the desk is told.
    with at("2008-06-20"):
        services.send_contribution(
            by=liaison,
            organisation=county,
            title="迟到的",
            blocks=[{"kind": "paragraph", "text": "迟到的一篇。"}],
        )
    with at("2008-07-03"):
        told = desk.get(f"/briefs/issues/{issue.pk}/corrections/").content.decode()
        assert "刊登 3篇，现在 4篇" in told
