"""The enterprise's word: links, the telephone, dissatisfaction, silence, the last stroke; and lights."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from assistance.pairing import services as pairing
from assistance.pairing.models import AssistanceTask
from assistance.problems import queries, services
from assistance.problems.models import Answer, EnterpriseProblem
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from tests.problems.records import again, events, refused

State = EnterpriseProblem.State
pytestmark = pytest.mark.django_db


def test_an_answer_sent_back_by_the_office_does_not_reach_the_enterprise(
    world, answered, work, drain, at
):
    with at("2008-06-23"):
        answer = services.send_link(by=world.clerk, problem=answered)
        pairing.send_back_task(by=world.clerk, task=answered.task, reason="没有附批文")
        drain()
        assert again(answered).state == State.HANDLING
        assert (
            refused(
                services.tell_opinion,
                answer_id=answer.pk,
                link_number=1,
                opinion="satisfied",
            )
            == "link_spent"
        )
    work(answered, "2008-06-25", "已附批文")
    assert [one.text for one in again(answered).answers.all()] == ["已附批文"]


def test_a_link_answers_once_in_time_and_only_the_last_one(world, answered, at):
    with at("2008-06-23"):
        first = services.send_link(by=world.clerk, problem=answered)
        second = services.send_link(by=world.clerk, problem=answered)
        assert (first.link_number, second.link_number) == (1, 2)
        assert second.link_expires_on == date(2008, 7, 7)  # ten working days
        said = {"answer_id": second.pk, "opinion": "fair", "words": "慢了些"}
        assert refused(services.tell_opinion, link_number=1, **said) == "link_spent"
        assert refused(services.tell_opinion, link_number=3, **said) == "link_spent"
    with at("2008-07-08"):
        assert refused(services.tell_opinion, link_number=2, **said) == "link_spent"
    with at("2008-07-07"):
        services.tell_opinion(link_number=2, told_by="伍建国", **said)
        assert refused(services.tell_opinion, link_number=2, **said) == "link_spent"
    answer = Answer.objects.get()
    assert (answer.opinion, answer.words, answer.told_by, answer.recorded_by) == (
        "fair",
        "慢了些",
        "伍建国",
        None,
    )
    assert again(answered).state == State.CONFIRMED
    assert events()[-1] == "problems.problem_confirmed"


def test_a_revoked_link_opens_no_longer(world, answered, at):
    with at("2008-06-23"):
        answer = services.send_link(by=world.clerk, problem=answered)
        services.revoke_link(by=world.clerk, problem=answered)
        code = refused(
            services.tell_opinion, answer_id=answer.pk, link_number=1, opinion="satisfied"
        )
        assert code == "link_spent"
        assert refused(services.revoke_link, by=world.clerk, problem=answered) == "no_link"
    assert again(answered).state == State.ANSWERED


def test_dissatisfied_sends_the_task_back_and_twice_calls_a_leader(
    world, answered, work, drain, at
):
    def dissatisfied(on: str, words: str) -> EnterpriseProblem:
        with at(on):
            answer = services.send_link(by=world.clerk, problem=answered)
            services.tell_opinion(
                answer_id=answer.pk,
                link_number=answer.link_number,
                opinion="dissatisfied",
                words=words,
            )
            drain()
        return again(answered)

    problem = dissatisfied("2008-06-23", "只办了一半")
    assert (problem.state, problem.for_leader_on) == (State.HANDLING, None)
    assert problem.task.state == AssistanceTask.State.ACCEPTED
    assert problem.task.stated_reason == "企业不满意：只办了一半"
    work(answered, "2008-06-27", "另一半也办了")
    problem = dissatisfied("2008-06-30", "证还没有拿到")
    assert (problem.state, problem.for_leader_on) == (State.HANDLING, date(2008, 6, 30))
    assert list(problem.answers.values_list("turn", "opinion")) == [
        (1, "dissatisfied"),
        (2, "dissatisfied"),
    ]
    sent = RecordedEvent.objects.filter(name="problems.problem_sent_back").order_by("pk")
    assert [one.payload["for_leader"] for one in sent] == [False, True]


def test_dissatisfied_after_the_task_was_verified_gives_the_same_agency_a_new_one(
    world, answered, drain, at
):
    with at("2008-06-23"):
        pairing.verify_task(by=world.second, task=answered.task)
        drain()
        answer = services.send_link(by=world.clerk, problem=answered)
        services.tell_opinion(
            answer_id=answer.pk, link_number=1, opinion="dissatisfied", words="没解决"
        )
        drain()
    problem = again(answered)
    assert problem.state == State.DISPATCHED
    assert problem.task_id != answered.task_id
    assert problem.task.agency == world.bureau
    assert [one.agency for one in problem.task.shares.all()] == [world.helper]


def test_the_owner_does_not_write_down_its_own_praise(world, answered, at, person):
    said = {
        "problem": answered,
        "opinion": "satisfied",
        "told_by": "伍建国经理",
        "told_on": date(2008, 6, 23),
    }
    with at("2008-06-23"):
        for user in (world.handler, person("liaison", world.helper)):
            assert refused(services.record_confirmation, by=user, **said) == "own_confirmation"
        services.record_confirmation(by=world.liaison, **said)
    answer = Answer.objects.get()
    assert (answer.recorded_by, answer.told_by) == (world.liaison, "伍建国经理")
    assert again(answered).state == State.CONFIRMED


def test_closing_needs_the_word_and_another_person(world, answered, at):
    with at("2008-06-23"):
        assert refused(services.close_problem, by=world.clerk, problem=answered) == "not_asked"
        services.record_confirmation(
            by=world.clerk,
            problem=answered,
            opinion="satisfied",
            told_by="伍建国",
            told_on=date(2008, 6, 23),
        )
        assert refused(services.close_problem, by=world.clerk, problem=answered) == "same_person"
        closed = services.close_problem(by=world.second, problem=answered)
    assert (closed.state, closed.closed_by, closed.ended_on) == (
        State.CLOSED,
        world.second,
        date(2008, 6, 23),
    )
    assert closed.task.state == AssistanceTask.State.VERIFIED
    assert events()[-1] == "problems.problem_closed"


def test_who_handled_it_cannot_close_it_even_past_the_services(world, answered):
    problem = again(answered)
    problem.closed_by = world.handler
    with pytest.raises(IntegrityError), transaction.atomic():
        problem.save()


def test_silence_closes_after_the_days_with_a_remark(world, answered, at):
    with at("2008-06-23"):
        services.send_link(by=world.clerk, problem=answered)
    with at("2008-07-07"):  # ten working days after the 23rd
        assert (
            refused(services.close_problem, by=world.clerk, problem=answered, remark="联系不上")
            == "still_waiting"
        )
    with at("2008-07-08"):
        assert refused(services.close_problem, by=world.clerk, problem=answered) == "remark_missing"
        closed = services.close_problem(by=world.clerk, problem=answered, remark="三次电话未接")
    assert (closed.state, closed.closing_remark) == (State.CLOSED, "三次电话未接")
    last = RecordedEvent.objects.filter(name="problems.problem_closed").get()
    assert last.payload["confirmed"] is False


def test_what_presses_the_task_lights_the_problem(world, dispatched, at):
    def light() -> int:
        rows = EnterpriseProblem.objects.filter(pk=dispatched.pk)
        return queries.with_light(rows, date(2008, 6, 5)).get().light

    assert light() == 0
    AssistanceTask.objects.filter(pk=dispatched.task_id).update(level=3)
    assert light() == 3
    EnterpriseProblem.objects.filter(pk=dispatched.pk).update(for_leader_on=date(2008, 6, 5))
    assert light() == 4


def test_what_the_office_leaves_lying_turns_yellow(told):
    problem = told()  # to be registered by the 5th of June
    rows = EnterpriseProblem.objects.filter(pk=problem.pk)
    for on, light, late in [(date(2008, 6, 5), 0, 0), (date(2008, 6, 6), 2, 1)]:
        assert queries.with_light(rows, on).get().light == light
        assert rows.filter(queries.overdue(on)).count() == late


def test_the_contacts_telephone_is_shown_for_a_reason_that_is_kept(world, told):
    problem = told(contact_mobile="13807360009")
    assert refused(services.reveal_contact, by=world.clerk, problem=problem, reason="") == (
        "reason_missing"
    )
    assert (
        services.reveal_contact(by=world.clerk, problem=problem, reason="约时间上门")
        == "13807360009"
    )
    kept = Entry.objects.get(action="problems.contact_revealed")
    assert kept.details == {"reason": "约时间上门"}
