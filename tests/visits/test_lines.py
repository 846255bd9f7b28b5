"""What a visit brings: needs, promises, goods, photos, a signature; and what comes of each."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from assistance.aid.models import Payment
from assistance.pairing.models import AssistanceTask
from assistance.visits.models import Visit, VisitNeed, VisitPhoto
from assistance.visits.rules import GivenGoods, Promised, ToldNeed
from assistance.visits.services import record_visit
from ground.events.models import RecordedEvent
from ground.files import services as files
from ground.kernel.errors import RuleBroken
from tests.files import samples

RICE = GivenGoods("大米", "20", "袋", "1600")
OIL = GivenGoods("食用油", "1.5", "桶", "120.50")


@pytest.fixture
def photo(world):
    return files.keep(by=world.liaison, content=samples.picture(), name="厂区.jpg")


def test_each_need_is_told_with_its_index_and_nothing_personal(said, world, at):
    needs = [ToldNeed("funding", "流动资金缺口"), ToldNeed("labour", " 招工难 ")]
    with at("2008-05-14"):
        visit = record_visit(**said, needs=needs)
    assert list(visit.needs.values_list("index", "category", "description")) == [
        (0, "funding", "流动资金缺口"),
        (1, "labour", "招工难"),
    ]
    told = RecordedEvent.objects.filter(name="visits.need_told").order_by("pk")
    assert [one.payload for one in told] == [
        {
            "visit_id": visit.pk,
            "link_point_id": world.haili.pk,
            "category": category,
            "index": index,
            "told_on": "2008-05-14",
        }
        for index, category in enumerate(("funding", "labour"))
    ]


def test_a_promise_is_a_task_of_the_agency_that_made_it(said, world, at):
    with at("2008-05-14"):
        visit = record_visit(**said, promises=[Promised("联系银行上门", date(2008, 6, 1))])
    task = AssistanceTask.objects.get()
    assert (task.agency, task.group, task.content) == (world.agency, world.group, "联系银行上门")
    assert (task.due_on, task.assigned_by) == (date(2008, 6, 1), world.liaison)
    assert visit.promises.get().task == task


def test_a_promise_without_a_pairing_is_a_task_too(said, world, at):
    promises = [Promised("联系银行上门", date(2008, 6, 1))]
    with at("2008-05-14"):
        record_visit(**said | {"link_point": world.elsewhere}, promises=promises)
    task = AssistanceTask.objects.get()
    assert (task.group, task.link_point) == (None, world.elsewhere)


def test_a_promise_whose_day_has_passed_names_its_row(said, at):
    promises = [Promised("一", date(2008, 6, 1)), Promised("二", date(2008, 5, 1))]
    with at("2008-05-14"), pytest.raises(RuleBroken) as refused:
        record_visit(**said, promises=promises)
    assert list(refused.value.fields) == ["promises.1.due_on"]
    assert (Visit.objects.count(), AssistanceTask.objects.count()) == (0, 0)


def test_goods_become_aid_beside_the_cash(said, at, drain):
    with at("2008-05-14"):
        visit = record_visit(**said, condolence_cash="500", goods=[RICE, OIL])
        drain()
        drain()
    planned = Payment.objects.order_by("key")
    assert [(one.aid_type, one.amount, one.channel, one.reason) for one in planned] == [
        ("condolence", Decimal(500), "cash_signed", "5月14日走访慰问金"),
        (
            "goods",
            Decimal("1720.50"),
            "goods_signed",
            "5月14日走访慰问品：大米20袋、食用油1.5桶",
        ),
    ]
    assert {one.visit for one in planned} == {visit}


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"goods": [GivenGoods("", "1", "袋", "1")]}, "line_incomplete", "goods.0.name"),
        (
            {"goods": [RICE, GivenGoods("油", "0", "桶", "1")]},
            "line_incomplete",
            "goods.1.quantity",
        ),
        ({"goods": [GivenGoods("油", "多", "桶", "1")]}, "line_incomplete", "goods.0.quantity"),
        ({"goods": [GivenGoods("油", "1", "桶", "0")]}, "line_incomplete", "goods.0.value"),
        ({"needs": [ToldNeed("moon", "登月")]}, "line_incomplete", "needs.0.category"),
        ({"needs": [ToldNeed("tax", "")]}, "line_incomplete", "needs.0.description"),
        (
            {"needs": [ToldNeed("tax", "找11010519491231002X办")]},
            "id_number_in_text",
            "needs.0.description",
        ),
        ({"needs": [ToldNeed("tax", "退税")] * 21}, "too_many_lines", "needs"),
        ({"steps": ["dance"]}, "step_unknown", "steps"),
        ({"position": "here"}, "position_unreadable", "position"),
        ({"signer": "张三"}, "signature_missing", "signer"),
        ({"place": "厂" * 121}, "text_too_long", "place"),
    ],
)
def test_lines_that_are_refused(said, at, changed, code, field):
    with at("2008-05-14"), pytest.raises(RuleBroken) as refused:
        record_visit(**said | changed)
    assert (refused.value.code, list(refused.value.fields)) == (code, [field])
    assert (Visit.objects.count(), VisitNeed.objects.count()) == (0, 0)


def test_steps_signer_place_and_position_are_kept(said, photo, at):
    with at("2008-05-14"):
        visit = record_visit(
            **said | {"kind": "condolence"},
            steps=["asking", "call", "asking"],
            signer="张三",
            declared=True,
            place="气流纺车间",
            position="29.03750,111.69833",
        )
    visit.refresh_from_db()
    assert visit.steps == ["call", "asking"]
    assert (visit.signer, visit.signature, visit.place) == ("张三", None, "气流纺车间")
    assert visit.position == "29.03750,111.69833"


def test_a_signature_without_a_name_is_refused(said, photo, at):
    with at("2008-05-14"), pytest.raises(RuleBroken) as refused:
        record_visit(**said, signature=photo)
    assert refused.value.code == "signer_missing"


def test_photos_and_the_signature_are_for_those_who_see_the_visit(
    said, world, photo, at, client_of
):
    signed = files.keep(by=world.liaison, content=samples.picture("PNG"), name="签名.png")
    with at("2008-05-14"):
        visit = record_visit(**said, photos=[photo, photo], signer="张三", signature=signed)
    shown = VisitPhoto.objects.get()
    for url in (
        f"/visits/photos/{shown.pk}/",
        f"/visits/photos/{shown.pk}/?small",
        f"/visits/{visit.pk}/signature/",
    ):
        answer = client_of(world.liaison).get(url)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert client_of(world.outsider).get(url).status_code == 404
    page = client_of(world.liaison).get(f"/visits/{visit.pk}/").content.decode()
    assert f'src="/visits/photos/{shown.pk}/?small"' in page
    assert "张三的签名" in page


def test_a_document_is_no_photo_and_a_strangers_file_is_none(said, world, at, client_of):
    paper = files.keep(by=world.liaison, content=samples.PDF, name="a.pdf")
    with at("2008-05-14"):
        with pytest.raises(RuleBroken) as refused:
            record_visit(**said, photos=[paper])
        assert refused.value.code == "not_a_photo"
        body = {
            "key": str(UUID(int=9)),
            "kind": "routine",
            "agency_id": world.stranger.pk,
            "link_point_id": world.haili.pk,
            "visited_on": "2008-05-14",
            "visitors": "某",
            "situation": "某",
            "photos": [str(paper.pk)],
        }
        answer = client_of(world.outsider).post(
            "/api/v1/visits", body, content_type="application/json"
        )
    assert (answer.status_code, answer.json()["code"]) == (422, "file_unknown")
    assert Visit.objects.count() == 0
