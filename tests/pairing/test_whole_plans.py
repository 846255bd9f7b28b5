"""The groups of a whole plan, proposed and approved at once."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.pairing import services
from assistance.pairing.models import (
    GroupMember,
    PairingGroup,
)
from assistance.pairing.rules import NewGroup
from ground.accounts.models import ScopeGrant
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from tests.pairing.test_services import refused


def plan(world, link_points):
    return [
        NewGroup(
            link_point_id=one.pk,
            lead_agency_id=world.lead.pk,
            member_ids=(world.lead.pk, world.member.pk),
            starts_on=date(2009, 1, 5),
        )
        for one in link_points
    ]


def test_a_whole_plan_at_once(proposed, make_organisation, at):
    counted = []
    for number in (1, 3):
        points = [
            make_organisation(f"厂{number}-{one}", "village" if one else "enterprise")
            for one in range(number)
        ]
        with CaptureQueriesContext(connection) as queries, at("2009-01-05"):
            made = services.propose_groups(
                by=proposed.office, plan_year=2009, rows=plan(proposed, points)
            )
            approved = services.approve_groups(by=proposed.leader, groups=made)
        counted.append(len(queries))
        assert [one.state for one in approved] == ["active"] * number
    assert counted[0] == counted[1]
    assert ScopeGrant.objects.filter(organisation=proposed.member).count() == 4
    assert RecordedEvent.objects.filter(name="pairing.group_approved").count() == 4
    assert Entry.objects.filter(action="pairing.group_approved").count() == 4
    assert GroupMember.objects.filter(group__year=2009).count() == 8
    ended = services.end_groups(by=proposed.leader, groups=approved, ends_on=date(2009, 12, 31))
    assert {one.state for one in ended} == {"ended"}
    assert ScopeGrant.objects.filter(organisation=proposed.member).count() == 1


def test_one_faulty_row_and_nothing_is_proposed(proposed, make_organisation):
    rows = plan(proposed, [make_organisation("甲厂"), make_organisation("乙局", "agency")])
    about = {"by": proposed.office, "plan_year": 2009}
    broken = refused(services.propose_groups, **about, rows=rows)
    assert (broken.code, list(broken.fields)) == ("not_a_link_point", ["rows.1"])
    twice = refused(services.propose_groups, **about, rows=[rows[0], rows[0]])
    assert (twice.code, list(twice.fields)) == ("group_exists", ["rows.1"])
    unknown = NewGroup(link_point_id=0, lead_agency_id=0, starts_on=date(2009, 1, 5))
    assert refused(services.propose_groups, **about, rows=[unknown]).code == "organisation_unknown"
    assert PairingGroup.objects.filter(year=2009).count() == 0


def test_who_proposed_a_plan_does_not_approve_it(proposed, make_organisation):
    made = services.propose_groups(
        by=proposed.office, plan_year=2009, rows=plan(proposed, [make_organisation("甲厂")])
    )
    broken = refused(services.approve_groups, by=proposed.office, groups=made)
    assert broken.code == "same_person"
    assert ScopeGrant.objects.count() == 0
