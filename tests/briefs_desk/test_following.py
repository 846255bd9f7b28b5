"""After the signature: read, withdrawn and issued anew, instructed upon and carried out."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from ground.audit.models import Entry
from ground.briefs import queries, services
from ground.briefs.models import Article, Instruction, Issue, Reading
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from ground.web.workbench import waiting_for

DUE = date(2008, 7, 10)


@pytest.fixture
def signed(submitted, leader, at):
    def sign(*titles):
        issue = submitted(*titles)
        with at("2008-06-26"):
            return services.sign_issue(by=leader, issue=issue)

    return sign


@pytest.fixture
def given(signed, leader, unit, at):
    """An instruction of the leader for the unit, due on 10 July 2008."""
    with at("2008-06-27"):
        return services.give_instruction(
            by=leader, issue=signed(), words="请研究解决并报结果。", organisation=unit, due_on=DUE
        )


@pytest.fixture
def liaison(person, unit):
    return person("liaison", unit)


def titles(user):
    return [one.title for one in waiting_for(user) if one.group == "批示办理"]


def test_from_the_words_to_the_end(given, leader, liaison, at):
    with at("2008-06-28"):
        assert titles(liaison) == ["批示：请研究解决并报结果。"]
        assert titles(leader) == []
        services.answer_instruction(by=liaison, instruction=given, answer="已协调电力部门。")
        assert (titles(liaison), len(titles(leader))) == ([], 1)
        services.send_back_answer(by=leader, instruction=given, reason="何时通电？")
        [waits] = [one for one in waiting_for(liaison) if one.group == "批示办理"]
        assert "退回：何时通电？" in waits.detail
        services.answer_instruction(by=liaison, instruction=given, answer="7月1日通电。")
        closed = services.close_instruction(by=leader, instruction=given)
    assert (closed.state, closed.answer, closed.sent_back_why) == ("closed", "7月1日通电。", "")
    assert titles(leader) == []
    told = Entry.objects.filter(subject=f"briefs.instruction:{given.pk}").order_by("pk")
    assert [one.action.split("_", 1)[1] for one in told] == [
        "given",
        "answered",
        "sent_back",
        "answered",
        "closed",
    ]
    names = RecordedEvent.objects.filter(name__startswith="briefs.instruction").order_by("pk")
    assert [one.name for one in names] == [
        "briefs.instruction_given",
        "briefs.instruction_answered",
        "briefs.instruction_answered",
        "briefs.instruction_closed",
    ]


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (lambda one, by: services.close_instruction(by=by, instruction=one), "to_close"),
        (
            lambda one, by: services.send_back_answer(by=by, instruction=one, reason="x"),
            "to_send_back",
        ),
    ],
)
def test_nothing_out_of_turn(given, leader, step, code):
    with pytest.raises(RuleBroken) as broken:
        step(given, leader)
    assert broken.value.code == f"instruction_not_{code}"
    assert "现在是“办理中”" in broken.value.message


@pytest.mark.parametrize("due", [date(2008, 6, 25), date(2010, 1, 1)])
def test_a_day_that_cannot_be_meant(signed, leader, unit, at, due):
    issue = signed()
    with at("2008-06-26"), pytest.raises(RuleBroken) as broken:
        services.give_instruction(by=leader, issue=issue, words="办", organisation=unit, due_on=due)
    assert broken.value.fields["due_on"] in broken.value.message


def test_an_unsigned_issue_bears_no_instruction(submitted, leader, unit):
    with pytest.raises(RuleBroken, match="只能在已签发的简报上批示（现在是“待签发”）"):
        services.give_instruction(
            by=leader, issue=submitted(), words="办", organisation=unit, due_on=DUE
        )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE briefs_instruction SET words = '不办'",
        "UPDATE briefs_instruction SET due_on = '2009-01-01'",
        "DELETE FROM briefs_instruction",
    ],
)
def test_its_words_are_final(given, change):
    with (
        pytest.raises(DatabaseError, match="stays as it was given"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_by_the_pages_and_by_nobody_else(
    signed, leader, liaison, unit, person, make_organisation, client_of, at
):
    issue = signed()
    page, path = (
        reverse("briefs:issue", args=[issue.pk]),
        reverse("briefs:instruct", args=[issue.pk]),
    )
    up, down = client_of(leader), client_of(liaison)
    elsewhere = client_of(person("liaison", make_organisation("市水利局", "agency")))
    with at("2008-06-27"):
        assert "写批示" in up.get(page).content.decode()
        assert "写批示" not in down.get(page).content.decode()
        sent = {"words": "请尽快解决", "organisation": unit.pk, "due_on": "2008-06-01"}
        wrong = up.post(path, sent)
        assert (wrong.status_code, "请尽快解决" in wrong.content.decode()) == (422, True)
        up.post(path, sent | {"due_on": "2008-07-10"})
        one = Instruction.objects.get()
        where = reverse("briefs:instruction", args=[one.pk])
        assert down.get(where).status_code == 200
        assert elsewhere.get(where).status_code == 404
        assert "请尽快解决" not in elsewhere.get(reverse("briefs:instructions")).content.decode()
        answer = reverse("briefs:answer", args=[one.pk])
        assert elsewhere.post(answer, {"answer": "办好了"}).status_code == 404
        assert down.post(answer, {"answer": ""}).status_code == 422
        down.post(answer, {"answer": "办好了"})
    with at("2008-07-11"):
        own = client_of(person("leader", unit))  # leads who carries it out: does not close it
        close = reverse("briefs:close_instruction", args=[one.pk])
        assert own.post(close).status_code == 404
        assert "办结" in up.get(where).content.decode()
        up.post(close)
        assert "已办结" in down.get(where).content.decode()
        listed = up.get(f"{reverse('briefs:instructions')}?state=closed").content.decode()
        assert "请尽快解决" in listed


def test_what_is_late_is_told(given, leader, client_of, at):
    listed = f"{reverse('briefs:instructions')}?state=late"
    client = client_of(leader)
    with at("2008-07-10"):
        assert "请研究解决" not in client.get(listed).content.decode()
    with at("2008-07-11"):
        told = client.get(listed).content.decode()
    assert "请研究解决" in told
    assert "已超期" in told


def test_a_withdrawn_issue_shows_why_and_nothing_else(
    signed, leader, editor, liaison, client_of, at, person
):
    issue = signed("走访企业")
    reader, desk = client_of(liaison), client_of(editor)
    page = reverse("briefs:issue", args=[issue.pk])
    assert "走访企业" in reader.get(f"{page}?as=text").content.decode()
    with at("2008-06-28"):
        with pytest.raises(RuleBroken, match="请写明"):
            services.withdraw_issue(by=leader, issue=issue, reason=" ")
        services.withdraw_issue(by=leader, issue=issue, reason="数据有误")
        told = reader.get(f"{page}?as=text").content.decode()
        assert "数据有误" in told
        assert "走访企业" not in told
        assert reader.get(reverse("briefs:pdf", args=[issue.pk])).status_code == 404
        assert "已撤回" in reader.get(reverse("briefs:issues")).content.decode()
        assert "改编重发" in desk.get(page).content.decode()
        with pytest.raises(RuleBroken, match="只有已签发的简报可以撤回"):
            services.withdraw_issue(by=leader, issue=issue, reason="再撤")
        desk.post(reverse("briefs:reissue", args=[issue.pk]))
        again = Issue.objects.get(supersedes=issue)
        with pytest.raises(RuleBroken, match="已经改编重发"):
            services.reissue(by=editor, issue=issue)
        services.submit_issue(by=editor, issue=again)
        services.sign_issue(by=leader, issue=again)
    issue.refresh_from_db()
    again.refresh_from_db()
    assert (issue.number, again.number) == (2, 3)  # the number of what was wrong stays used
    copied = Article.objects.get(issue=again)
    assert (copied.title, copied.contribution) == ("走访企业", issue.articles.get().contribution)
    told = reader.get(page).content.decode()
    assert reverse("briefs:issue", args=[again.pk]) in told
    for wrong in ("UPDATE briefs_issue SET state = 'signed'", "DELETE FROM briefs_issue"):
        with (
            pytest.raises(DatabaseError, match="signed issue is final"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"{wrong} WHERE id = %s", [issue.pk])


def test_withdrawn_before_it_was_typeset_it_is_not_typeset(signed, leader, drain):
    issue = signed()
    services.withdraw_issue(by=leader, issue=issue, reason="发错了")
    drain()
    assert not hasattr(Issue.objects.get(pk=issue.pk), "printed")


def test_who_has_read_it(signed, liaison, unit, editor, client_of, person, make_organisation, at):
    issue, other = signed(), make_organisation("市水利局", "agency")
    person("liaison", other)
    page = reverse("briefs:issue", args=[issue.pk])
    with at("2008-06-27"):
        client_of(liaison).get(page)
    client_of(liaison).get(page)
    [read] = Reading.objects.filter(issue=issue)
    assert read.read_at.date() == date(2008, 6, 27)
    desk = client_of(editor)
    assert "1 人已读" not in client_of(liaison).get(page).content.decode()
    desk.get(page)
    told = queries.readings_of(issue)
    assert (told.people, told.units) == (2, 2)
    assert "2 人已读" in desk.get(page).content.decode()
    where = reverse("briefs:readers", args=[issue.pk])
    unread = desk.get(f"{where}?read=no").content.decode()
    assert "市水利局" in unread
    assert unit.name not in unread
    assert client_of(liaison).get(where).status_code == 403
