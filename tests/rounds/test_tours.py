"""A leader's round: planned, walked stop by stop, finished; and what it refuses."""

from datetime import date, time

import pytest

from assistance.rounds import services
from assistance.rounds.models import LeaderRound, RoundStop
from assistance.rounds.rules import NewStop
from assistance.visits.models import Visit
from ground.events.models import RecordedEvent
from ground.events.services import begin_day
from ground.kernel.errors import RuleBroken

DAY = date(2008, 5, 16)


@pytest.fixture
def tour(world, at):
    with at("2008-05-12"):
        return services.plan_round(
            by=world.office,
            organiser=world.office.organisation,
            theme="县级领导集中走访",
            leader_name="雷立敬",
            starts_on=DAY,
            ends_on=date(2008, 5, 17),
            accompanying="县人大办",
            stops=[
                NewStop(world.haili, DAY, time(9, 0), "周厂长", "13800138000", "生产车间"),
                NewStop(world.jiexin, date(2008, 5, 17), to_see="困难职工"),
            ],
        )


def stops_of(tour):
    rows = tour.stops.order_by("planned_on", "place")
    return [(stop.link_point.name, stop.state) for stop in rows]


def test_visits_of_the_place_and_the_day_fulfil_the_stops(world, tour, visit, at, drain):
    with at("2008-05-16"):
        begin_day(DAY)
        drain()
    tour.refresh_from_db()
    assert tour.state == "under_way"
    visit("2008-05-15")
    made = visit("2008-05-16", kind="concentrated")
    drain()
    first = tour.stops.get(link_point=world.haili)
    assert (first.state, first.visit_id) == ("visited", made.pk)
    assert stops_of(tour) == [("海利农药化工有限公司", "visited"), ("杰新纺织公司", "planned")]
    with pytest.raises(RuleBroken) as early:
        services.finish_round(by=world.office, round=tour)
    assert early.value.code == "stops_waiting"
    second = tour.stops.get(link_point=world.jiexin)
    services.skip_stop(by=world.office, stop=second, reason="临时防汛会议")
    done = services.finish_round(by=world.office, round=tour)
    assert done.state == "done"
    [told] = RecordedEvent.objects.filter(name="rounds.round_done")
    assert told.payload == {"round_id": tour.pk, "visited": 1, "skipped": 1}


def test_a_visit_begun_from_the_stop_fulfils_it_on_another_day(world, tour, visit, drain):
    stop = tour.stops.get(link_point=world.haili)
    made = visit("2008-05-18", origin=f"rounds.stop:{stop.pk}")
    drain()
    stop.refresh_from_db()
    assert (stop.state, stop.visit_id) == ("visited", made.pk)


def test_a_stop_said_to_be_another_places_is_not_fulfilled(world, tour, visit, drain):
    stop = tour.stops.get(link_point=world.jiexin)
    visit("2008-05-18", origin=f"rounds.stop:{stop.pk}")
    drain()
    stop.refresh_from_db()
    assert stop.state == "planned"


def test_a_stop_visited_counts_as_the_leaders_visit(world, tour, visit, drain):
    from assistance.rounds import queries
    from ground.kernel.periods import Period

    visit("2008-05-16", visitors="林红等4人")
    drain()
    quarter = Period(starts_on=date(2008, 4, 1), ends_on=date(2008, 6, 30))
    [due] = queries.duties([world.haili.path], quarter).filter(who="link_leader")
    assert (due.owed, due.done) == (1, 1)


def test_changing_keeps_what_is_settled(world, tour, visit, drain, at):
    visit("2008-05-16")
    drain()
    with at("2008-05-16"):
        changed = services.change_round(
            by=world.office,
            round=tour,
            theme="集中走访",
            leader_name="雷立敬",
            starts_on=DAY,
            ends_on=date(2008, 5, 18),
            stops=[NewStop(world.jiexin, date(2008, 5, 18))],
        )
    assert stops_of(changed) == [("海利农药化工有限公司", "visited"), ("杰新纺织公司", "planned")]
    assert changed.stops.get(state="planned").planned_on == date(2008, 5, 18)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"stops": []}, "no_stops"),
        ({"ends_on": date(2008, 5, 15)}, "end_before_start"),
        ({"theme": " "}, "round_incomplete"),
        ({"ends_on": date(2008, 7, 1)}, "round_too_long"),
    ],
)
def test_a_round_that_cannot_be_is_refused_and_nothing_is_written(world, change, code):
    said = {
        "by": world.office,
        "organiser": world.office.organisation,
        "theme": "走访",
        "leader_name": "雷立敬",
        "starts_on": DAY,
        "ends_on": DAY,
        "stops": [NewStop(world.haili, DAY)],
    }
    with pytest.raises(RuleBroken) as refused:
        services.plan_round(**(said | change))
    assert refused.value.code == code
    assert not LeaderRound.objects.exists()


@pytest.mark.parametrize(
    ("stop", "field"),
    [
        (lambda w: NewStop(w.haili, date(2008, 6, 1)), "stops.1.planned_on"),
        (lambda w: NewStop(w.lead, DAY), "stops.1.link_point"),
        (lambda w: NewStop(w.haili, DAY), "stops.1.link_point"),
        (lambda w: NewStop(w.jiexin, DAY, contact_phone="138"), "stops.1.contact_phone"),
    ],
)
def test_errors_name_the_stop(world, stop, field):
    with pytest.raises(RuleBroken) as refused:
        services.plan_round(
            by=world.office,
            organiser=world.office.organisation,
            theme="走访",
            leader_name="雷立敬",
            starts_on=DAY,
            ends_on=DAY,
            stops=[NewStop(world.haili, DAY), stop(world)],
        )
    assert set(refused.value.fields) == {field}
    assert not RoundStop.objects.exists()


def test_a_round_with_a_visited_stop_is_not_cancelled(world, tour, visit, drain):
    visit("2008-05-16")
    drain()
    with pytest.raises(RuleBroken) as refused:
        services.cancel_round(by=world.office, round=tour, reason="防汛")
    assert refused.value.code == "round_begun"
    tour.refresh_from_db()
    assert tour.state == "under_way"


def test_telephone_numbers_are_sealed_at_rest(world, tour):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_phone FROM rounds_roundstop")
        stored = [row[0] for row in cursor.fetchall()]
    assert not any("13800138000" in text for text in stored)
    assert tour.stops.get(link_point=world.haili).contact_phone == "13800138000"
    assert Visit.objects.count() == 0
