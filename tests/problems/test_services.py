"""From the first word to the last stroke, on a real database, with the events delivered."""

import threading
from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from assistance.pairing import services as pairing
from assistance.pairing.models import AssistanceTask
from assistance.problems import queries, services
from assistance.problems.models import Answer, EnterpriseProblem
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken

State = EnterpriseProblem.State
KEY = UUID("00000000-0000-4000-8000-000000000016")
pytestmark = pytest.mark.django_db


def events() -> list[str]:
    return list(
        RecordedEvent.objects.filter(name__startswith="problems.")
        .order_by("pk")
        .values_list("name", flat=True)
    )


def again(problem: EnterpriseProblem) -> EnterpriseProblem:
    return EnterpriseProblem.objects.get(pk=problem.pk)


def refused(service, **arguments) -> str:
    """The code with which a service refuses; nothing was written."""
    before = (Entry.objects.count(), RecordedEvent.objects.count())
    with pytest.raises(RuleBroken) as broken:
        service(**arguments)
    assert (Entry.objects.count(), RecordedEvent.objects.count()) == before
    return broken.value.code


def test_a_problem_is_collected_by_the_nearest_office_with_a_day_to_register_it(world, told):
    problem = told(contact_name="伍建国", contact_mobile="13807360009")
    assert problem.office == world.office
    assert (problem.state, problem.way, problem.mark) == (State.COLLECTED, "staff", "")
    assert problem.step_due_on == date(2008, 6, 5)  # three working days after Monday the 2nd
    assert events() == ["problems.problem_raised"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_mobile FROM problems_enterpriseproblem")
        assert "13807360009" not in cursor.fetchone()[0]
    assert again(problem).contact_mobile == "13807360009"


def test_the_same_key_again_is_the_same_problem_and_of_the_same_person(world, told):
    first = told(key=KEY)
    assert told(key=KEY, description="另一种说法") == first
    assert EnterpriseProblem.objects.count() == 1
    assert events() == ["problems.problem_raised"]
    with pytest.raises(RuleBroken) as broken:
        told(key=KEY, by=world.liaison)
    assert broken.value.code == "key_taken"


def test_numbers_run_by_office_and_year_without_gaps(world, told, at, person, root):
    other = person("office", root)
    marks = []
    for on, point in [
        ("2008-06-02", world.haili),
        ("2008-06-03", world.haili),
        ("2008-06-03", world.elsewhere),
        ("2009-01-05", world.haili),
    ]:
        problem = told(on, link_point=point)
        with at(on):
            kept = services.register_problem(
                by=other, problem=problem, category="land", urgency="normal"
            )
        marks.append(kept.mark)
    assert marks == ["问〔2008〕1号", "问〔2008〕2号", "问〔2008〕1号", "问〔2009〕1号"]


def test_registering_twice_is_refused_and_changes_nothing(world, registered):
    code = refused(
        services.register_problem,
        by=world.clerk,
        problem=registered,
        category="tax",
        urgency="normal",
    )
    assert code == "problem_not_there"
    assert again(registered).category == "land"


def test_the_database_itself_refuses_a_number_twice(registered, told):
    second = told()
    second.year, second.number, second.state = registered.year, registered.number, State.REGISTERED
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_dispatching_gives_the_task_its_day_by_urgency_in_working_days(world, told, at):
    due = {}
    for urgency in ("normal", "urgent", "critical"):
        with at("2008-06-03"):
            problem = services.register_problem(
                by=world.clerk, problem=told(), category="land", urgency=urgency
            )
            given = services.dispatch_problem(by=world.clerk, problem=problem, agency=world.bureau)
        due[urgency] = given.task.due_on
    assert due == {
        "normal": date(2008, 7, 2),  # 20 working days; the 9th of June is Dragon Boat Festival
        "urgent": date(2008, 6, 18),
        "critical": date(2008, 6, 6),
    }


def test_dispatching_makes_one_task_with_its_helpers(world, dispatched):
    task = dispatched.task
    assert (task.agency, task.link_point, task.group) == (world.bureau, world.haili, None)
    assert [share.agency for share in task.shares.all()] == [world.helper]
    assert task.content == "问〔2008〕1号 杰新纺织公司（土地）：厂区扩建的用地手续办不下来"
    assert dispatched.state == State.DISPATCHED
    assert events()[-1] == "problems.problem_dispatched"


def test_a_long_description_is_cut_for_the_task_and_whole_in_the_problem(world, told, at):
    with at("2008-06-03"):
        problem = services.register_problem(
            by=world.clerk, problem=told(description="难" * 2000), category="land", urgency="normal"
        )
        given = services.dispatch_problem(by=world.clerk, problem=problem, agency=world.bureau)
    assert len(given.task.content) == 300
    assert given.task.content.endswith("难…")
    assert len(given.description) == 2000


def test_the_owner_cannot_help_itself(world, registered, at):
    with at("2008-06-04"):
        code = refused(
            services.dispatch_problem,
            by=world.clerk,
            problem=registered,
            agency=world.bureau,
            co_agencies=[world.bureau],
        )
    assert code == "owner_twice"
    assert AssistanceTask.objects.count() == 0


def test_a_refusal_has_a_reason_and_ends_the_way(world, told, at):
    problem = told()
    with at("2008-06-03"):
        assert (
            refused(services.refuse_problem, by=world.clerk, problem=problem, reason=" ")
            == "reason_missing"
        )
        services.refuse_problem(by=world.clerk, problem=problem, reason="已进入诉讼")
        assert (
            refused(
                services.register_problem,
                by=world.clerk,
                problem=problem,
                category="land",
                urgency="normal",
            )
            == "problem_not_there"
        )
    kept = again(problem)
    assert (kept.state, kept.refusal_reason, kept.ended_on, kept.number) == (
        State.REFUSED,
        "已进入诉讼",
        date(2008, 6, 3),
        None,
    )


def test_the_task_carries_the_problem_along(world, dispatched, drain, at):
    with at("2008-06-05"):
        pairing.accept_task(by=world.handler, task=dispatched.task)
        drain()
    assert again(dispatched).state == State.HANDLING
    with at("2008-06-20"):
        pairing.complete_task(
            by=world.handler, task=dispatched.task, done_on=date(2008, 6, 20), note="已办结"
        )
        drain()
    problem = again(dispatched)
    assert (problem.state, problem.answered_by) == (State.ANSWERED, world.handler)
    answer = problem.answers.get()
    assert (answer.turn, answer.text, answer.answered_on) == (1, "已办结", date(2008, 6, 20))


def test_done_without_having_been_accepted_is_answered_too(dispatched, world, drain, at):
    with at("2008-06-20"):
        pairing.complete_task(
            by=world.handler, task=dispatched.task, done_on=date(2008, 6, 20), note="已办结"
        )
        drain()
    assert again(dispatched).state == State.ANSWERED


def test_a_returned_task_brings_the_problem_back_with_the_reason(world, dispatched, drain, at):
    with at("2008-06-05"):
        pairing.return_task(by=world.handler, task=dispatched.task, reason="不属我局职责")
        drain()
    problem = again(dispatched)
    assert (problem.state, problem.return_reason) == (State.REGISTERED, "不属我局职责")
    with at("2008-06-06"):
        given = services.dispatch_problem(by=world.clerk, problem=problem, agency=world.helper)
        drain()
    problem = again(given)
    assert (problem.state, problem.return_reason) == (State.DISPATCHED, "")
    assert problem.task_id == dispatched.task_id  # the same task goes on
    assert problem.task.agency == world.helper
    assert problem.number == dispatched.number


def test_a_returned_task_given_out_on_its_own_page_takes_the_problem_along(
    world, dispatched, drain, at
):
    with at("2008-06-05"):
        pairing.return_task(by=world.handler, task=dispatched.task, reason="不属我局职责")
        drain()
        pairing.reassign_task(
            by=world.clerk,
            task=dispatched.task,
            agency=world.helper,
            due_on=date(2008, 7, 1),
        )
        drain()
    assert again(dispatched).state == State.DISPATCHED


def test_events_that_come_late_follow_what_is_true_now(world, dispatched, drain, at):
    """Returned and given out again before the first event was delivered."""
    with at("2008-06-05"):
        pairing.return_task(by=world.handler, task=dispatched.task, reason="不属我局职责")
        pairing.reassign_task(
            by=world.clerk, task=dispatched.task, agency=world.helper, due_on=date(2008, 7, 1)
        )
        drain()
    problem = again(dispatched)
    assert problem.state in EnterpriseProblem.WITH_AGENCY
    assert problem.task.state == AssistanceTask.State.ASSIGNED


def test_taking_back_cancels_the_task_and_a_new_one_goes_to_another(world, dispatched, drain, at):
    with at("2008-06-05"):
        services.take_back_problem(by=world.clerk, problem=dispatched, reason="改由财政局办")
        drain()
        problem = again(dispatched)
        assert problem.state == State.REGISTERED
        assert problem.task.state == AssistanceTask.State.CANCELLED
        services.dispatch_problem(by=world.clerk, problem=problem, agency=world.helper)
        drain()
    problem = again(dispatched)
    assert problem.state == State.DISPATCHED
    assert problem.task_id != dispatched.task_id


def test_an_event_of_another_task_changes_nothing(world, answered, drain, at):
    with at("2008-06-21"):
        other = pairing.assign_task(
            by=world.clerk,
            agency=world.bureau,
            content="与问题无关",
            due_on=date(2008, 7, 1),
            link_point=world.haili,
        )
        pairing.accept_task(by=world.handler, task=other)
        pairing.return_task(by=world.handler, task=other, reason="做不了")
        drain()
    assert again(answered).state == State.ANSWERED


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


def test_agencies_are_suggested_by_what_they_are_there_for(world, registered):
    from assistance.planning.models import AgencyProfile
    from ground.kernel import clock

    assert queries.suggested_agencies(registered) == [world.lead]
    AgencyProfile.objects.create(
        organisation=world.bureau, functions=["land"], updated_at=clock.now()
    )
    AgencyProfile.objects.create(
        organisation=world.helper, functions=["finance"], updated_at=clock.now()
    )
    assert queries.suggested_agencies(registered) == [world.bureau, world.lead]


@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_the_same_moment_have_neither_gaps_nor_twins(world, told, at):
    problems = [told() for _ in range(8)]
    failures: list[BaseException] = []
    start = threading.Barrier(len(problems))

    def register(problem: EnterpriseProblem) -> None:
        try:
            start.wait()
            with at("2008-06-03"):
                services.register_problem(
                    by=world.clerk, problem=problem, category="land", urgency="normal"
                )
        except BaseException as failure:  # noqa: BLE001 -- it must reach the test
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=register, args=(one,)) for one in problems]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    numbers = EnterpriseProblem.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5, 6, 7, 8]
