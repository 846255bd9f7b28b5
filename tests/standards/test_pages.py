"""The pages and the API: what they show, whom they refuse, as many queries for three rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.standards.models import Standard
from ground.accounts.models import User

from .test_services import drafted, set_amount

pytestmark = pytest.mark.django_db


def test_a_standard_is_drafted_written_published_and_compared(world, client_of):
    editor, publisher = client_of(world.editor), client_of(world.publisher)
    seed = Standard.objects.get(is_seed=True)
    typed = {
        "name": "常德市救助标准",
        "division": world.city.pk,
        "copied_from": seed.pk,
        "valid_from": "2008-01-01",
        "source": "常工发〔2008〕2号",
    }
    editor.post(reverse("standards:draft"), typed)
    made = Standard.objects.get(is_seed=False)
    row = {
        "label": "生活救助",
        "code": "living_fixed",
        "source": "第三条",
        "aid_type": "living",
        "amount": "800",
    }
    url = reverse("standards:add_rule", args=[made.pk, "fixed"])
    editor.post(url, row)
    page = editor.get(reverse("standards:standard", args=[made.pk])).content.decode()
    assert "800.00 元" in page
    assert "请另一位发布" in page
    publisher.post(reverse("standards:publish", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == "published"
    seen = editor.get(reverse("standards:compare", args=[made.pk])).content.decode()
    assert "生活救助：800.00 元" in seen
    for kind in ("fixed", "months", "costs", "cap", "one_item", "once", "retest", "papers"):
        draft = drafted(world, by=world.editor, name=kind)
        assert editor.get(reverse("standards:add_rule", args=[draft.pk, kind])).status_code == 200


def test_drafts_of_others_are_unseen_and_the_walls_hold(world, client_of):
    draft = drafted(world, world.city)
    county, liaison = client_of(world.county_editor), client_of(world.liaison)
    url = reverse("standards:standard", args=[draft.pk])
    assert [one.get(url).status_code for one in (county, liaison)] == [404, 404]
    assert liaison.get(reverse("standards:draft")).status_code == 403
    assert client_of(world.admin).get(reverse("standards:list")).status_code == 403


def test_as_many_queries_for_three_as_for_one(world, client_of):
    client = client_of(world.editor)
    first = drafted(world)
    set_amount(world, first)
    urls = [reverse("standards:list"), reverse("standards:standard", args=[first.pk])]
    urls.append("/api/v1/standards/standards")

    def count(url):
        client.get(url)
        with CaptureQueriesContext(connection) as held:
            assert client.get(url).status_code == 200
        return len(held)

    before = [count(url) for url in urls]
    for at in range(2):
        drafted(world, name=f"又一份{at}")
        set_amount(
            world,
            first,
            code=f"more_{at}",
            scope={"aid_type": "medical", "tier": ("basic", "county")[at]},
        )
    assert [count(url) for url in urls] == before


def test_the_api_proposes_with_its_sentences(world, client_of):
    client = client_of(world.editor)
    asked = {
        "aid_type": "living",
        "division_id": world.county.pk,
        "source_kind": "central",
        "on": "2008-06-26",
    }
    answer = client.post("/api/v1/standards/propose", asked, content_type="application/json").json()
    assert (answer["amount"], answer["cap"], answer["unknown"]) == ("6000.00", "6000.00", [])
    assert "500.00 元 × 12 个月" in answer["sentences"][0]["text"]


def test_who_may_publish_finds_the_draft_on_the_workbench(world, client_of):
    draft = drafted(world)
    for who, shown in ((world.publisher, True), (world.editor, False)):
        user = User.objects.get(pk=who.pk)
        text = client_of(user).get("/").content.decode()
        assert (f"核对并发布救助标准：{draft.name}" in text) is shown
