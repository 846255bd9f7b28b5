"""Whatever anybody does, in whatever order: no forbidden state, no skipped gate, no second open file.

The oracle below is written from domain.md 3.1, not from the program: which states follow which, who may
act, what an active file must have behind it. Every action is tried by everybody at any time; most are
refused, and a refusal must leave nothing behind.
"""

import itertools
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.models import Count, Q
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assistance.households import services
from assistance.households.models import Gate, HardshipFile, Member, Route, Step
from ground.accounts.roles import Role
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from tests.at_once import at_once

from .conftest import filled, id_number, person_in

LIFE = {  # domain.md, 3.1: which states may follow which
    "draft": {"underway", "cancelled"},
    "underway": {"underway", "draft", "rejected", "active"},
    "active": {"active", "exited", "cancelled"},
    "imported": {"active", "cancelled"},
}


KINDS = ["review", "investigation", "check", "meeting", "notice", "opinion"]


PEOPLE = ["keeper", "second", "approver", "other_approver", "liaison", "elsewhere"]


ACTIONS = {
    "submit": lambda by, file: services.submit_file(by=by, file=file),
    "review": lambda by, file: services.review_file(by=by, file=file),
    "investigate": lambda by, file: services.investigate_file(
        by=by, file=file, investigators=["周明", "吴芳"]
    ),
    "send_check": lambda by, file: services.send_check(by=by, file=file),
    "check": lambda by, file: services.check_file(by=by, file=file),
    "report_hit": lambda by, file: services.report_hit(by=by, file=file, finding="名下有车"),
    "clear_hit": lambda by, file: services.clear_hit(by=by, file=file, opinion="已过户"),
    "meet": lambda by, file: services.record_meeting(
        by=by, file=file, held_on=date(2008, 5, 20), opinion="同意"
    ),
    "post": lambda by, file: services.post_notice(by=by, file=file),
    "pass": lambda _by, _file: services.pass_notices(date(2099, 1, 1)),
    "too_early": lambda _by, _file: services.pass_notices(date(2008, 5, 21)),
    "object": lambda by, file: services.raise_objection(by=by, file=file, objection="有门面"),
    "settle": lambda by, file: services.settle_objection(by=by, file=file, opinion="查无此事"),
    "opine": lambda by, file: services.give_opinion(by=by, file=file, opinion="同意"),
    "approve": lambda by, file: services.approve_file(by=by, file=file),
    "return": lambda by, file: services.return_file(by=by, file=file, reason="补充材料"),
    "reject": lambda by, file: services.reject_file(by=by, file=file, reason="不符合"),
    "confirm": lambda by, file: services.confirm_file(by=by, file=file, opinion="属实"),
    "exit": lambda by, file: services.exit_file(by=by, file=file, reason="脱困"),
    "cancel": lambda by, file: services.cancel_file(by=by, file=file, reason="迁出"),
}


FORWARD = {  # what takes a file on from where it stands, when nobody minds
    "review": "review",
    "investigation": "investigate",
    "check": "check",
    "meeting": "meet",
    "notice": "post",
    "opinion": "opine",
    "approval": "approve",
}


routes = st.lists(st.sampled_from(KINDS), max_size=4).map(lambda kinds: [*kinds, "approval"])


# Half of the moves are the next right one by the right person, so that the others come upon every place.
moves = st.lists(
    st.one_of(
        st.just(("forward", "")),
        st.tuples(st.sampled_from(sorted(ACTIONS)), st.sampled_from(PEOPLE)),
    ),
    min_size=5,
    max_size=25,
)


relaxed = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # short enough to be read as they are
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def people(office, person):
    office.other_approver = person(Role.APPROVER, office.union)
    return office


def lay_down(kinds, valid_from=date(2008, 1, 1)):
    """A published route of these gates, each by the approver every other time."""
    route = Route.objects.create(name="测试流程", valid_from=valid_from, source="测试")
    Gate.objects.bulk_create(
        Gate(
            route=route,
            position=at,
            kind=kind,
            label=f"{at}{Gate.Kind(kind).label}",
            actor="approver" if kind == "approval" or at % 2 else "keeper",
            workdays=at,
        )
        for at, kind in enumerate(kinds)
    )
    Route.objects.filter(pk=route.pk).update(state=Route.State.PUBLISHED)
    return route


def next_right_move(people, file):
    """(action, person): what takes the file on from where it stands."""
    if file.state == "draft":
        return "submit", people.keeper
    if file.gate is None:
        return "confirm", people.keeper
    hands = people.approver if file.gate.actor == "approver" else people.second
    if file.gate_state == "troubled":
        return ("clear_hit" if file.gate.kind == "check" else "settle"), hands
    if file.gate.kind == "notice" and file.gate_state == "open":
        return "pass", None
    if file.gate.kind == "approval" and file.gate != file.route.gates.last():
        hands = people.other_approver
    return FORWARD[file.gate.kind], hands


def written():
    """A hash over everything that an action on a file may leave: equal before and after a refusal."""
    tables = [
        "households_hardshipfile",
        "households_member",
        "households_step",
        "households_assessment",
        "audit_entry",
        "events_recordedevent",
        "events_delivery",
    ]
    hashes = [
        f"(SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM {name} t)" for name in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(hashes)}")
        return cursor.fetchone()


def check_database():
    """What holds at every moment, asked of the tables themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    twice = (
        Member.objects.filter(in_open_file=True)
        .exclude(id_hash="")
        .values("id_hash")
        .annotate(files=Count("file", distinct=True))
        .filter(files__gt=1)
    )
    assert not twice.exists()
    ended = Q(file__state__in=["rejected", "exited", "cancelled"])
    assert not Member.objects.filter(ended, in_open_file=True).exists()
    assert not Member.objects.filter(~ended, in_open_file=False).exists()
    for file in HardshipFile.objects.filter(state__in=["underway", "active"]):
        behind = list(
            file.steps.filter(kind="passed", round=file.round)
            .order_by("pk")
            .values_list("gate__position", flat=True)
        )
        wanted = list(file.route.gates.values_list("position", flat=True))
        if file.state == "underway":
            wanted = wanted[: wanted.index(file.gate.position)]
        assert behind == wanted  # each gate once, in the order of the route, none left out
        if file.state == "active":
            hands = set(file.steps.filter(kind="submitted").values_list("by", flat=True))
            approvals = file.steps.filter(
                kind="passed", round=file.round, gate__kind="approval"
            ).values_list("by", flat=True)
            assert hands.isdisjoint(approvals)
            assert len(approvals) == len(set(approvals))


@relaxed
@given(kinds=routes, doings=moves)
def test_no_sequence_of_actions_breaks_a_file(people, opened, walk, at, kinds, doings):
    with transaction.atomic(), at("2008-05-20"):
        lay_down(kinds)
        file = walk(opened(id_no=id_number(7)), "draft")
        for wanted, who in doings:
            file = HardshipFile.objects.select_related("gate").get(pk=file.pk)
            before, state = written(), file.state
            if wanted == "forward":
                action, by = next_right_move(people, file)
            else:
                action, by = wanted, getattr(people, who)
            try:
                with transaction.atomic():
                    ACTIONS[action](by, file)
                    check_database()
            except RuleBroken:
                assert written() == before
                continue
            file.refresh_from_db()
            if written() == before:  # no notice was to pass
                assert action in {"pass", "too_early"}
                continue
            assert file.state in LIFE[state]
            assert who != "elsewhere" or action == "pass"
            assert file.gate_id is None or file.gate.route_id == file.route_id
            assert action != "too_early"
        transaction.set_rollback(True)


@relaxed
@given(kinds=routes)
def test_every_route_can_be_walked_to_its_end(people, opened, walk, at, kinds):
    """Whoever's turn it is finds an action, and a file that nobody objects to becomes active."""
    with transaction.atomic(), at("2008-05-20"):
        lay_down(kinds)
        file = walk(opened(id_no=id_number(7)), "draft")
        for _ in range(1 + len(kinds) + kinds.count("notice")):
            file = HardshipFile.objects.select_related("gate").get(pk=file.pk)
            action, who = next_right_move(people, file)
            ACTIONS[action](who, file)
            check_database()
        assert HardshipFile.objects.get(pk=file.pk).state == "active"
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_people_act_on_one_file_at_the_same_moment(people, opened, walk, at):
    """Three at a time, from every place a file can stand: the same things hold, and nobody deadlocks."""
    numbers = itertools.count(100)
    pairs = st.tuples(*[st.tuples(st.sampled_from(sorted(ACTIONS)), st.sampled_from(PEOPLE))] * 3)

    @settings(relaxed, max_examples=25)
    @given(
        place=st.sampled_from(
            ["draft", "review", "check", "notice", "hanging", "approval", "active"]
        ),
        doings=pairs,
    )
    def together(place, doings):
        with at("2008-05-20"):
            file = walk(opened(id_no=id_number(next(numbers))), place)
            ended = at_once(
                *(
                    lambda action=action, who=who: ACTIONS[action](getattr(people, who), file)
                    for action, who in doings
                )
            )
            assert "database" not in ended  # a person is told why, never by the database
            with transaction.atomic():
                check_database()
            moved = RecordedEvent.objects.filter(name="households.file_moved").count()
            assert moved == Step.objects.exclude(kind="opened").count()

    together()


@pytest.mark.django_db(transaction=True)
def test_one_person_in_families_that_are_opened_and_filled_at_once(people, opened, at):
    """Four families come to the same person's number at the same moment, by two doors: one has it."""
    with at("2008-05-20"):
        drafts = [opened(holder_name=f"户主{at}", id_no="") for at in range(3)]
        number = id_number(7)

        def fill(file):
            content = filled(members=[person_in("child", "小花", number)])
            services.write_form(by=people.keeper, file=file, content=content)
            return "done"

        ended = at_once(
            *(lambda file=file: fill(file) for file in drafts),
            lambda: opened(holder_name="小花", id_no=number) and "done",
        )
    assert sorted(ended) == ["done", *["person_in_open_file"] * 3]
    assert Member.objects.exclude(id_hash="").count() == 1
