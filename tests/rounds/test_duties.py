"""Who owes what, what was done, what was missed; near rows before far ones."""

from datetime import date

import pytest

from assistance.pairing import services as pairing
from assistance.rounds import queries, services
from assistance.rounds.models import Due, MissedDuty, VisitDuty
from assistance.visits import services as visits
from ground.events.models import RecordedEvent
from ground.events.services import begin_day
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

Q2 = Period(starts_on=date(2008, 4, 1), ends_on=date(2008, 6, 30))
YEAR = Period(starts_on=date(2008, 1, 1), ends_on=date(2008, 12, 31))


def of(world, period, who):
    paths = [world.haili.path[: -world.haili.steplen]]
    rows = queries.duties(paths, period).filter(who=who).order_by("first_on", "agency")
    return [(row.first_on, row.owed, row.done) for row in rows]


def test_the_first_rows_ask_leader_by_quarter_and_liaison_by_month(world, visit):
    visit("2008-04-03")
    visit("2008-04-20")
    visit("2008-06-01", visitors="雷立敬、林红")
    assert of(world, Q2, "liaison") == [
        (date(2008, 4, 1), 1, 1),
        (date(2008, 5, 1), 1, 0),
        (date(2008, 6, 1), 1, 1),
    ]
    assert of(world, Q2, "link_leader") == [(date(2008, 4, 1), 1, 1)]


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({}, False),
        ({"kind": "concentrated"}, True),
        ({"visitors": "雷立敬等3人"}, True),
        ({"kind": "condolence"}, False),
    ],
)
def test_a_leaders_visit_names_the_leader_or_is_a_concentrated_one(world, visit, said, counts):
    visit("2008-05-14", **said)
    assert of(world, Q2, "link_leader") == [(date(2008, 4, 1), 1, int(counts))]


def test_the_very_visits_stand_behind_what_is_done(world, visit):
    mine = visit("2008-04-03")
    visit("2008-05-03")
    visit("2008-04-04", agency=world.member)
    [due] = queries.duties([world.lead.path], Q2).filter(who="liaison", first_on=date(2008, 4, 1))
    assert list(queries.visits_behind(due)) == [mine]


def test_a_visit_that_was_sent_back_does_not_count(world, visit):
    one = visit("2008-05-14")
    visits.return_visit(by=world.office, visit=one, reason="情况没有写清")
    assert of(world, Q2, "liaison")[1] == (date(2008, 5, 1), 1, 0)


def test_who_begins_or_ends_within_a_slot_owes_whole_slots_only(world, link, at):
    group = link(world.jiexin, world.stranger, starts_on="2008-02-02", link_leader="董丽丽")
    with at("2008-11-15"):
        pairing.end_group(by=world.leader, group=group, ends_on=date(2008, 11, 15))
    rows = queries.duties([world.county.path], YEAR)
    months = rows.filter(who="liaison").order_by("first_on").values_list("first_on", flat=True)
    assert [day.month for day in months] == [3, 4, 5, 6, 7, 8, 9, 10]
    quarters = (
        rows.filter(who="link_leader").order_by("first_on").values_list("first_on", flat=True)
    )
    assert [day.month for day in quarters] == [4, 7]


def test_a_group_without_a_named_leader_owes_no_leaders_visit(world, link):
    link(world.jiexin, world.stranger)
    rows = queries.duties([world.county.path], Q2)
    assert set(rows.values_list("who", flat=True)) == {"liaison"}


def test_every_member_owes_for_its_own_time_in_the_group(world, at):
    services.set_duty(
        by=world.admin,
        who="member",
        times=4,
        every=12,
        valid_from=date(2008, 1, 1),
        source="实施办法",
    )
    with at("2008-07-01"):
        pairing.replace_member(
            by=world.office,
            group=world.group,
            leaving=world.member,
            successor=world.stranger,
            on=date(2008, 7, 1),
            reason="机构改革",
        )
    rows = queries.duties([world.haili.path], YEAR).filter(who="member")
    assert dict(rows.values_list("agency__name", "owed")) == {
        "市政协办": 4,
        "市安监局": 2,
        "桃源县水利局": 2,
    }


def test_the_nearest_areas_row_wins_and_zero_asks_for_none(world, link):
    link(world.jiexin, world.stranger)
    said = {"by": world.admin, "who": "liaison", "every": 1, "source": "桃源县办法"}
    here = {"division": world.county_division}
    services.set_duty(**said, **here, times=2, valid_from=date(2008, 5, 1))
    services.set_duty(**said, **here, times=0, valid_from=date(2008, 6, 1))
    county = queries.duties([world.county.path], Q2).order_by("first_on")
    assert list(county.values_list("first_on", "owed")) == [
        (date(2008, 4, 1), 1),
        (date(2008, 5, 1), 2),
    ]
    city = queries.duties([world.haili.path], Q2).filter(who="liaison").order_by("first_on")
    assert list(city.values_list("owed", flat=True)) == [1, 1, 1]


def test_a_later_row_takes_over_from_its_first_whole_slot(world):
    services.set_duty(
        by=world.admin,
        who="link_leader",
        times=1,
        every=6,
        valid_from=date(2008, 7, 1),
        source="县委通知",
    )
    assert of(world, YEAR, "link_leader") == [
        (date(2008, 1, 1), 1, 0),
        (date(2008, 4, 1), 1, 0),
        (date(2008, 7, 1), 1, 0),
    ]


def test_a_duty_that_ends_within_a_slot_is_not_owed_in_it(world):
    duty = VisitDuty.objects.get(who="link_leader")
    services.end_duty(by=world.admin, duty=duty, valid_to=date(2008, 5, 31))
    assert of(world, YEAR, "link_leader") == [(date(2008, 1, 1), 1, 0)]


def test_the_same_row_twice_is_refused_and_nothing_written(world):
    before = VisitDuty.objects.count()
    with pytest.raises(RuleBroken) as refused:
        services.set_duty(
            by=world.admin,
            who="liaison",
            times=2,
            every=1,
            valid_from=date(2000, 1, 1),
            source="办法",
        )
    assert refused.value.code == "duty_exists"
    assert VisitDuty.objects.count() == before


def test_only_named_kinds_count_where_kinds_are_named(world, visit):
    services.set_duty(
        by=world.admin,
        who="liaison",
        times=1,
        every=1,
        kinds=["condolence"],
        valid_from=date(2008, 1, 1),
        source="办法",
    )
    visit("2008-04-03")
    visit("2008-05-03", kind="condolence")
    assert [done for _, _, done in of(world, Q2, "liaison")] == [0, 1, 0]


def test_a_leader_who_has_not_gone_for_a_quarter_is_noted_once_and_made_good_by_a_late_record(
    world, visit, at, drain
):
    """挂点领导一季度没去: five days after the quarter it is said, to everybody who listens."""
    for month in ("01", "02", "03"):
        visit(f"2008-{month}-10")
    drain()
    with at("2008-04-05"):
        begin_day(date(2008, 4, 5))
        drain()
    assert not MissedDuty.objects.exists()
    for day in ("2008-04-06", "2008-04-07"):
        with at(day):
            begin_day(date.fromisoformat(day))
            drain()
    [missed] = MissedDuty.objects.all()
    assert (missed.duty.who, missed.first_on, missed.owed, missed.counted, missed.noted_on) == (
        "link_leader",
        date(2008, 1, 1),
        1,
        0,
        date(2008, 4, 6),
    )
    [told] = RecordedEvent.objects.filter(name="rounds.duty_missed")
    assert told.payload == {
        "missed_id": missed.pk,
        "group_id": world.group.pk,
        "pair_id": None,
        "agency_id": world.lead.pk,
        "duty": "link_leader",
        "slot": "2008-01-01",
    }
    with at("2008-04-08"):
        groups = queries.leaders_not_gone(world.office, "rounds.see_rounds", on=date(2008, 3, 31))
        assert [group.link_leader for group in groups] == ["雷立敬"]
    visit("2008-03-28", recorded="2008-04-10", kind="concentrated")
    with at("2008-04-10"):
        drain()
    missed.refresh_from_db()
    assert missed.made_good_on == date(2008, 4, 10)
    assert MissedDuty.objects.count() == 1


def test_agencies_are_tallied_with_what_is_late(world, visit):
    visit("2008-04-03")
    visit("2008-04-09")
    tallies = queries.duties_by_agency([world.lead.path], Q2, on=date(2008, 6, 26))
    one = tallies[world.lead.pk]
    assert (one.owed, one.done, one.missing, one.late) == (4, 1, 3, 1)
    assert queries.duties_by_agency([world.stranger.path], Q2, on=date(2008, 6, 26)) == {}


def test_what_is_owed_is_seen_within_ones_scope(world, link):
    link(world.jiexin, world.stranger)
    see = "rounds.see_rounds"
    owed = Due.objects.visible_to(world.county_office, see).within(Q2)
    assert set(owed.values_list("link_point__name", flat=True)) == {"杰新纺织公司"}
    own = Due.objects.visible_to(world.liaison, see).within(Q2)
    assert set(own.values_list("link_point__name", flat=True)) == {"海利农药化工有限公司"}
    assert Due.objects.visible_to(world.office, see).within(Q2).count() == 7
