"""A cadre, a card and a line of the plan, as the tests of a group put them."""

from datetime import date

from assistance.pairing import services
from assistance.pairing.rules import NewHolder

MOBILE = "13800000001"


def added(world, at, name="王明", agency=None, mobile=MOBILE):
    with at("2008-03-04"):
        return services.add_cadre(
            by=world.office,
            agency=agency or world.lead,
            name=name,
            mobile=mobile,
            post="科长",
            joined_on=date(2008, 3, 4),
        )


def issued(world, at, names=("王明",)):
    holders = [NewHolder(agency_id=world.lead.pk, name=one, phone=MOBILE) for one in names]
    with at("2008-03-05"):
        return services.issue_card(
            by=world.office, group=world.group, holders=holders, promises="三日内答复"
        )


def item(world, at, **other):
    about = {
        "by": world.liaison,
        "group": world.group,
        "kind": "own",
        "agency": world.member,
        "content": "安全培训",
        "due_on": date(2008, 9, 1),
    }
    with at("2008-05-06"):
        return services.write_plan_item(**(about | other))
