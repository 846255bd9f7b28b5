"""A problem from the enterprise's own word to the last stroke, and a leader's round of three stops.

The brief says that the main problems of the enterprise were looked into and shared out; which one it
was, and what came of it, is made up.
"""

from datetime import date, time

from assistance.pairing import services as pairing
from assistance.pairing.models import AssistanceTask
from assistance.problems import services as problems
from assistance.problems.models import EnterpriseProblem
from assistance.rounds import services as rounds
from assistance.rounds.models import LeaderRound
from assistance.rounds.rules import NewStop
from runtime.story.people import LINLI
from runtime.story.scene import HAILI, place, who
from runtime.story.telling import Step

TOLD = "十二名下岗职工的养老保险关系需要接续，企业不清楚要备哪些材料、到哪个窗口办理。"


def not_an_enterprises() -> None:
    """What was asked for on the winter's visit is a family's hardship: the union has it already."""
    problems.refuse_problem(
        by=who("taoyuan"),
        problem=EnterpriseProblem.objects.get(link_point=place("杰新纺织公司")),
        reason="属职工家庭困难，已由工会建档并纳入“送温暖”，不作企业问题交办。",
    )


def shared_out() -> None:
    """What was asked for in May goes to one agency, with another beside it, until the autumn."""
    problem = problems.register_problem(
        by=who("editor"),
        problem=EnterpriseProblem.objects.get(link_point=place(HAILI), source_visit__isnull=False),
        category="other",
        urgency="normal",
    )
    problems.dispatch_problem(
        by=who("editor"),
        problem=problem,
        agency=place("市运管处"),
        co_agencies=[place("市计生委")],
        due_on=date(2008, 8, 31),
    )


def told() -> None:
    """Through the card that hangs in the enterprise's office: nobody signs in for it."""
    problems.raise_problem(
        by=None,
        link_point=place(HAILI),
        category="insurance",
        description=TOLD,
        contact_name="厂办",
    )


def dispatched() -> None:
    problem = problems.register_problem(
        by=who("editor"), problem=_problem(), category="insurance", urgency="normal"
    )
    problems.dispatch_problem(by=who("editor"), problem=problem, agency=place("市政协办"))


def accepted() -> None:
    pairing.accept_task(by=who("liaison"), task=_task())


def answered() -> None:
    pairing.complete_task(
        by=who("liaison"),
        task=_task(),
        done_on=date(2008, 6, 5),
        note="协调社保经办窗口派人到厂，十二名职工的接续手续已全部受理。",
    )


def confirmed() -> None:
    """The office sends the link; the enterprise answers it without an account."""
    answer = problems.send_link(by=who("editor"), problem=_problem())
    problems.tell_opinion(
        answer_id=answer.pk, link_number=answer.link_number, opinion="satisfied", told_by="厂办"
    )


def closed() -> None:
    problems.close_problem(by=who("editor"), problem=_problem())


def round_planned() -> None:
    rounds.plan_round(
        by=who("linli"),
        organiser=place(LINLI),
        theme="县级领导集中走访联系企业",
        leader_name="雷立敬",
        starts_on=date(2008, 5, 16),
        ends_on=date(2008, 5, 17),
        accompanying="蒋宗海、邵柏枝及成员单位",
        gathers_at="县人大办",
        stops=[
            NewStop(place("合口出口花炮厂"), date(2008, 5, 16), time(9)),
            NewStop(place("帝隆重科有限公司"), date(2008, 5, 16), time(14, 30)),
            NewStop(place("腾飞实业有限公司"), date(2008, 5, 17), time(9)),
        ],
    )


def round_done() -> None:
    rounds.finish_round(by=who("linli"), round=LeaderRound.objects.get())


def _problem() -> EnterpriseProblem:
    return EnterpriseProblem.objects.get(description=TOLD)


def _task() -> AssistanceTask:
    return AssistanceTask.objects.get(problem=_problem())


def steps() -> list[Step]:
    return [
        Step(
            "need-refused",
            date(2008, 1, 14),
            "走访中听到的困难属职工家庭，转工会办理，不作企业问题",
            not_an_enterprises,
            by="taoyuan",
            hour=10,
        ),
        Step(
            "need-shared-out",
            date(2008, 5, 15),
            "走访中听到的诉求登记编号，交市运管处、市计生委办理",
            shared_out,
            by="editor",
            hour=15,
        ),
        Step(
            "round",
            date(2008, 5, 12),
            "临澧县安排县级领导集中走访三家企业",
            round_planned,
            by="linli",
        ),
        Step("round-done", date(2008, 5, 19), "三家企业都已走到，行程结束", round_done, by="linli"),
        Step("problem", date(2008, 5, 20), "海利公司扫联系卡，提出一个困难问题", told, hour=10),
        Step(
            "problem-dispatched",
            date(2008, 5, 21),
            "双联办登记编号，交市政协办办理",
            dispatched,
            by="editor",
        ),
        Step("problem-accepted", date(2008, 5, 22), "市政协办接受任务", accepted, by="liaison"),
        Step("problem-answered", date(2008, 6, 5), "市政协办反馈办理结果", answered, by="liaison"),
        Step("problem-confirmed", date(2008, 6, 6), "企业凭链接确认：满意", confirmed, by="editor"),
        Step("problem-closed", date(2008, 6, 10), "双联办销号", closed, by="editor"),
    ]
