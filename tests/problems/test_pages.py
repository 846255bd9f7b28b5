"""The pages and the API: who sees what, in lists, counts, exports and drop-downs alike."""

import io
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.problems import services
from assistance.problems.models import EnterpriseProblem
from ground.briefs.typesetting import page_images, text_of
from ground.files import services as files
from ground.places.models import Division
from tests.files.samples import picture

State = EnterpriseProblem.State
pytestmark = pytest.mark.django_db


def url(name: str, problem=None) -> str:
    return reverse(f"problems:{name}", args=[problem.pk] if problem else [])


def raising(**changed) -> dict:
    return {
        "key": str(uuid4()),
        "link_point": "杰新纺织公司",
        "category": "land",
        "description": "用地手续办不下来",
        "urgency": "urgent",
        "raised_on": "2008-06-02",
        "contact_name": "伍建国",
        "contact_mobile": "13807360009",
        **changed,
    }


def test_a_liaison_collects_and_the_office_carries_it_through(world, client_of, at, work):
    liaison, office, second = map(client_of, (world.liaison, world.clerk, world.second))
    with at("2008-06-02"):
        photo = {"photos-files": SimpleUploadedFile("门口.jpg", picture(), "image/jpeg")}
        sent = liaison.post(url("raise"), raising(**photo))
        problem = EnterpriseProblem.objects.get()
        assert sent["Location"] == url("problem", problem)
        kept = problem.photos.get()
        for name in ("photo", "photo_thumbnail"):
            shown = liaison.get(reverse(f"problems:{name}", args=[problem.pk, kept.pk]))
            assert shown["Content-Type"] == "image/jpeg"
        page = office.get(url("problem", problem)).content.decode()
        assert "登记编号" in page
        assert "13807360009" not in page
        revealed = office.post(url("reveal", problem), {"reason": "约时间"})
        assert revealed.content.decode() == "13807360009"
        assert office.post(url("reveal", problem), {"reason": ""}).status_code == 422
        office.post(url("register", problem), {"category": "land", "urgency": "normal"})
        page = office.get(url("problem", problem)).content.decode()
        assert "问〔2008〕1号" in page
        assert "县政府办" in page  # suggested: the lead
        wrong = office.post(
            url("dispatch", problem),
            {"agency": "县国土", "due_on": "2008-06-30", "co_agencies": ""},
        )
        assert "是不是：县国土局" in wrong.content.decode()
        office.post(
            url("dispatch", problem),
            {"agency": "县国土局", "due_on": "2008-06-30", "co_agencies": "县财政局、县政府办"},
        )
    problem.refresh_from_db()
    assert problem.state == State.DISPATCHED
    assert sorted(one.agency.name for one in problem.task.shares.all()) == ["县政府办", "县财政局"]
    paper = office.get(url("dispatch_paper", problem)).content.decode()
    assert "企业困难问题交办单" in paper
    assert "2008年6月30日" in paper
    work(problem)
    with at("2008-06-23"):
        assert office.get(url("asking_paper", problem)).status_code == 404
        office.post(url("send_link", problem))
        paper = office.get(url("asking_paper", problem)).content.decode()
        assert 'class="problem-qr"' in paper
        assert "/problems/confirm/" in office.get(url("problem", problem)).content.decode()
        office.post(url("revoke_link", problem))
        assert office.get(url("asking_paper", problem)).status_code == 404
        told = {
            "opinion": "satisfied",
            "told_by": "伍经理",
            "told_on": "2008-06-23",
            "words": "谢谢",
        }
        empty = office.post(url("record_confirmation", problem), told | {"told_by": ""})
        assert "请填写" in empty.content.decode()
        office.post(url("record_confirmation", problem), told)
        refused = office.post(url("close", problem), {"remark": ""})
        assert "登记企业电话确认的人不能销号" in refused.content.decode()
        second.post(url("close", problem), {"remark": "已回访"})
        page = office.get(url("problem", problem)).content.decode()
    assert "销号单" in page
    paper = office.get(url("closing_paper", problem)).content.decode()
    assert "满意：谢谢" in paper
    assert "电话确认" in paper


def test_refusing_and_taking_back_by_buttons(world, client_of, told, dispatched, at):
    office = client_of(world.clerk)
    other = told()
    with at("2008-06-05"):
        office.post(url("refuse", other), {"reason": "重复"})
        office.post(url("take_back", dispatched), {"reason": ""})
        dispatched.refresh_from_db()
        assert dispatched.state == State.DISPATCHED
        office.post(url("take_back", dispatched), {"reason": "改派"})
        office.post(url("refuse", dispatched), {"reason": "已另案办理"})
    other.refresh_from_db()
    dispatched.refresh_from_db()
    assert (other.state, dispatched.state) == (State.REFUSED, State.REFUSED)
    assert office.get(url("dispatch_paper", dispatched)).status_code == 404


def test_what_the_same_enterprise_told_before_is_shown_when_registering(world, client_of, told, at):
    told(description="一季度反映的用电问题", category="other")
    problem = told()
    with at("2008-06-03"):
        page = client_of(world.clerk).get(url("problem", problem)).content.decode()
    assert "同一企业的其他问题" in page
    assert "一季度反映的用电问题" in page


@pytest.fixture
def scattered(world, told, dispatched):
    """One problem here, given to the bureau; one in the other county; each county a division."""
    here = Division.objects.create(
        code="430725", name="桃源县", level="county", valid_from=date(2000, 1, 1)
    )
    there = Division.objects.create(
        code="430724", name="临澧县", level="county", valid_from=date(2000, 1, 1)
    )
    type(world.haili).objects.filter(pk=world.haili.pk).update(division=here)
    type(world.haili).objects.filter(pk=world.elsewhere.pk).update(division=there)
    other = told(link_point=world.elsewhere, description="邻县的秘密", category="tax")
    return dispatched, other


def test_nobody_sees_another_county_in_list_count_export_or_drop_down(
    world, client_of, scattered, at
):
    other = scattered[1]
    secrets = ("合口花炮厂", "邻县的秘密", "临澧县")
    office = client_of(world.clerk)
    with at("2008-06-05"):
        for page in (url("list"), url("board"), reverse("web:workbench")):
            body = office.get(page).content.decode()
            assert [one for one in secrets if one in body] == [], page
        listed = office.get(url("list"))
        assert listed.context["page"].paginator.count == 1
        assert office.get(url("board")).context["total"] == 1
        sheet = office.get(f"{url('list')}?export=xlsx")
        rows = list(
            openpyxl.load_workbook(io.BytesIO(sheet.getvalue())).active.iter_rows(values_only=True)
        )
        assert rows[0] == (
            "编号",
            "企业",
            "问题",
            "类别",
            "紧急程度",
            "反映日期",
            "承办单位",
            "协办单位",
            "期限",
            "灯",
            "办理情况",
            "办理结果",
            "企业意见",
            "销号日期",
        )
        assert [row[1] for row in rows[1:]] == ["杰新纺织公司"]
        found = office.get(f"{url('names')}?q=厂").content.decode()
        assert "合口" not in found
        for name in ("problem", "dispatch_paper", "closing_paper", "asking_paper"):
            assert office.get(url(name, other)).status_code == 404
        for name in ("register", "refuse", "dispatch", "close", "record_confirmation", "reveal"):
            assert office.post(url(name, other), {}).status_code == 404
    assert other.state == State.COLLECTED


def test_the_agency_that_handles_it_sees_it_and_no_other(world, client_of, scattered, person, at):
    mine, other = scattered
    with at("2008-06-05"):
        for user in (world.handler, person("liaison", world.helper)):
            client = client_of(user)
            assert client.get(url("problem", mine)).status_code == 200
            assert client.get(url("list")).context["page"].paginator.count == 1
            assert client.get(url("problem", other)).status_code == 404
            assert client.post(url("close", mine), {}).status_code == 403
    seen = EnterpriseProblem.objects.visible_to(world.stranger, "problems.see_problems")
    assert list(seen) == [other]


@pytest.mark.parametrize("name", ["list", "board"])
def test_pages_ask_as_often_for_three_as_for_one(world, client_of, told, at, name):
    def given_out():
        problem = told()
        with at("2008-06-03"):
            problem = services.register_problem(
                by=world.clerk, problem=problem, category="land", urgency="normal"
            )
            services.dispatch_problem(
                by=world.clerk, problem=problem, agency=world.bureau, co_agencies=[world.helper]
            )

    client = client_of(world.clerk)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            given_out()
        with (
            at("2008-06-05"),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            assert client.get(url(name)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("state=standing", 2),
        ("state=overdue", 1),
        ("state=for_leader", 0),
        ("state=collected", 1),
        ("category=tax", 1),
        ("way=card", 0),
        ("q=县国土局", 1),
        ("raised_from=2008-06-03", 0),
        ("sort=-light", 2),
        ("sort=due_on", 2),
        ("state=nonsense", 2),
    ],
)
def test_the_list_narrows(client_of, person, root, scattered, at, query, number):
    with at("2008-06-06"):
        page = client_of(person("office", root)).get(f"{url('list')}?{query}")
    assert page.context["page"].paginator.count == number


def test_the_workbench_of_office_and_leader(world, client_of, told, answered, at):
    told()
    EnterpriseProblem.objects.filter(pk=answered.pk).update(for_leader_on=date(2008, 6, 20))
    with at("2008-06-23"):
        office = client_of(world.clerk).get(reverse("web:workbench")).content.decode()
        leader = client_of(world.leader).get(reverse("web:workbench")).content.decode()
        liaison = client_of(world.liaison).get(reverse("web:workbench")).content.decode()
        assert "登记：杰新纺织公司（土地）" in office
        assert "请企业确认：杰新纺织公司" in office
        assert "企业两次不满意" in leader
        assert "登记：杰新" not in leader + liaison
        services.send_link(by=world.clerk, problem=answered)
        office = client_of(world.clerk).get(reverse("web:workbench")).content.decode()
        assert "请企业确认：杰新纺织公司" not in office  # the enterprise's turn


def test_papers_are_typeset_and_say_the_same(world, client_of, answered, at):
    office = client_of(world.clerk)
    with at("2008-06-23"):
        office.post(url("send_link", answered))
        for name, words in [
            (
                "dispatch_paper",
                ("企业困难问题交办单", "问〔2008〕1号", "县国土局", "用地手续已办结"),
            ),
            ("asking_paper", ("办理结果确认单", "2008年7月7日前有效")),
        ]:
            sheet = office.get(f"{url(name, answered)}?as=pdf")
            assert sheet["Content-Type"] == "application/pdf"
            assert "no-store" in sheet["Cache-Control"]
            text = "".join("".join(text_of(sheet.content)).split())
            assert [one for one in words if one not in text] == []
            assert len(page_images(sheet.content, 200)) == 1


def test_a_photograph_is_shown_to_who_sees_the_problem_alone(world, client_of, told, at):
    kept = files.keep(by=world.clerk, content=picture(), name="厂区.jpg")
    problem = told(photos=[kept])
    args = [problem.pk, problem.photos.get().pk]
    for name in ("photo", "photo_thumbnail"):
        address = reverse(f"problems:{name}", args=args)
        assert client_of(world.clerk).get(address).status_code == 200
        assert client_of(world.stranger).get(address).status_code == 404
    other = reverse("problems:photo", args=[told().pk, args[1]])
    assert client_of(world.clerk).get(other).status_code == 404
