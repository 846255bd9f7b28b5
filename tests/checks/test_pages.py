import json

import pytest
from django.urls import reverse

from assistance.checks import queries, services
from assistance.checks.models import CheckBatch
from assistance.households.models import Consent
from ground.kernel import clock
from ground.privacy.gate import texts_of_file
from ground.privacy.models import Release

from .conftest import CENTRE, asked, gate_of

pytestmark = pytest.mark.django_db
HELD = 10


@pytest.fixture(autouse=True)
def today(at):
    with at("2008-06-02"):
        yield


def test_chosen_by_filter_counted_and_made_as_it_was_shown(family, office, client_of):
    ready, lacking = family(), family()
    Consent.objects.filter(member__file=lacking, member__relation="spouse").update(
        withdrawn_on="2008-06-02", withdrawn_why="不同意"
    )
    client = client_of(office.keeper)
    url = reverse("checks:build")
    page = client.get(url, {"recipient": CENTRE})
    text = page.content.decode()
    assert "可以编入 1 户 2 人" in text
    assert "还不能核对 1 户" in text
    assert "李*英（配偶）缺核对授权" in text
    assert "李秀英" not in text
    mark = page.context["mark"]
    family()  # another one came to the gate in between
    changed = client.post(url, {"recipient": CENTRE, "mark": mark}).content.decode()
    assert "有了变化" in changed
    assert "可以编入 2 户 4 人" in changed
    assert CheckBatch.objects.count() == 0
    again = client.get(url, {"recipient": CENTRE}).context["mark"]
    done = client.post(url, {"recipient": CENTRE, "mark": again})
    batch = CheckBatch.objects.get()
    assert done["Location"] == reverse("checks:batch", args=[batch.pk])
    assert {one.file_id for one in batch.requests.all()} >= {ready.pk}
    assert lacking.pk not in {one.file_id for one in batch.requests.all()}


def test_the_list_leaves_logged_marked_and_only_with_the_right(
    family, made, office, client_of, person
):
    batch = made(family(), sent=False)
    url = reverse("checks:send", args=[batch.pk])
    assert client_of(office.auditor).post(url, {"reason": "看看"}).status_code == 403
    assert client_of(office.elsewhere).post(url, {"reason": "看看"}).status_code == 404
    answer = client_of(office.keeper).post(url, {"reason": "送县核对中心核对"})
    content = answer.getvalue()
    release = Release.objects.get()
    assert (release.personal, release.rows, release.reason) == (True, 2, "送县核对中心核对")
    sheet = " ".join(text for _, text in texts_of_file(content, "xlsx"))
    assert release.shown_code in sheet
    assert "张建国" in sheet
    assert CheckBatch.objects.get().state == "sent"
    again = client_of(office.keeper).post(url, {"reason": "对方没有收到"})
    assert len(again.getvalue()) > 0
    assert CheckBatch.objects.get().sendings.count() == 2


def test_the_authorisations_are_listed_masked(family, made, office, client_of):
    batch = made(family(), sent=False)
    answer = client_of(office.keeper).get(reverse("checks:authorisations", args=[batch.pk]))
    text = "".join(text for _, text in texts_of_file(answer.content, "pdf"))
    assert "核对授权书清单" in text
    assert "张*国" in text
    assert "张建国" not in text


def test_out_of_scope_there_is_nothing(family, made, answer, office, client_of):
    file = family()
    batch = made(file)
    said = answer(file, 0)
    client = client_of(office.elsewhere)
    pages = [
        ("batch", batch.pk),
        ("authorisations", batch.pk),
        ("file", file.pk),
        ("panel", file.pk),
    ]
    for name, pk in pages:
        assert client.get(reverse(f"checks:{name}", args=[pk])).status_code == 404, name
    person = asked(file).people.get(relation="spouse")
    posts = [
        ("settle", batch.pk),
        ("answer", person.pk),
        ("reveal", said.pk),
        ("explain", asked(file).pk),
        ("withdraw", asked(file).pk),
    ]
    for name, pk in posts:
        assert client.post(reverse(f"checks:{name}", args=[pk])).status_code == 404, name
    assert client.get(f"/api/v1/checks/{batch.pk}").status_code == 404


def test_an_answer_by_hand_keeps_what_was_typed_when_it_is_refused(family, made, office, client_of):
    file = family()
    made(file)
    holder, wife = asked(file).people.order_by("pk")
    client = client_of(office.keeper)
    url = reverse("checks:answer", args=[holder.pk])
    typed = {f"p{holder.pk}-words": "名下有车", f"p{holder.pk}-vehicle": "1"}
    page = client.post(url, {**typed, f"p{holder.pk}-answered_on": "2008-06-03"})
    assert "应在2008-06-02" in page.content.decode() or "日期不在范围内" in page.content.decode()
    assert "名下有车</textarea>" in page.content.decode()
    assert gate_of(file) == "check open"
    client.post(url, {**typed, f"p{holder.pk}-answered_on": "2008-06-02"})
    assert gate_of(file) == "check troubled"
    page = client.get(reverse("checks:file", args=[file.pk])).content.decode()
    assert "机动车1" in page
    assert "名下有车" not in page
    assert "张建国" not in page
    client.post(reverse("checks:answer", args=[wife.pk]), {f"p{wife.pk}-answered_on": "2008-06-02"})
    client.post(reverse("checks:explain", args=[asked(file).pk]), {"opinion": "代步车，价值低"})
    assert gate_of(file) == "notice waiting"


def test_the_files_page_leads_to_the_check_and_offers_no_second_way(
    family, made, answer, office, client_of
):
    file = family()
    client = client_of(office.keeper)
    page = client.get(reverse("households:file", args=[file.pk])).content.decode()
    assert reverse("checks:file", args=[file.pk]) in page
    assert reverse("checks:panel", args=[file.pk]) in page
    for step in ("check", "report_hit", "send_check", "investigate"):
        assert f"/steps/{step}/" not in page
    made(file)
    answer(file, 0, {"vehicle": 1})
    shown = client.get(reverse("checks:panel", args=[file.pk])).content.decode()
    assert "不一致" in shown
    assert client.post(f"/households/{file.pk}/steps/check/", {"opinion": "x"}).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_for_many(
    number, family, made, office, client_of, django_assert_num_queries
):
    made(*[family() for _ in range(number)])
    for _ in range(number - 1):
        made(family())
    client = client_of(office.keeper)
    client.get(reverse("checks:list"))
    with django_assert_num_queries(HELD):
        assert client.get(reverse("checks:list")).status_code == 200
    batch = CheckBatch.objects.order_by("pk").first()
    with django_assert_num_queries(HELD + 3):
        assert client.get(reverse("checks:batch", args=[batch.pk])).status_code == 200


@pytest.mark.parametrize("number", [2, 12])
def test_choosing_and_handing_out_cost_the_same_for_many(
    number, family, made, office, django_assert_num_queries
):
    files = [family() for _ in range(number)]
    with django_assert_num_queries(2):
        assert len(queries.askable(files, clock.today())) == number
    batch = made(*files, sent=False)
    with django_assert_num_queries(1):
        people = queries.people_to_send(batch)
        assert len({one.member.id_no for one in people}) == 2 * number


def test_the_api_makes_answers_and_settles(family, office, client_of):
    file = family()
    client = client_of(office.keeper)

    def post(path, **body):
        return client.post(f"/api/v1/checks{path}", body, content_type="application/json")

    unknown = post("", file_ids=[file.pk, 10**9], recipient=CENTRE)
    assert (unknown.status_code, unknown.json()["code"]) == (422, "file_unknown")
    made = post("", file_ids=[file.pk], recipient=CENTRE)
    assert made.status_code == 201, made.content
    batch = CheckBatch.objects.get()
    services.send_batch(by=office.keeper, batch=batch)
    [request] = client.get(f"/api/v1/checks/{batch.pk}/requests").json()
    assert [one["name"] for one in request["people"]] == ["张*国", "李*英"]
    for one in request["people"]:
        path = f"/people/{one['id']}/answer"
        assert post(path, answered_on="2008-06-02").status_code == 201
    assert client.get(f"/api/v1/checks/{batch.pk}").json()["state"] == "closed"
    assert post(f"/{batch.pk}/settle").json() == {"moved": 0, "refused": []}
    assert "张建国" not in json.dumps(request, ensure_ascii=False)


def test_the_workbench_tells_what_waits(family, made, answer, office, client_of, at):
    file = family()
    client = client_of(office.keeper)
    assert "待编入核对名单" in client.get("/").content.decode()
    made(file, sent=False)
    assert "核对名单待发出" in client.get("/").content.decode()
    services.send_batch(by=office.keeper, batch=CheckBatch.objects.get())
    with at("2008-07-10"):
        assert "核对逾期未答复" in client.get("/").content.decode()
    answer(file, 0, {"vehicle": 1})
    assert "核对有发现，待核实说明" in client.get("/").content.decode()


def test_a_family_leaves_a_list_that_was_not_sent_and_not_one_that_was(
    family, made, office, client_of
):
    one, two = family(), family()
    batch = made(one, two, sent=False)
    client = client_of(office.keeper)
    url = reverse("checks:withdraw", args=[asked(one).pk])
    client.post(url, {"reason": ""})
    assert asked(one).state == "waiting"
    client.post(url, {"reason": "家庭外出，暂缓核对"})
    assert (asked(one).state, asked(one).withdrawn_why) == ("withdrawn", "家庭外出，暂缓核对")
    assert gate_of(one) == "check waiting"
    services.send_batch(by=office.keeper, batch=batch)
    url = reverse("checks:withdraw", args=[asked(two).pk])
    client.post(url, {"reason": "不想等了"})
    assert (asked(two).state, gate_of(two)) == ("waiting", "check open")


def test_a_batch_is_acted_upon_from_its_page(family, made, office, client_of):
    file = family()
    batch = made(file)
    client = client_of(office.keeper)
    url = reverse("checks:settle", args=[batch.pk])
    assert "还在等答复" in client.post(url, follow=True).content.decode()
    assert gate_of(file) == "check open"
