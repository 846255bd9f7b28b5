"""From the first word to the task: collected, registered and numbered, dispatched or refused."""

import threading
from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from assistance.pairing.models import AssistanceTask
from assistance.problems import queries, services
from assistance.problems.models import EnterpriseProblem
from ground.kernel.errors import RuleBroken
from tests.problems.records import again, events, refused

State = EnterpriseProblem.State
KEY = UUID("00000000-0000-4000-8000-000000000016")
pytestmark = pytest.mark.django_db


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
