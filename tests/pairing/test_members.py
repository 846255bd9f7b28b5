"""Agencies that leave, link points that close, organisations that are renamed, whole plans at once."""

import threading
from datetime import date

import pytest
from django.db import connection

from assistance.pairing import services
from assistance.pairing.models import (
    AssistanceTask,
    GroupMember,
    PairingGroup,
    TaskShare,
    WorkPlanItem,
)
from assistance.pairing.queries import group_of_visit
from ground.accounts.models import Organisation, ScopeGrant, User
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
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
    assert Entry.objects.filter(action="privacy.released").latest("pk").details["rows"] == 0
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
