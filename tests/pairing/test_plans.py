"""Work plans: lines that become tasks, activities of each member's own."""

from datetime import date

from assistance.pairing import services
from assistance.pairing.queries import own_activities
from tests.pairing.examples import item
from tests.pairing.test_services import refused


def test_a_line_of_the_plan_becomes_a_task(active, at):
    line = item(active, at)
    with at("2008-06-02"):
        about = {"by": active.liaison, "item": line}
        task = services.assign_plan_item(**about)
        assert refused(services.assign_plan_item, **about).code == "item_settled"
        assert refused(services.drop_plan_item, **about).code == "item_settled"
    assert (task.content, task.agency, task.due_on) == (
        "安全培训",
        active.member,
        date(2008, 9, 1),
    )
    line.refresh_from_db()
    assert line.task == task


def test_what_a_plan_refuses(active, at, make_organisation):
    line = item(active, at)

    def code(**other):
        with at("2008-05-06"):
            about = {
                "by": active.liaison,
                "group": active.group,
                "kind": "own",
                "agency": active.member,
                "content": "座谈",
                "due_on": date(2008, 9, 1),
            }
            return refused(services.write_plan_item, **(about | other)).code

    assert code(content=" ") == "item_empty"
    assert code(agency=active.stranger) == "agency_not_in_group"
    assert code(due_on=date(2009, 1, 1)) == "due_outside_year"
    assert code(content="安全培训") == "item_exists"
    services.drop_plan_item(by=active.liaison, item=line)
    assert refused(services.drop_plan_item, by=active.liaison, item=line).code == "item_gone"


def test_each_member_holds_activities_of_its_own(active, at):
    line = item(active, at)
    item(active, at, kind="joint", content="集体走访")

    def targets():
        return {one.agency: (one.planned, one.done, one.is_met) for one in own_activities(group)}

    group = active.group
    assert targets() == {active.lead: (0, 0, False), active.member: (1, 0, False)}
    with at("2008-06-02"):
        done = {"by": active.liaison, "item": line, "done_on": date(2008, 6, 1)}
        assert refused(services.finish_plan_item, **done, note="").code == "note_missing"
        services.finish_plan_item(**done, note="培训32人")
    assert targets()[active.member] == (1, 1, True)
