"""Agencies that leave, link points that close, organisations that are renamed, whole plans at once."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.pairing import services
from assistance.pairing.models import (
    AssistanceTask,
    GroupMember,
    PairingGroup,
    TaskShare,
    WorkPlanItem,
)
from assistance.pairing.queries import group_of_visit
from assistance.pairing.rules import NewGroup
from ground.accounts import services as accounts
from ground.accounts.models import Organisation, ScopeGrant, User
from ground.accounts.queries import organisation_named
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from ground.web.workbench import waiting_for
from tests.pairing.test_services import refused

SEE = "pairing.see_groups"


def fresh(user):
    return User.objects.get(pk=user.pk)


def given(world, at, agency, content, **more):
    with at("2008-06-02"):
        return services.assign_task(
            by=world.liaison,
            group=world.group,
            agency=agency,
            content=content,
            due_on=date(2008, 6, 20),
            **more,
        )


def replaced(world, at, leaving, successor, on="2008-06-10"):
    with at(on):
        return services.replace_member(
            by=world.office,
            group=world.group,
            leaving=leaving,
            successor=successor,
            on=date.fromisoformat(on),
            reason="机构改革撤并",
        )


def test_a_member_is_replaced_in_one_step(active, at):
    task = given(active, at, active.member, "完善安全生产条件")
    done = given(active, at, active.member, "送信息")
    helped = given(active, at, active.lead, "协调", co_agencies=[active.member])
    with at("2008-06-05"):
        services.complete_task(
            by=active.member_liaison, task=done, done_on=date(2008, 6, 5), note="已送"
        )
        item = services.write_plan_item(
            by=active.liaison,
            group=active.group,
            kind="own",
            agency=active.member,
            content="安全培训",
            due_on=date(2008, 9, 1),
        )
    replaced(active, at, active.member, active.stranger)

    old, new = GroupMember.objects.filter(group=active.group).exclude(agency=active.lead)
    assert (old.agency, old.joined_on, old.left_on) == (
        active.member,
        date(2008, 3, 3),
        date(2008, 6, 10),
    )
    assert (old.succeeded_by, old.reason) == (new, "机构改革撤并")
    assert (new.agency, new.joined_on, new.left_on) == (active.stranger, date(2008, 6, 10), None)
    for row in (task, done):
        row.refresh_from_db()
    assert (task.agency, task.state) == (active.stranger, "assigned")
    assert done.agency == active.member  # what is done stays with who did it
    assert TaskShare.objects.get(task=helped).agency == active.stranger
    assert WorkPlanItem.objects.get(pk=item.pk).agency == active.stranger
    granted = set(ScopeGrant.objects.values_list("organisation", flat=True))
    assert granted == {active.lead.pk, active.stranger.pk}
    [told] = RecordedEvent.objects.filter(name="pairing.member_replaced")
    assert told.payload["successor_id"] == active.stranger.pk
    assert Entry.objects.get(action="pairing.member_replaced").details["tasks"] == [task.pk]


def test_the_replaced_agency_sees_nothing_any_more(active, at, client_of):
    """Not the group, not a task, not in a count, a drop-down, a search or a sheet; the successor all."""
    given(active, at, active.member, "完善安全生产条件")
    own = given(active, at, active.member, "送信息")
    with at("2008-06-05"):
        services.complete_task(
            by=active.member_liaison, task=own, done_on=date(2008, 6, 5), note="已送"
        )
    before = client_of(fresh(active.member_liaison))
    assert before.get(f"/pairing/{active.group.pk}/").status_code == 200
    replaced(active, at, active.member, active.stranger)

    gone, came = fresh(active.member_liaison), fresh(active.outsider)
    assert not PairingGroup.objects.visible_to(gone, SEE).exists()
    assert not AssistanceTask.objects.visible_to(gone, SEE).exists()
    assert not AssistanceTask.objects.of_agencies_of(gone, SEE).exists()
    assert not Organisation.objects.visible_to(gone).filter(pk=active.haili.pk).exists()
    client = client_of(gone)
    for url in (
        f"/pairing/{active.group.pk}/",
        f"/pairing/tasks/{own.pk}/",
        f"/pairing/{active.group.pk}/plan/",
        f"/api/v1/pairing/groups/{active.group.pk}",
        f"/api/v1/pairing/tasks/{own.pk}",
    ):
        assert client.get(url).status_code == 404, url
    for url in ("/pairing/", "/pairing/tasks/", "/pairing/?q=农药", "/pairing/tasks/?q=送", "/"):
        shown = client.get(url).content.decode()
        assert "海利" not in shown, url
        assert "完善安全生产条件" not in shown, url
    sheet = client.get("/pairing/tasks/?export=xlsx")
    assert b"".join(sheet.streaming_content)[:2] == b"PK"
    assert Entry.objects.filter(action="list.exported").latest("pk").details["rows"] == 0
    form = client_of(active.liaison).get(f"/pairing/{active.group.pk}/tasks/assign/")
    assert active.member.name not in form.content.decode()
    assert active.stranger.name in form.content.decode()

    assert client_of(came).get(f"/pairing/{active.group.pk}/").status_code == 200
    own_tasks = AssistanceTask.objects.of_agencies_of(came, SEE)
    assert [one.content for one in own_tasks] == ["完善安全生产条件"]
    page = client_of(active.office).get(f"/pairing/{active.group.pk}/").content.decode()
    assert "曾参联的单位（1个）" in page


def test_the_lead_is_replaced_by_a_member_or_by_a_new_agency(active, at):
    given(active, at, active.lead, "协调")
    given(active, at, active.member, "协调")  # both have it: done once
    replaced(active, at, active.lead, active.member)
    active.group.refresh_from_db()
    assert active.group.lead_agency == active.member
    assert active.group.members.present().count() == 1
    states = dict(AssistanceTask.objects.values_list("agency__name", "state"))
    assert states == {"市政协办": "cancelled", "市安监局": "assigned"}
    replaced(active, at, active.member, active.stranger, on="2008-06-11")
    active.group.refresh_from_db()
    assert active.group.lead_agency == active.stranger
    assert PairingGroup.objects.led_by(fresh(active.outsider), SEE).get() == active.group
    assert not PairingGroup.objects.led_by(fresh(active.liaison), SEE).exists()


def test_a_replacement_that_cannot_be(active, at, make_organisation):
    with at("2008-06-10"):
        about = {
            "by": active.office,
            "group": active.group,
            "leaving": active.member,
            "successor": active.stranger,
            "on": date(2008, 6, 10),
            "reason": "撤并",
        }

        def code(**other):
            return refused(services.replace_member, **(about | other)).code

        assert code(leaving=active.stranger, successor=active.member) == "not_a_member"
        assert code(successor=active.member) == "successor_is_the_same"
        assert code(successor=active.lead) == "already_a_member"
        assert code(successor=active.haili) == "not_an_agency"
        assert code(on=date(2008, 6, 11)) == "replaced_outside_membership"
        assert code(on=date(2008, 3, 2)) == "replaced_outside_membership"
        assert code(reason=" ") == "reason_missing"
    assert GroupMember.objects.filter(left_on__isnull=False).count() == 0
    assert ScopeGrant.objects.count() == 2


def test_a_visit_belongs_to_the_group_of_its_day(active, at):
    replaced(active, at, active.member, active.stranger)

    def found(agency, on):
        return group_of_visit(agency=agency, link_point=active.haili, on=on)

    assert found(active.member, date(2008, 6, 9)) == active.group
    assert found(active.member, date(2008, 6, 10)) is None
    assert found(active.stranger, date(2008, 6, 9)) is None
    assert found(active.stranger, date(2008, 6, 10)) == active.group


@pytest.mark.django_db(transaction=True)
def test_two_replace_at_the_same_moment(active, make_organisation):
    other, outcomes, ready = make_organisation("市林业局", "agency"), [], threading.Barrier(2)

    def replace(successor):
        ready.wait()
        try:
            services.replace_member(
                by=active.office,
                group=active.group,
                leaving=active.member,
                successor=successor,
                on=date(2008, 6, 10),
                reason="撤并",
            )
            outcomes.append("done")
        except RuleBroken as broken:
            outcomes.append(broken.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=replace, args=(one,)) for one in (active.stranger, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "not_a_member"]
    assert active.group.members.present().count() == 2


def test_a_link_point_closes(active, at, make_organisation):
    task = given(active, at, active.member, "送信息")
    alone = services.assign_task(
        by=None,
        agency=active.stranger,
        content="协调用电",
        due_on=date(2030, 1, 1),
        link_point=active.haili,
    )
    with at("2008-05-02"):
        services.propose_group(
            by=active.office,
            year=2008,
            link_point=active.haili,
            lead_agency=active.stranger,
            members=[],
            starts_on=date(2008, 5, 2),
        )
    about = {"by": active.office, "link_point": active.haili, "on": date(2008, 6, 10)}
    with at("2008-06-09"):
        broken = refused(services.close_link_point, **about, reason="破产清算")
        assert broken.code == "closed_in_future"
    with at("2008-06-10"):
        assert refused(services.close_link_point, **about, reason=" ").code == "reason_missing"
        services.close_link_point(**about, reason="破产清算")
    group = PairingGroup.objects.get()  # the proposal is gone
    assert (group.state, group.ends_on, group.end_reason) == (
        "ended",
        date(2008, 6, 10),
        "破产清算",
    )
    assert ScopeGrant.objects.count() == 0
    for one in (task, alone):
        one.refresh_from_db()
        assert (one.state, one.stated_reason) == ("cancelled", "破产清算")
    names = RecordedEvent.objects.order_by("pk").values_list("name", flat=True)
    assert list(names)[-4:] == [
        "pairing.group_ended",
        "pairing.task_cancelled",
        "pairing.task_cancelled",
        "pairing.link_point_closed",
    ]


def test_a_closed_enterprise_is_closed_here_too(active, at, drain):
    task = given(active, at, active.member, "送信息")
    with at("2008-06-10"):
        accounts.deactivate_organisation(
            by=active.office, organisation=active.haili, on=date(2008, 6, 10), reason="破产"
        )
        drain()
    active.group.refresh_from_db()
    task.refresh_from_db()
    assert (active.group.state, task.state) == ("ended", "cancelled")
    broken = refused(
        accounts.deactivate_organisation,
        by=active.office,
        organisation=active.haili,
        on=date(2008, 6, 10),
        reason="破产",
    )
    assert broken.code == "organisation_closed"


def test_a_dissolved_agency_waits_to_be_replaced(active, at):
    accounts.deactivate_organisation(
        by=active.office, organisation=active.member, on=date(2008, 6, 10), reason="撤并"
    )

    def asked():
        return [one.title for one in waiting_for(active.office) if "更换" in one.title]

    assert asked() == ["更换参联单位：市安监局已停用"]
    replaced(active, at, active.member, active.stranger)
    assert asked() == []


def test_a_renamed_agency_keeps_its_history(active, at, client_of, drain):
    given(active, at, active.member, "送信息")
    accounts.rename_organisation(
        by=active.office, organisation=active.member, name="市应急管理局", short_name="应急局"
    )
    assert organisation_named("市安监局") == active.member
    assert organisation_named("应急局") == active.member
    page = client_of(active.office).get(f"/pairing/{active.group.pk}/").content.decode()
    assert "市应急管理局" in page
    assert AssistanceTask.objects.get().agency.name == "市应急管理局"
    accounts.rename_organisation(by=active.office, organisation=active.member, name="市安监局")
    assert set(active.member.aliases.values_list("name", flat=True)) == {"市应急管理局", "应急局"}
    broken = refused(
        accounts.rename_organisation,
        by=active.office,
        organisation=active.member,
        name="市政协办",
    )
    assert broken.code == "organisation_exists"


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
