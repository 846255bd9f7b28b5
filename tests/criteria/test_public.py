"""我符合条件吗: for everybody, and nothing of it stays: no row, no trail, no session, no log."""

import logging

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

PLANTED = "36917.42"  # an income that stands nowhere else


@pytest.fixture(autouse=True)
def _fresh_counter():
    cache.clear()
    yield
    cache.clear()


def family(world, **changed):
    return {
        "place": str(world.county.pk),
        "members": "4",
        "yearly_income": PLANTED,
        "rigid_illness": "12917.42",
        "event": "none",
        "dwellings": "1",
        "vehicle": "none",
        "is_migrant": "no",
        **changed,
    }


def rows():
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models(True)
        if model._meta.managed
    }


def test_a_worker_learns_the_answer_its_reasons_papers_and_place(world, at):
    with at("2008-06-26"):
        answer = Client().post("/criteria/check/", family(world))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "测算结果：" in page
    assert "建议申请建档" in page
    assert (
        "（36,917.42 － 12,917.42）÷ 4 人 ÷ 12 个月 ＝ 500.00 元 ≤ 低保标准 500.00 元，符合“深度困难收入标准”"
        in page
    )
    assert "最后由当地工会的工作人员核对、公示、审批后决定" in page
    assert "二级以上医院的诊断证明" in page
    assert "桃源县由桃源县总工会受理和咨询" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"declared": ["controls_company"]}, "有不予建档的情形"),
        ({"yearly_income": "60917.42"}, "略高于标准"),
        ({"yearly_income": "90000"}, "暂不符合标准"),
        ({"place": "other"}, "资料还不够"),
        ({"place": "other", "dibao": "500"}, "建议申请建档"),
        (
            {"yearly_income": "90000", "event": "illness", "event_costs": "72000.01"},
            "符合“意外致困”的条件",
        ),
    ],
)
def test_every_outcome_has_its_words(world, at, changed, said):
    with at("2008-06-26"):
        assert said in Client().post("/criteria/check/", family(world, **changed)).content.decode()


def test_nothing_stays(world, at, caplog):
    client = Client()
    before = rows()
    with at("2008-06-26"), caplog.at_level(logging.DEBUG):
        opened = client.get("/criteria/check/")
        answer = client.post("/criteria/check/", family(world))
        broken = client.post("/criteria/check/", family(world, members="0"))
    assert rows() == before
    assert set(client.cookies) == {"csrftoken"}
    for one in (opened, answer, broken):
        assert one.headers["Cache-Control"] == "no-store"
        assert one.status_code == 200
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert PLANTED not in said
    assert "36,917.42" not in said


def test_what_is_typed_is_not_in_any_statement_to_the_database(world, at):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with at("2008-06-26"), CaptureQueriesContext(connection) as seen:
        Client().post("/criteria/check/", family(world))
    assert [one["sql"] for one in seen if PLANTED in one["sql"]] == []
    assert len(seen) <= 12


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"members": "0"}, "大于"),
        ({"members": "4", "living_together": "5"}, "不能多于家庭人数"),
        ({"yearly_income": ""}, "请填写"),
        ({"yearly_income": "三万"}, "数"),
        ({"yearly_income": "NaN"}, "数"),
        ({"yearly_income": "1e400"}, ""),
        ({"rigid_illness": "-1"}, "0"),
        ({"place": "\x00"}, "选"),
        ({"place": ""}, ""),
        ({"declared": ["' OR 1=1"]}, "选"),
        ({"event": "war"}, "选"),
    ],
)
def test_messy_input_is_told_and_nothing_is_computed(world, at, changed, said):
    with at("2008-06-26"):
        answer = Client().post("/criteria/check/", family(world, **changed))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "测算结果：" not in page
    assert said in page


def test_what_was_asked_in_the_address_is_not_read(world, at):
    with at("2008-06-26"):
        page = Client().get(f"/criteria/check/?yearly_income={PLANTED}").content.decode()
    assert PLANTED not in page


def test_it_needs_the_token_of_the_form(world):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/criteria/check/", family(world)).status_code == 403


def test_who_asks_too_often_waits(world, at):
    from decimal import Decimal

    from ground.kernel import clock
    from ground.places.services import set_local_rule

    set_local_rule(
        code="criteria.checks_per_hour",
        value=Decimal(2),
        valid_from=clock.today(),
        source="测试",
    )
    before = rows()
    answers = [Client().post("/criteria/check/", family(world)) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert "测算过于频繁" in answers[2].content.decode()
    assert rows() == before
    elsewhere = Client(REMOTE_ADDR="10.0.0.9").post("/criteria/check/", family(world))
    assert elsewhere.status_code == 200


def test_a_place_without_rules_gets_a_sentence(world, at):
    with at("1999-06-26"):
        page = Client().post("/criteria/check/", family(world, place="other"))
    assert page.status_code == 200
    assert "暂时不能测算" in page.content.decode()


def test_the_sign_in_page_leads_there(world):
    assert 'href="/criteria/check/"' in Client().get("/sign-in/").content.decode()
