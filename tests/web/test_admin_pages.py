"""The administration: organisations, people, keys, rules, calendar, deliveries, trail."""

from datetime import date
from decimal import Decimal

import pytest

from ground.accounts.models import ApiKey, Organisation, User
from ground.audit.models import Entry
from ground.events import archiving
from ground.events.models import Delivery, RecordedEvent, Replay
from ground.kernel import clock
from ground.places.models import CalendarDay, LocalRule

PASSWORD = "双联demo-2008"
LISTS = ["organisations", "people", "api-keys", "rules", "calendar", "deliveries", "trail"]


@pytest.fixture
def administrator(person):
    return person("administrator")


@pytest.fixture
def client(administrator, client_of):
    return client_of(administrator)


@pytest.fixture
def stopped(db):
    def make(state: str) -> Delivery:
        event = RecordedEvent.objects.create(
            name="visits.visit_recorded", payload={"visit_id": 7}, occurred_at=clock.now()
        )
        return Delivery.objects.create(
            event=event,
            handler="x.y",
            queue="handlers",
            state=state,
            last_error="Error: 打印机没纸",
        )

    return make


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_and_goes_out_to_excel(client, name):
    assert client.get(f"/admin/{name}/").status_code == 200
    sheet = client.get(f"/admin/{name}/?export=xlsx")
    assert b"".join(sheet.streaming_content).startswith(b"PK")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["organisations/add", "people/add", "api-keys/issue", "rules/set", "calendar/set"]
)
def test_every_form_opens_and_refuses_nothing_at_all(client, path):
    assert client.get(f"/admin/{path}/").status_code == 200
    page = client.post(f"/admin/{path}/", {"sent": "1"}).content.decode()
    assert "没有保存" in page


@pytest.mark.django_db
def test_an_organisation_is_added_with_its_aliases(client, root):
    typed = {
        "parent": root.pk,
        "name": "市计划生育委员会",
        "short_name": "市计生委",
        "kind": "agency",
        "aliases": "计生局、 计生委\n人口委",
    }
    answer = client.post("/admin/organisations/add/", typed)
    added = Organisation.objects.get(name="市计划生育委员会")
    assert answer.headers["Location"] == f"/admin/organisations/{added.pk}/"
    assert {one.name for one in added.aliases.all()} == {"计生局", "计生委", "人口委"}
    page = client.get(f"/admin/organisations/{added.pk}/").content.decode()
    assert "新增组织" in page


@pytest.mark.django_db
def test_an_organisation_of_that_name_stays_the_only_one(client, root, make_organisation):
    make_organisation("金健米业")
    typed = {"parent": root.pk, "name": "金健米业", "kind": "enterprise", "aliases": ""}
    assert "已存在" in client.post("/admin/organisations/add/", typed).content.decode()
    assert Organisation.objects.filter(name="金健米业").count() == 1


@pytest.mark.django_db
def test_an_organisation_outside_of_the_scope_is_not_there(make_organisation, person, client_of):
    county = make_organisation("桃源县双联办", "link_office")
    other = make_organisation("汉寿县双联办", "link_office")
    client = client_of(person("administrator", county))
    assert client.get(f"/admin/organisations/{other.pk}/").status_code == 404
    assert "汉寿" not in client.get("/admin/organisations/").content.decode()
    typed = {"parent": other.pk, "name": "某厂", "kind": "enterprise", "aliases": ""}
    assert client.post("/admin/organisations/add/", typed).status_code == 200
    assert not Organisation.objects.filter(name="某厂").exists()


@pytest.mark.django_db
def test_a_person_is_added_with_a_role_and_given_another(client, root):
    typed = {
        "full_name": "李明",
        "username": "liming",
        "organisation": root.pk,
        "role": "office",
        "password": PASSWORD,
    }
    client.post("/admin/people/add/", typed)
    added = User.objects.get(username="liming")
    assert {one.value for one in added.roles} == {"office"}
    client.post(f"/admin/people/{added.pk}/", {"role": "leader", "organisation": root.pk})
    assert {one.value for one in User.objects.get(pk=added.pk).roles} == {"office", "leader"}


@pytest.mark.django_db
def test_a_weak_password_adds_nobody(client, root):
    typed = {
        "full_name": "李明",
        "username": "liming",
        "organisation": root.pk,
        "role": "office",
        "password": "12345678",
    }
    page = client.post("/admin/people/add/", typed).content.decode()
    assert "没有保存" in page
    assert not User.objects.filter(username="liming").exists()


@pytest.mark.django_db
def test_a_key_is_shown_once_and_revoked(client, administrator):
    typed = {
        "label": "县政务平台",
        "owner": administrator.pk,
        "permissions": ["accounts.see_organisations"],
        "expires_on": "2099-01-01",
    }
    issued = client.post("/admin/api-keys/issue/", typed)
    key = ApiKey.objects.get()
    assert issued.headers["Cache-Control"].startswith("max-age=0")
    assert "请现在复制" in issued.content.decode()
    assert key.prefix in client.get(f"/admin/api-keys/{key.pk}/").content.decode()
    client.post(f"/admin/api-keys/{key.pk}/revoke/")
    assert ApiKey.objects.get().revoked_at is not None


@pytest.mark.django_db
def test_a_rule_and_a_day_are_set_in_the_trail(client):
    rule = {
        "code": "visits.days_to_record",
        "value": "15",
        "valid_from": "2030-01-01",
        "source": "常双联〔2029〕3号",
    }
    client.post("/admin/rules/set/", rule)
    assert LocalRule.objects.get(valid_from=date(2030, 1, 1)).value == Decimal(15)
    client.post("/admin/calendar/set/", {"on": "2030-05-06", "is_workday": "0", "reason": "防汛"})
    assert not CalendarDay.objects.get().is_workday
    actions = set(Entry.objects.values_list("action", flat=True))
    assert {"local_rule.set", "calendar_day.set"} <= actions


@pytest.mark.django_db
def test_a_replay_shows_how_far_it_is_and_how_to_go_on(client, stopped):
    stopped("dead")
    replay = Replay.objects.create(
        handler="x.y", position=1_200, until_id=9_000, total=4_000, looked_at=1_000
    )
    shown = client.get("/admin/deliveries/").content.decode()
    assert "<b>1,000</b> / 4,000 个事件" in shown
    assert "manage.py replay x.y" not in shown
    Replay.objects.filter(pk=replay.pk).update(is_paused=True)
    assert "manage.py replay x.y" in client.get("/admin/deliveries/").content.decode()


@pytest.mark.django_db
def test_a_dead_delivery_is_tried_again(client, stopped):
    dead = stopped("dead")
    assert "打印机没纸" in client.get(f"/admin/deliveries/{dead.pk}/").content.decode()
    client.post(f"/admin/deliveries/{dead.pk}/try-again/")
    assert Delivery.objects.get(handler="x.y").state == "pending"
    assert Entry.objects.filter(action="delivery.tried_again").count() == 1


@pytest.mark.django_db
def test_an_unknown_outcome_is_settled_with_a_reason_only(client, stopped):
    unknown = stopped("unknown")
    client.post(f"/admin/deliveries/{unknown.pk}/settle/", {"reason": " "})
    assert Delivery.objects.get(handler="x.y").state == "unknown"
    client.post(f"/admin/deliveries/{unknown.pk}/settle/", {"reason": "银行回单已到"})
    assert Delivery.objects.get(handler="x.y").state == "done"
    assert Entry.objects.get(action="delivery.settled").details == {"reason": "银行回单已到"}


@pytest.mark.django_db
def test_a_reason_that_no_column_holds_is_no_crash(client, stopped):
    unknown = stopped("unknown")
    answer = client.post(f"/admin/deliveries/{unknown.pk}/settle/", {"reason": "a\x00b"})
    assert answer.status_code == 400
    assert Delivery.objects.get(handler="x.y").state == "unknown"


@pytest.mark.django_db
def test_a_dead_delivery_is_passed_over_for_a_reason(client, stopped):
    dead, unknown = stopped("dead"), stopped("unknown")
    client.post(f"/admin/deliveries/{dead.pk}/skip/", {"reason": " "})
    client.post(f"/admin/deliveries/{unknown.pk}/skip/", {"reason": "我看行"})
    dead.refresh_from_db()
    unknown.refresh_from_db()
    assert (dead.state, unknown.state) == ("dead", "unknown")
    client.post(f"/admin/deliveries/{dead.pk}/skip/", {"reason": "家庭已注销"})
    dead.refresh_from_db()
    assert dead.state == "skipped"
    assert Entry.objects.get(action="delivery.skipped").details == {"reason": "家庭已注销"}
    page = client.get(f"/admin/deliveries/{dead.pk}/").content.decode()
    assert "已跳过" in page
    assert "/skip/" not in page


@pytest.mark.django_db
def test_a_stopped_one_says_how_many_wait_for_it(client, stopped):
    dead = stopped("dead")
    Delivery.objects.filter(pk=dead.pk).update(aggregate="7")
    later = stopped("pending")
    Delivery.objects.filter(pk=later.pk).update(aggregate="7")
    assert "1 件（按顺序办理" in client.get(f"/admin/deliveries/{dead.pk}/").content.decode()


@pytest.mark.django_db
def test_an_event_is_found_by_its_number_with_what_became_of_it(client, stopped):
    dead = stopped("dead")
    led_to = RecordedEvent.objects.create(
        name="visits.task_given",
        payload={"task_id": 9},
        occurred_at=clock.now(),
        caused_by=dead.event,
    )
    Delivery.objects.create(
        event=dead.event, handler="y.z", queue="handlers", state="done", finished_at=clock.now()
    )
    archiving.put_away(archiving.Walk(), kept_days=0)
    shown = client.get(f"/admin/deliveries/event/?number={dead.event_id}").content.decode()
    assert f"/admin/deliveries/{dead.pk}/" in shown
    assert "y.z" in shown
    assert "已归档" in shown
    assert f"visits.task_given #{led_to.pk}" in shown
    back = client.get(f"/admin/deliveries/event/?number={led_to.pk}").content.decode()
    assert f"visits.visit_recorded #{dead.event_id}" in back


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "said"),
    [("999999999", "没有这个编号"), ("十", "整数"), ("9" * 30, "小于"), ("0", "大于")],
)
def test_a_number_that_no_event_has(client, number, said):
    assert said in client.get("/admin/deliveries/event/", {"number": number}).content.decode()


@pytest.mark.django_db
def test_a_dead_delivery_cannot_be_called_done(client, stopped):
    dead = stopped("dead")
    client.post(f"/admin/deliveries/{dead.pk}/settle/", {"reason": "我看行"})
    assert Delivery.objects.get(handler="x.y").state == "dead"
    assert not Entry.objects.filter(action="delivery.settled").exists()
