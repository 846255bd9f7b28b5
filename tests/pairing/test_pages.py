from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.pairing import services
from assistance.pairing.models import AssistanceTask, LiaisonMeeting, PairingGroup
from ground.briefs.facts import compute, fact_of
from ground.kernel.periods import Period
from ground.web.workbench import Urgency, waiting_for


@pytest.fixture
def task(active, at):
    with at("2008-06-17"):
        return services.assign_task(
            by=active.liaison,
            group=active.group,
            agency=active.member,
            content="完善安全生产条件",
            due_on=date(2008, 8, 31),
        )


def test_who_sees_a_group(active, client_of):
    url = f"/pairing/{active.group.pk}/"
    assert "海利化工有限公司" in client_of(active.liaison).get(url).content.decode()
    assert client_of(active.member_liaison).get(url).status_code == 200
    assert client_of(active.outsider).get(url).status_code == 404


def test_lists_ask_the_same_number_of_queries(active, make_organisation, client_of, at):
    client, counted = client_of(active.office), []
    for rows in (1, 3):
        for number in range(PairingGroup.objects.count(), rows):
            services.propose_group(
                by=active.office,
                year=2008,
                link_point=make_organisation(f"厂{number}", aliases=(f"旧厂{number}",)),
                lead_agency=active.lead,
                members=[active.member],
                starts_on=date(2008, 3, 3),
            )
        with at("2008-06-17"):
            for number in range(AssistanceTask.objects.count(), rows):
                services.assign_task(
                    by=active.liaison,
                    group=active.group,
                    agency=active.lead,
                    content=f"任务{number}",
                    due_on=date(2008, 8, 31),
                )
        counted.append({url: queries_of(client, url) for url in urls_of(active.group)})
    assert counted[0] == counted[1]


def urls_of(group):
    pages = ["/pairing/", "/pairing/tasks/", f"/pairing/{group.pk}/"]
    return [
        *pages,
        *(f"/api/v1/pairing/{name}" for name in ("groups", "tasks", f"groups/{group.pk}")),
    ]


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_searching_by_an_alias(active, client_of):
    client = client_of(active.office)
    assert "海利农药化工有限公司" in client.get("/pairing/?q=海利化工").content.decode()
    assert "没有符合条件" in client.get("/pairing/?q=不存在").content.decode()


def test_proposing_by_names(proposed, client_of, make_organisation, at):
    make_organisation("鑫玉花纺织厂", aliases=("鑫玉花",))
    client = client_of(proposed.office)
    form = {
        "year": "2008",
        "starts_on": "2008-04-01",
        "link_point": "鑫玉花",
        "lead_agency": "市政协办",
        "members": ["市安监局", "", "市水利"],
        "link_leader": "某领导",
        "work_plan": "全年计划",
    }
    with at("2008-04-01"):
        answer = client.post("/pairing/propose/", form).content.decode()
        assert "没有名为“市水利”的单位。是不是：市水利局？" in answer
        assert 'value="鑫玉花"' in answer
        assert "全年计划" in answer
        assert PairingGroup.objects.count() == 1
        unknown = client.post("/pairing/propose/", form | {"link_point": "无此厂"}).content.decode()
        assert "没有找到“无此厂”" in unknown
        answer = client.post("/pairing/propose/", form | {"members": ["市安监局"]})
    group = PairingGroup.objects.get(link_point__name="鑫玉花纺织厂")
    assert answer.headers["Location"] == f"/pairing/{group.pk}/"
    assert group.members.count() == 2
    assert client.get("/pairing/names/?link_point=鑫玉").content.decode().strip() == (
        '<option value="鑫玉花纺织厂"></option>'
    )


def test_only_those_above_both_sides_approve(proposed, client_of, person):
    url = f"/pairing/{proposed.group.pk}/approve/"
    assert client_of(proposed.liaison).post(url).status_code == 403
    assert client_of(person("leader", proposed.lead)).post(url).status_code == 404
    assert client_of(person("leader", proposed.haili)).post(url).status_code == 404
    proposed.group.refresh_from_db()
    assert proposed.group.state == "proposed"
    assert client_of(proposed.leader).post(url).status_code == 302
    proposed.group.refresh_from_db()
    assert proposed.group.state == "active"


def test_recording_a_meeting_keeps_what_was_typed(active, client_of, at):
    client, url = client_of(active.liaison), f"/pairing/{active.group.pk}/meetings/record/"
    form = {
        "held_on": "2008-06-17",
        "place": "市安监局",
        "topics": "分工",
        "tasks-TOTAL_FORMS": "3",
        "tasks-INITIAL_FORMS": "0",
        "tasks-0-agency": str(active.lead.pk),
        "tasks-0-content": "协调解决问题",
        "tasks-0-due_on": "2008-06-01",
    }
    with at("2008-06-17"):
        answer = client.post(url, form).content.decode()
        assert "第1项任务：完成期限不能早于交办日期2008-06-17" in answer
        assert "协调解决问题" in answer
        assert LiaisonMeeting.objects.count() == 0
        more = client.post(url, form | {"add_row": "1"}).content.decode()
        assert 'name="tasks-3-content"' in more
        assert "协调解决问题" in more
        good = form | {"tasks-0-due_on": "2008-08-31"}
        assert client.post(url, good).status_code == 302
    assert AssistanceTask.objects.get().content == "协调解决问题"
    assert client_of(active.member_liaison).get(url).status_code == 404


def test_the_way_of_a_task_on_its_page(active, task, client_of, at):
    url = f"/pairing/tasks/{task.pk}/"
    own, other = client_of(active.member_liaison), client_of(active.liaison)
    assert client_of(active.outsider).get(url).status_code == 404
    assert other.post(f"{url}accept/").status_code == 404
    with at("2008-07-01"):
        assert own.post(f"{url}accept/").status_code == 302
        kept = own.post(f"{url}complete/", {"done_on": "2008-07-09", "note": "已整改"})
        assert "不能晚于今天" in kept.content.decode()
        assert "已整改" in kept.content.decode()
        assert (
            own.post(f"{url}complete/", {"done_on": "2008-07-01", "note": "已整改"}).status_code
            == 302
        )
    assert own.post(f"{url}verify/").status_code == 403
    assert client_of(active.office).post(f"{url}verify/").status_code == 302
    task.refresh_from_db()
    assert task.state == "verified"


def test_what_waits(proposed, client_of, at):
    with at("2008-03-04"):
        waits = waiting_for(proposed.leader)
        assert [one.title for one in waits] == ["批准结对：市政协办 → 海利农药化工有限公司"]
        assert waiting_for(proposed.liaison) == []
    group = services.approve_group(by=proposed.leader, group=proposed.group)
    with at("2008-06-17"):
        services.assign_task(
            by=proposed.liaison,
            group=group,
            agency=proposed.lead,
            content="送信息",
            due_on=date(2008, 8, 31),
        )
    with at("2008-09-01"):
        [one] = [one for one in waiting_for(proposed.liaison) if one.group == "帮扶任务"]
        assert (one.title, one.urgency) == ("送信息", Urgency.OVERDUE)
        assert "送信息" not in [one.title for one in waiting_for(proposed.member_liaison)]


def test_facts_count_within_the_area_and_the_period(active, task, root):
    year = Period(starts_on=date(2008, 1, 1), ends_on=date(2008, 6, 25))
    before = Period(starts_on=date(2007, 1, 1), ends_on=date(2008, 3, 2))

    def value(code, area=root, period=year):
        return compute(fact_of(f"pairing.{code}"), area, period).value

    assert value("groups_active") == 1
    assert value("agencies_linked") == 2
    assert value("tasks_assigned") == 1
    assert value("tasks_done") == 0
    assert value("meetings_held") == 0
    assert value("groups_active", period=before) == 0
    assert value("groups_active", area=active.haili) == 1
    assert value("groups_active", area=active.lead) == 0
