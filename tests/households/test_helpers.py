"""Cadres paired with families: assigned, replaced, left; visited at home; seen masked by their agency."""

from datetime import date
from types import SimpleNamespace
from uuid import UUID

import pytest

from assistance.households import queries, services
from assistance.households.models import FamilyPair, HomeVisit
from assistance.pairing import services as pairing
from assistance.pairing.models import Cadre
from assistance.rounds.queries import duties
from assistance.visits.models import Visit
from ground.accounts.roles import Role
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from ground.kernel.periods import Period

KEY = UUID("00000000-0000-4000-8000-000000000608")


@pytest.fixture
def agency(office, make_organisation, person, at) -> SimpleNamespace:
    """县水利局 beside the union, with two cadres, and a family on file."""
    one = make_organisation("县水利局", "agency")
    other = make_organisation("县农办", "agency")
    keeper = person(Role.OFFICE)

    def cadre(name: str, where=one) -> Cadre:
        return Cadre.objects.create(agency=where, name=name, joined_on=date(2008, 1, 2))

    return SimpleNamespace(
        organisation=one,
        liaison=person(Role.LIAISON, one),
        stranger=person(Role.LIAISON, other),
        office=keeper,
        xu=cadre("许立新"),
        deng=cadre("邓小满"),
        far=cadre("何远", other),
    )


@pytest.fixture
def family(opened, walk, at):
    def on_file(**said):
        with at("2008-02-01"):
            return walk(opened(**said))

    return on_file


def paired(agency, file, cadre=None, on="2008-03-01", at=None):
    with at(on):
        return services.assign_helper(
            by=agency.office,
            file=file,
            cadre=cadre or agency.xu,
            from_on=date.fromisoformat(on),
        )


def test_a_cadre_is_paired_once_with_a_family_on_file(agency, family, at):
    file = family()
    pair = paired(agency, file, at=at)
    assert (pair.cadre, pair.from_on, pair.to_on) == (agency.xu, date(2008, 3, 1), None)
    with pytest.raises(RuleBroken) as again:
        paired(agency, file, at=at)
    assert again.value.code == "pair_exists"
    paired(agency, file, agency.deng, at=at)
    assert FamilyPair.objects.present().count() == 2


def test_a_family_that_is_not_on_file_gets_no_helper(agency, opened, at):
    with at("2008-02-01"):
        draft = opened()
    with pytest.raises(RuleBroken) as refused:
        paired(agency, draft, at=at)
    assert refused.value.code == "file_not_active"
    assert not FamilyPair.objects.exists()


def test_a_leavers_families_are_repaired_in_the_middle_of_the_year(agency, family, at, drain):
    """Mid-year one cadre leaves: the successor has the families, the history stays, duties are shared."""
    files = [family(holder_name="张建国"), family(holder_name="李春花")]
    for file in files:
        paired(agency, file, at=at)
    with at("2008-07-01"):
        with pytest.raises(RuleBroken) as bound:
            pairing.leave_cadre(by=agency.office, cadre=agency.xu, on=date(2008, 7, 1))
        assert "2户结对家庭" in bound.value.message
        pairing.leave_cadre(
            by=agency.office, cadre=agency.xu, on=date(2008, 7, 1), successor=agency.deng
        )
        drain()
        drain()
    for file in files:
        old, new = file.helpers.order_by("from_on", "pk")
        assert (old.cadre, old.to_on, old.successor) == (agency.xu, date(2008, 7, 1), new)
        assert (new.cadre, new.from_on, new.to_on) == (agency.deng, date(2008, 7, 1), None)
    year = Period(starts_on=date(2008, 1, 1), ends_on=date(2008, 12, 31))
    owed = duties([agency.organisation.path], year).filter(who="family").order_by("first_on")
    assert [(due.pair.cadre, due.first_on.month) for due in owed.select_related("pair__cadre")] == [
        (agency.xu, 4),
        (agency.xu, 4),
        (agency.deng, 7),
        (agency.deng, 7),
        (agency.deng, 10),
        (agency.deng, 10),
    ]
    assert RecordedEvent.objects.filter(name="households.helper_ended").count() == 2


def test_without_a_successor_the_families_wait_and_say_why(agency, family, at, office):
    file = family()
    pair = paired(agency, file, at=at)
    with at("2008-06-02"):
        services.move_families(cadre_id=agency.xu.pk, left_on=date(2008, 6, 1), successor_id=None)
    pair.refresh_from_db()
    assert (pair.to_on, pair.successor) == (date(2008, 6, 1), None)
    files = type(file).objects.visible_to(office.keeper, "households.assign_helper")
    [waiting] = queries.families_without_helper(files)
    assert (waiting.pk, waiting.lost_helper) == (file.pk, True)
    assert (
        services.move_families(cadre_id=agency.xu.pk, left_on=date(2008, 6, 1), successor_id=None)
        == 0
    )


def test_replacing_needs_a_reason_and_another_cadre(agency, family, at):
    pair = paired(agency, family(), at=at)
    with at("2008-05-01"):
        said = {"by": agency.office, "pair": pair, "on": date(2008, 5, 1)}
        with pytest.raises(RuleBroken) as silent:
            services.replace_helper(**said, successor=agency.deng, reason=" ")
        with pytest.raises(RuleBroken) as same:
            services.replace_helper(**said, successor=agency.xu, reason="轮岗")
        assert set(silent.value.fields) == {"reason"}
        assert same.value.code == "successor_same"
        assert FamilyPair.objects.count() == 1
        new = services.replace_helper(**said, successor=agency.deng, reason="轮岗")
    pair.refresh_from_db()
    assert (pair.to_on, pair.reason_of_change, pair.successor) == (date(2008, 5, 1), "轮岗", new)


def test_when_a_file_ends_nobody_is_paired_with_the_family(agency, family, office, at, drain):
    file = family()
    pair = paired(agency, file, at=at)
    with at("2008-09-01"):
        services.exit_file(by=office.approver, file=file, reason="已脱困")
        drain()
    pair.refresh_from_db()
    assert (pair.to_on, pair.reason_of_change) == (date(2008, 9, 1), "档案已退出")


def test_a_visit_home_is_a_visit_of_the_agency_once_and_counts_for_each_family(agency, family, at):
    first = paired(agency, family(holder_name="张建国"), at=at)
    second = paired(agency, family(holder_name="李春花"), at=at)
    with at("2008-05-10"):
        for _ in range(2):
            visit = services.record_home_visit(
                by=agency.liaison,
                key=KEY,
                pair=first,
                also=[second],
                visited_on=date(2008, 5, 9),
                situation="入户走访结对困难职工家庭",
                note="女儿考上高中，缺学费",
            )
    assert Visit.objects.get() == visit
    assert (visit.agency, visit.link_point) == (agency.organisation, first.file.unit)
    assert visit.visitors == "许立新"
    assert set(HomeVisit.objects.values_list("pair", "visit")) == {
        (first.pk, visit.pk),
        (second.pk, visit.pk),
    }
    assert [one.note for one in HomeVisit.objects.order_by("pk")] == ["女儿考上高中，缺学费", ""]
    assert RecordedEvent.objects.filter(name="households.home_visited").count() == 2
    quarter = Period(starts_on=date(2008, 4, 1), ends_on=date(2008, 6, 30))
    owed = duties([agency.organisation.path], quarter).filter(who="family")
    assert [(due.owed, due.done) for due in owed] == [(1, 1), (1, 1)]


def test_another_agencys_liaison_records_no_visit_to_the_family(agency, family, at):
    pair = paired(agency, family(), at=at)
    with at("2008-05-10"), pytest.raises(RuleBroken) as refused:
        services.record_home_visit(
            by=agency.stranger,
            key=KEY,
            pair=pair,
            visited_on=date(2008, 5, 9),
            situation="入户走访",
        )
    assert refused.value.code == "pair_out_of_reach"
    assert not Visit.objects.exists()


def test_a_phone_keeps_only_masked_families_of_its_own_cadres(agency, family, at):
    mine = paired(agency, family(holder_name="张建国"), at=at)
    paired(agency, family(holder_name="李春花"), agency.far, at=at)
    assert queries.masked_families_of(agency.liaison) == [
        {
            "pair": mine.pk,
            "name": "张*国",
            "cadre": "许立新",
            "agency": agency.organisation.pk,
            "link_point": mine.file.unit_id,
            "last_visited_on": None,
        }
    ]
