"""The plan of Changde for 2009: solved, one pair pinned, solved again, approved; then visits are made."""

from datetime import date
from uuid import uuid4

from assistance.pairing.models import PairingGroup
from assistance.planning import services
from assistance.visits.models import Visit
from assistance.visits.services import record_visit
from ground.accounts.models import Organisation, User
from tests.planning.conftest import pairs_of


def test_the_plan_of_2009(drafted, solve, drain, at):
    def sees(liaison: User, enterprise: Organisation) -> bool:
        fresh = User.objects.get(pk=liaison.pk)
        return bool(Organisation.objects.visible_to(fresh).filter(pk=enterprise.pk).exists())

    with at("2008-11-21"):
        plan = solve(drafted.plan, drafted.office)
        assert ("县劳动局", "杰新纺织公司") in pairs_of(plan.chosen)
        services.pin_pair(
            by=drafted.office,
            plan=plan,
            agency=drafted.labour,
            enterprise=drafted.cement,
            reason="水泥厂裁员，县委决定由劳动局联系",
        )
        plan = solve(plan, drafted.office)
        assert ("县劳动局", "已酉水泥厂") in pairs_of(plan.chosen)
        assert plan.chosen.is_proven
        assert plan.chosen.total_score < plan.solutions.get(number=1).total_score
        services.submit_plan(by=drafted.office, plan=plan)
        assert not sees(drafted.liaison, drafted.cement)
    with at("2008-12-20"):
        services.approve_plan(by=drafted.leader, plan=plan)
        drain()
    assert PairingGroup.objects.filter(year=2009, state="active").count() == 3
    assert sees(drafted.liaison, drafted.cement)
    assert not sees(drafted.liaison, drafted.spinning)
    group = PairingGroup.objects.get(link_point=drafted.cement)
    with at("2009-01-15"):
        visit = record_visit(
            by=User.objects.get(pk=drafted.liaison.pk),
            key=uuid4(),
            kind=Visit.Kind.ROUTINE,
            agency=drafted.labour,
            link_point=drafted.cement,
            visited_on=date(2009, 1, 15),
            visitors="劳动局2人",
            situation="了解裁员安置情况",
        )
    assert visit.group == group
