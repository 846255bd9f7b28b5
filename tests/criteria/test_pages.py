"""The office's pages and the API: read by all, written in one's own area, the same queries for more rows."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.criteria import services
from assistance.criteria.models import Criterion, RuleSet


def drafted(world, division, name="困难职工建档标准", by=None):
    return services.draft_ruleset(
        by=by or world.editor,
        name=name,
        division=division,
        valid_from=date(2008, 1, 1),
        source="常工发〔2008〕1号",
        copied_from=RuleSet.objects.get(is_seed=True),
    )


def test_from_draft_to_publication_by_pages(world, client_of, at):
    with at("2008-06-26"):
        editor, publisher = client_of(world.editor), client_of(world.publisher)
        seed = RuleSet.objects.get(is_seed=True)
        form = editor.get(f"/criteria/draft/?from={seed.pk}").content.decode()
        assert "困难职工建档标准（全国通行）" in form
        answer = editor.post(
            "/criteria/draft/",
            {
                "name": "常德市困难职工建档标准",
                "division": world.city.pk,
                "copied_from": seed.pk,
                "valid_from": "2008-07-01",
                "source": "常工发〔2008〕1号",
            },
        )
        ruleset = RuleSet.objects.get(is_seed=False)
        assert answer.url == f"/criteria/{ruleset.pk}/"
        deep = ruleset.criteria.get(code="deep_income")
        typed = {"label": "深度困难", "code": "deep_income", "source": "常工发〔2008〕1号"}
        wrong = editor.post(
            f"/criteria/rows/{deep.pk}/edit/",
            {**typed, "category": "deep", "measure": "net", "divisor": "all", "upper": "0"},
        )
        assert "应大于0" in wrong.content.decode()
        right = {"category": "deep", "measure": "net", "divisor": "together", "upper": "1.2"}
        editor.post(f"/criteria/rows/{deep.pk}/edit/", {**typed, **right, "inclusive": "on"})
        deep.refresh_from_db()
        assert deep.parameters == {
            "measure": "net",
            "divisor": "together",
            "upper": "1.2",
            "inclusive": True,
        }
        again = editor.get(f"/criteria/rows/{deep.pk}/edit/").content.decode()
        assert 'value="1.2"' in again
        compared = editor.get(f"/criteria/{ruleset.pk}/compare/").content.decode()
        assert "13条中1条不同" in compared
        own = editor.get(f"/criteria/{ruleset.pk}/").content.decode()
        assert "请另一位发布" in own
        assert f"/criteria/{ruleset.pk}/publish/" not in own
        assert "核对并发布建档标准：常德市困难职工建档标准" in publisher.get("/").content.decode()
        publisher.post(f"/criteria/{ruleset.pk}/publish/")
        ruleset.refresh_from_db()
        assert (ruleset.state, ruleset.version) == ("published", 1)
        page = publisher.get(f"/criteria/{ruleset.pk}/").content.decode()
        assert "÷ 共同生活的家庭成员人数 ÷ 12 个月 ≤ 低保标准 × 1.2：深度困难" in page
        assert "已发布，未到生效日" in page
        refused = editor.post(
            f"/criteria/rows/{deep.pk}/edit/", {**typed, **right, "upper": "3"}, follow=True
        )
        assert "已发布的标准不能修改，请另拟新版本" in refused.content.decode()


@pytest.mark.parametrize("kind", ["income_test", "cost_share_test", "exclusion", "borderline"])
def test_every_kind_has_its_form(world, client_of, kind):
    ruleset = drafted(world, world.city)
    inputs = {
        "income_test": {"category": "relative", "measure": "gross", "divisor": "all", "upper": "3"},
        "cost_share_test": {"category": "accidental", "percent": "50", "events": ["disaster"]},
        "exclusion": {"ground": "dwellings", "dwellings": "2", "area": "40"},
        "borderline": {"category": "deep", "percent": "20"},
    }[kind]
    client = client_of(world.editor)
    assert client.get(f"/criteria/{ruleset.pk}/add/{kind}/").status_code == 200
    head = {"label": "新的一条", "code": "new_one", "source": "文件"}
    answer = client.post(f"/criteria/{ruleset.pk}/add/{kind}/", {**head, **inputs})
    assert answer.status_code == 302, answer.content.decode()
    row = ruleset.criteria.get(code="new_one")
    assert row.kind == kind
    assert row.position == 13
    assert client.get(f"/criteria/rows/{row.pk}/edit/").status_code == 200
    client.post(f"/criteria/rows/{row.pk}/drop/")
    assert not ruleset.criteria.filter(code="new_one").exists()


def test_a_kind_that_does_not_exist_is_not_found(world, client_of):
    ruleset = drafted(world, world.city)
    assert client_of(world.editor).get(f"/criteria/{ruleset.pk}/add/python/").status_code == 404


def test_a_foreign_draft_is_not_there(world, client_of):
    ruleset = drafted(world, world.city)
    row = ruleset.criteria.first()
    county = client_of(world.county_editor)
    for path in (
        f"/criteria/{ruleset.pk}/",
        f"/criteria/{ruleset.pk}/edit/",
        f"/criteria/{ruleset.pk}/compare/",
        f"/criteria/rows/{row.pk}/edit/",
        f"/criteria/{ruleset.pk}/withdraw/",
    ):
        assert county.get(path).status_code == 404, path
    for path in (f"/criteria/{ruleset.pk}/publish/", f"/criteria/{ruleset.pk}/drop/"):
        assert county.post(path).status_code == 404, path
    seed = RuleSet.objects.get(is_seed=True)
    assert county.get(f"/criteria/{seed.pk}/compare/?with={ruleset.pk}").status_code == 404
    assert county.get(f"/criteria/{seed.pk}/compare/?with=%00x").status_code == 404
    choices = county.get("/criteria/draft/").content.decode()
    assert "桃源县" in choices
    assert "临澧县" not in choices


def test_only_those_who_may_write_find_the_buttons(world, client_of):
    seed = RuleSet.objects.get(is_seed=True)
    page = client_of(world.liaison).get(f"/criteria/{seed.pk}/").content.decode()
    assert "以此另拟一份" not in page
    assert client_of(world.liaison).get("/criteria/draft/").status_code == 403
    assert client_of(world.admin).get("/criteria/").status_code == 403


def test_withdrawal_and_dropping(world, client_of, at):
    with at("2008-06-26"):
        ruleset, other = drafted(world, world.city), drafted(world, world.city)
        publisher = client_of(world.publisher)
        publisher.post(f"/criteria/{ruleset.pk}/publish/")
        empty = publisher.post(f"/criteria/{ruleset.pk}/withdraw/", {"on": "2008-07-01"})
        assert empty.status_code == 200
        publisher.post(f"/criteria/{ruleset.pk}/withdraw/", {"on": "2008-07-01", "reason": "统一"})
        ruleset.refresh_from_db()
        assert (ruleset.state, ruleset.withdrawal_reason) == ("withdrawn", "统一")
        client_of(world.editor).post(f"/criteria/{other.pk}/drop/")
        assert not RuleSet.objects.filter(pk=other.pk).exists()


def test_the_list_asks_the_same_with_more_rows(world, client_of):
    client = client_of(world.editor)
    client.get("/criteria/")

    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/criteria/?force=now").status_code == 200
        return len(seen)

    one = asked()
    for number in range(3):
        ruleset = drafted(world, world.county, f"标准{number}")
        services.publish_ruleset(by=world.publisher, ruleset=ruleset)
    assert asked() == one


def test_the_sheet_asks_the_same_with_more_rows(world, client_of):
    ruleset = drafted(world, world.city)
    client = client_of(world.editor)
    client.get(f"/criteria/{ruleset.pk}/")

    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/criteria/{ruleset.pk}/").status_code == 200
        return len(seen)

    many = asked()
    Criterion.objects.filter(ruleset=ruleset).exclude(code="deep_income").delete()
    assert asked() == many


def post(client, path, body):
    return client.post(path, json.dumps(body), content_type="application/json")


def test_the_api_reads_sets_and_judges_without_keeping(world, client_of, at):
    with at("2008-06-26"):
        client = client_of(world.liaison)
        seed = RuleSet.objects.get(is_seed=True)
        listed = client.get("/api/v1/criteria/rulesets").json()
        assert [one["id"] for one in listed["results"]] == [seed.pk]
        page = client.get(f"/api/v1/criteria/rulesets/{seed.pk}").json()
        assert page["criteria"][0]["words"].endswith("≤ 低保标准：深度困难")
        path = f"/api/v1/criteria/rulesets/in-force?division_id={world.county.pk}"
        assert client.get(path).json()["id"] == seed.pk
        facts = {"yearly_income": "36000.00", "rigid_expenses": "12000.00", "members": 4}
        body = {"facts": facts, "division_id": world.county.pk}
        answer = post(client, "/api/v1/criteria/judge", body).json()
        assert (answer["outcome"], answer["ruleset_id"]) == ("deep", seed.pk)
        assert answer["sentences"][0]["text"] == (
            "（36,000.00 － 12,000.00）÷ 4 人 ÷ 12 个月 ＝ 500.00 元 ≤ 低保标准 500.00 元，"
            "符合“深度困难收入标准”"
        )
        draft = drafted(world, world.city)
        own = {"facts": facts, "ruleset_id": draft.pk}
        assert post(client, "/api/v1/criteria/judge", own).status_code == 404
        assert post(client, "/api/v1/criteria/judge", {"facts": {"members": -1}}).status_code == 422
        nowhere = {"facts": facts, "division_id": 10**9}
        assert post(client, "/api/v1/criteria/judge", nowhere).status_code == 404
        before = {"facts": facts, "on": "1999-12-31"}
        refused = post(client, "/api/v1/criteria/judge", before)
        assert (refused.status_code, refused.json()["code"]) == (422, "no_ruleset")
        assert post(client_of(world.admin), "/api/v1/criteria/judge", body).status_code == 403


def test_what_the_api_takes_is_what_the_engine_knows():
    from dataclasses import fields

    from assistance.criteria import rules
    from assistance.criteria.schemas import FactsIn

    assert set(FactsIn.model_fields) == {field.name for field in fields(rules.Facts)}
    assert set(rules.LABELS) == set(FactsIn.model_fields)
    for name, choices in (("event", rules.EVENTS), ("vehicle", rules.VEHICLES)):
        schema = FactsIn.model_json_schema()["properties"][name]["anyOf"][0]["enum"]
        assert schema == list(choices)
    assert FactsIn(yearly_income="0.10").yearly_income == Decimal("0.10")
