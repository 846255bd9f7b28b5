"""Three years in the field's words: a leaver, an enterprise that closes, a task that climbs."""

from datetime import date

from assistance.pairing import services
from assistance.pairing.models import AssistanceTask, Cadre, ContactCard, PairingGroup
from assistance.pairing.queries import card_of, token_of
from ground.accounts import services as accounts
from ground.accounts.models import Organisation, User
from ground.events.models import Delivery, RecordedEvent
from ground.events.services import begin_day
from ground.web.workbench import waiting_for

SEE = "pairing.see_groups"


def fresh(user):
    return User.objects.get(pk=user.pk)


def titles(user):
    return [one.title for one in waiting_for(user)]


def days(at, drain, *those):
    for on in those:
        with at(on):
            begin_day(date.fromisoformat(on))
            drain()
    assert not Delivery.objects.filter(state=Delivery.State.DEAD).exists()


def test_a_leaver_replaced_mid_year(active, at, drain):
    """七月机构改革：市安监局撤并，由市水利局接替；科长退休，卡换发，任务不掉。"""
    with at("2008-03-05"):
        head = services.add_cadre(
            by=active.office,
            agency=active.member,
            name="肖建军",
            mobile="13900000004",
            joined_on=date(2008, 3, 4),
        )
        [card] = services.issue_cards(by=active.office, groups=[active.group])
    with at("2008-06-17"):
        task = services.assign_task(
            by=active.liaison,
            group=active.group,
            agency=active.member,
            content="完善安全生产条件",
            due_on=date(2008, 8, 29),
            cadre=head,
        )
        services.accept_task(by=active.member_liaison, task=task)
    with at("2008-07-01"):
        services.replace_member(
            by=active.office,
            group=active.group,
            leaving=active.member,
            successor=active.stranger,
            on=date(2008, 7, 1),
            reason="机构改革撤并",
        )
        services.leave_cadre(by=active.member_liaison, cadre=head, on=date(2008, 7, 1))
        drain()
        assert task.content in titles(fresh(active.outsider))
        assert titles(fresh(active.member_liaison)) == []
        assert "换发联系卡：海利农药化工有限公司" in titles(active.office)
    with at("2008-07-02"):
        new_head = services.add_cadre(
            by=active.office,
            agency=active.stranger,
            name="唐慧",
            mobile="13900000005",
            joined_on=date(2008, 7, 1),
        )
        services.withdraw_card(by=active.office, card=card, reason="单位更换")
        [card] = services.issue_cards(by=active.office, groups=[active.group])
    assert [one.cadre for one in card.holders.all()] == [new_head]
    days(at, drain, "2008-08-27")
    task.refresh_from_db()
    assert (task.agency, task.cadre, task.level) == (active.stranger, None, 1)
    with at("2008-08-28"):
        services.complete_task(
            by=active.outsider, task=task, done_on=date(2008, 8, 28), note="验收合格"
        )
    history = active.group.members.order_by("pk").values_list("agency__name", "left_on")
    assert list(history) == [
        ("市政协办", None),
        ("市安监局", date(2008, 7, 1)),
        ("市水利局", None),
    ]
    assert Cadre.objects.serving().count() == 1


def test_an_enterprise_that_closes(active, at, drain, make_organisation):
    """九月海利破产：结对结束、任务取消、联系卡失效，两个单位当天另行结对。"""
    with at("2008-03-05"):
        services.add_cadre(
            by=active.office,
            agency=active.lead,
            name="林红",
            mobile="13900000001",
            joined_on=date(2008, 3, 4),
        )
        [card] = services.issue_cards(by=active.office, groups=[active.group])
    with at("2008-06-17"):
        task = services.assign_task(
            by=active.liaison,
            group=active.group,
            agency=active.lead,
            content="协调解决生产经营问题",
            due_on=date(2008, 9, 30),
        )
    with at("2008-09-10"):
        accounts.deactivate_organisation(
            by=active.office, organisation=active.haili, on=date(2008, 9, 10), reason="破产清算"
        )
        drain()
        other = make_organisation("鑫玉花纺织厂")
        again = services.propose_group(
            by=active.office,
            year=2008,
            link_point=other,
            lead_agency=active.lead,
            members=[active.member],
            starts_on=date(2008, 9, 10),
        )
        services.approve_group(by=active.leader, group=again)
    task.refresh_from_db()
    active.group.refresh_from_db()
    assert (task.state, active.group.state) == ("cancelled", "ended")
    assert card_of(token_of(card)) is None
    assert ContactCard.objects.in_force().count() == 0
    seen = Organisation.objects.visible_to(fresh(active.member_liaison))
    assert {one.name for one in seen} == {"市安监局", "鑫玉花纺织厂"}
    days(at, drain, "2008-10-08", "2008-10-20")
    assert not RecordedEvent.objects.filter(name="pairing.task_escalated").exists()
    assert PairingGroup.objects.filter(state="active").get() == again


def test_an_overdue_task_climbs_to_the_leader(active, at, drain):
    """八月底到期：提醒、黄牌、红牌、报领导，每级一次；九月中旬办结，记为逾期。"""
    with at("2008-06-17"):
        task = services.assign_task(
            by=active.liaison,
            group=active.group,
            agency=active.member,
            content="完善安全生产条件",
            due_on=date(2008, 8, 29),  # a Friday
        )

    def told(user):
        return [one.title for one in waiting_for(user) if task.content in one.title]

    for on, level, office, leader in [
        ("2008-08-25", 0, [], []),
        ("2008-08-26", 1, [], []),
        ("2008-08-30", 1, [], []),
        ("2008-09-01", 2, ["黄牌：完善安全生产条件"], []),
        ("2008-09-04", 2, ["黄牌：完善安全生产条件"], []),
        ("2008-09-05", 3, ["红牌：完善安全生产条件"], ["红牌：完善安全生产条件"]),
        ("2008-09-12", 4, ["报领导：完善安全生产条件"], ["报领导：完善安全生产条件"]),
    ]:
        days(at, drain, on)
        task.refresh_from_db()
        with at(on):
            assert (task.level, told(active.office), told(active.leader)) == (
                level,
                office,
                leader,
            ), on
            assert told(active.member_liaison) == ["完善安全生产条件"], on
    raised = RecordedEvent.objects.filter(name="pairing.task_escalated").order_by("pk")
    assert [one.payload["level"] for one in raised] == [1, 2, 3, 4]
    with at("2008-09-18"):
        services.complete_task(
            by=active.member_liaison, task=task, done_on=date(2008, 9, 18), note="验收合格"
        )
        assert told(active.leader) == []
        services.verify_task(by=active.office, task=task)
    days(at, drain, "2008-09-19")
    task.refresh_from_db()
    assert (task.state, task.level) == ("verified", 4)
    assert AssistanceTask.objects.visible_to(active.liaison, SEE).get() == task
