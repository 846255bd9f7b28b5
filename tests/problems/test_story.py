"""Two stories in the field's words, with the events delivered as the carriers would."""

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assistance.pairing import services as pairing
from assistance.pairing.models import AssistanceTask
from assistance.pairing.queries import token_of
from assistance.problems import services
from assistance.problems.models import EnterpriseProblem
from assistance.visits import services as visits
from assistance.visits.models import VisitNeed
from assistance.visits.rules import ToldNeed
from ground.events.models import RecordedEvent

State = EnterpriseProblem.State
pytestmark = pytest.mark.django_db


def sent(client: Client, url: str, said: dict) -> str:
    """Fill in a public page and send it; where it leads."""
    token = re.search(rb'csrfmiddlewaretoken" value="([^"]+)"', client.get(url).content)
    answer = client.post(url, {"csrfmiddlewaretoken": token.group(1).decode(), **said})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def link_on(page: str) -> str:
    return re.search(r"https?://[^/]+(/problems/confirm/[^<\s]+)", page).group(1)


def test_problem_from_the_qr_code_to_the_last_stroke(world, card, client_of, drain, at):
    """问题从二维码到销号."""
    phone = Client(enforce_csrf_checks=True)
    clerk, second, handler = map(client_of, (world.clerk, world.second, world.handler))
    with at("2008-06-02"):
        follow = sent(
            phone,
            reverse("problems:card", args=[token_of(card)]),
            {
                "key": str(uuid4()),
                "category": "land",
                "description": "扩建用地手续办不下来",
                "contact_name": "伍建国",
                "contact_mobile": "13807360009",
            },
        )
        drain()
    problem = EnterpriseProblem.objects.get()

    def post(client: Client, name: str, **said: str) -> None:
        answer = client.post(reverse(f"problems:{name}", args=[problem.pk]), said)
        assert answer.status_code == 302, answer.content.decode()
        drain()
        problem.refresh_from_db()

    with at("2008-06-03"):
        post(clerk, "register", category="land", urgency="urgent")
        assert "问〔2008〕1号" in phone.get(follow).content.decode()
        post(clerk, "dispatch", agency="县国土局", co_agencies="县财政局", due_on="2008-06-18")
        assert "2008年6月18日" in phone.get(follow).content.decode()
    task = AssistanceTask.objects.get()
    with at("2008-06-04"):
        handler.post(reverse("pairing:accept_task", args=[task.pk]))
        drain()
    problem.refresh_from_db()
    assert problem.state == State.HANDLING
    with at("2008-06-16"):
        done = {"done_on": "2008-06-16", "note": "用地预审已批复"}
        handler.post(reverse("pairing:complete_task", args=[task.pk]), done)
        drain()
    with at("2008-06-17"):
        post(clerk, "send_link")
        page = clerk.get(reverse("problems:problem", args=[problem.pk])).content.decode()
        sent(phone, link_on(page), {"opinion": "satisfied", "words": "谢谢", "told_by": "伍建国"})
        drain()
    problem.refresh_from_db()
    assert problem.state == State.CONFIRMED
    with at("2008-06-18"):
        post(second, "close", remark="已回访")
        assert "已销号" in phone.get(follow).content.decode()
    task.refresh_from_db()
    assert (problem.state, task.state) == (State.CLOSED, AssistanceTask.State.VERIFIED)
    told = RecordedEvent.objects.filter(name__startswith="problems.").order_by("pk")
    assert [one.name.removeprefix("problems.problem_") for one in told] == [
        "raised",
        "registered",
        "dispatched",
        "answered",
        "confirmed",
        "closed",
    ]
    assert not [
        one for one in told if "伍建国" in str(one.payload) or "1380736" in str(one.payload)
    ]


def test_not_satisfied_sent_back_and_done_again(world, dispatched, work, drain, at):
    """不满意退回再办."""

    def said(on: str, opinion: str, words: str = "") -> EnterpriseProblem:
        with at(on):
            answer = services.send_link(by=world.clerk, problem=dispatched)
            services.tell_opinion(
                answer_id=answer.pk,
                link_number=answer.link_number,
                opinion=opinion,
                words=words,
            )
            drain()
        return EnterpriseProblem.objects.get(pk=dispatched.pk)

    work(dispatched, "2008-06-12", "已转上级部门")
    problem = said("2008-06-13", "dissatisfied", "转了不等于办了")
    assert (problem.state, problem.task.state) == (State.HANDLING, AssistanceTask.State.ACCEPTED)
    work(dispatched, "2008-06-20", "上级部门要求补材料")
    problem = said("2008-06-23", "dissatisfied", "材料早已交齐")
    assert problem.for_leader_on == date(2008, 6, 23)
    with at("2008-06-24"):  # the leader has it given to another agency
        services.take_back_problem(by=world.clerk, problem=problem, reason="领导要求改派")
        services.dispatch_problem(
            by=world.clerk,
            problem=problem,
            agency=world.bureau,
            due_on=date(2008, 7, 4),
            co_agencies=[world.lead],
        )
        drain()
    work(dispatched, "2008-06-30", "预审批复已送到企业")
    problem = said("2008-07-01", "fair", "总算办好了")
    with at("2008-07-02"):
        closed = services.close_problem(by=world.clerk, problem=problem)
    assert list(closed.answers.values_list("turn", "opinion")) == [
        (1, "dissatisfied"),
        (2, "dissatisfied"),
        (3, "fair"),
    ]
    assert closed.state == State.CLOSED
    states = AssistanceTask.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["cancelled", "verified"]


def test_what_a_visit_was_asked_for_becomes_one_problem(world, drain, at):
    with at("2008-06-02"):
        visit = visits.record_visit(
            by=world.liaison,
            key=UUID("00000000-0000-4000-8000-000000002008"),
            kind="routine",
            agency=world.lead,
            link_point=world.haili,
            visited_on=date(2008, 5, 30),
            visitors="安民",
            situation="与公司负责人座谈",
            needs=[ToldNeed("tax", "减免申请被退"), ToldNeed("labour", "缺挡车工二十人")],
        )
        drain()
        for event in RecordedEvent.objects.filter(name="visits.need_told"):
            services.collect_need(visit_id=event.payload["visit_id"], index=event.payload["index"])
    assert VisitNeed.objects.count() == 2
    told = EnterpriseProblem.objects.order_by("pk")
    assert [(one.category, one.description) for one in told] == [
        ("tax", "减免申请被退"),
        ("labour", "缺挡车工二十人"),
    ]
    for one in told:
        assert (one.way, one.source_visit, one.raised_by) == ("visit", visit, world.liaison)
        assert (one.raised_on, one.state) == (date(2008, 5, 30), State.COLLECTED)


def test_a_task_that_the_agency_returns_comes_back_to_the_office(world, dispatched, drain, at):
    """退回交办人: the office reads why, and gives it to whoever can."""
    with at("2008-06-05"):
        pairing.return_task(by=world.handler, task=dispatched.task, reason="归财政局管")
        drain()
        back = EnterpriseProblem.objects.get(pk=dispatched.pk)
        assert (back.state, back.return_reason) == (State.REGISTERED, "归财政局管")
        services.refuse_problem(by=world.clerk, problem=back, reason="企业已撤回诉求")
        drain()
    back.refresh_from_db()
    assert back.state == State.REFUSED
    assert back.task.state == AssistanceTask.State.CANCELLED
