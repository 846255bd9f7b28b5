"""A link point that closes, an agency that is dissolved or renamed."""

from datetime import date

from assistance.pairing import services
from assistance.pairing.models import (
    AssistanceTask,
    PairingGroup,
)
from ground.accounts import services as accounts
from ground.accounts.models import ScopeGrant
from ground.accounts.queries import organisation_named
from ground.events.models import RecordedEvent
from ground.web.workbench import waiting_for
from tests.pairing.test_members import given, replaced
from tests.pairing.test_services import refused


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
