"""The entrance, the frame and the workbench."""

import pytest
from django.test import Client

from ground.accounts.models import User
from ground.audit.models import Entry

PASSWORD = "双联demo-2008"


@pytest.mark.django_db
def test_an_empty_installation_leads_to_its_set_up():
    client = Client()
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"
    assert client.get("/sign-in/?next=/").headers["Location"] == "/setup/"
    assert "初始设置" in client.get("/setup/").content.decode()


@pytest.mark.django_db
def test_set_up_makes_an_administrator_who_is_signed_in():
    client = Client()
    typed = {
        "organisation_name": "桃源县双联办",
        "full_name": "周敏",
        "username": " ZhouMin ",
        "password": PASSWORD,
        "again": PASSWORD,
    }
    assert client.post("/setup/", typed).headers["Location"] == "/"
    page = client.get("/")
    assert page.status_code == 200
    assert "周敏" in page.content.decode()
    assert User.objects.get().username == "zhoumin"


@pytest.mark.django_db
def test_set_up_happens_once(person):
    person("liaison")
    client = Client()
    typed = {
        "organisation_name": "另一个",
        "full_name": "某",
        "username": "other",
        "password": PASSWORD,
        "again": PASSWORD,
    }
    assert client.get("/setup/").headers["Location"] == "/sign-in/"
    assert client.post("/setup/", typed).headers["Location"] == "/sign-in/"
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_set_up_says_what_is_wrong_and_writes_nothing():
    typed = {
        "organisation_name": "桃源县双联办",
        "full_name": "周敏",
        "username": "zhoumin",
        "password": "12345678",
        "again": "12345678",
    }
    page = Client().post("/setup/", typed).content.decode()
    assert "没有保存" in page
    assert 'aria-invalid="true"' in page
    assert not User.objects.exists()


@pytest.mark.django_db
def test_signing_in_leads_onward_and_is_in_the_trail(person):
    user = person("liaison")
    client = Client()
    answer = client.post(
        "/sign-in/", {"username": "USER1", "password": PASSWORD, "next": "/account/"}
    )
    assert answer.headers["Location"] == "/account/"
    assert Entry.objects.filter(action="user.signed_in", actor_id=user.pk).count() == 1


@pytest.mark.django_db
def test_signing_in_never_leads_away(person):
    person("liaison")
    typed = {"username": "user1", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert Client().post("/sign-in/", typed).headers["Location"] == "/"


@pytest.mark.django_db
def test_five_wrong_passwords_lock_the_account_for_a_while(person):
    person("liaison")
    client = Client()
    for _ in range(5):
        answer = client.post("/sign-in/", {"username": "user1", "password": "wrong"})
    assert answer.status_code == 429
    assert "暂停登录" in answer.content.decode()
    answer = client.post("/sign-in/", {"username": "user1", "password": PASSWORD})
    assert answer.status_code == 429
    assert client.get("/").status_code == 302


@pytest.mark.django_db
def test_signing_out_needs_a_post(person, client_of):
    client = client_of(person("liaison"))
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert client.get("/").status_code == 302


@pytest.mark.django_db
def test_one_changes_the_own_password_knowing_the_present_one(person, client_of):
    user = person("liaison")
    client = client_of(user)
    wrong = {"present": "不对", "new": "新的passphrase-9", "again": "新的passphrase-9"}
    assert "当前密码不正确" in client.post("/account/", wrong).content.decode()
    assert User.objects.get().check_password(PASSWORD)
    assert client.post("/account/", wrong | {"present": PASSWORD}).status_code == 302
    assert User.objects.get().check_password("新的passphrase-9")
    assert client.get("/").status_code == 200  # this session goes on


@pytest.mark.django_db
def test_a_password_that_is_too_short_is_refused_in_chinese(person, client_of):
    client = client_of(person("liaison"))
    short = {"present": PASSWORD, "new": "短", "again": "短"}
    page = client.post("/account/", short).content.decode()
    assert "密码太短，至少10位" in page
    assert "too short" not in page


@pytest.mark.django_db
def test_the_process_says_that_it_is_healthy():
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_the_content_security_policy_allows_nothing_inline(person, client_of):
    for page in (Client().get("/setup/"), client_of(person("liaison")).get("/")):
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


@pytest.mark.django_db
def test_a_person_without_the_permission_is_told_so_in_the_frame(person, client_of):
    page = client_of(person("liaison")).get("/admin/trail/")
    assert page.status_code == 403
    assert "没有“查看操作记录”的权限" in page.content.decode()


@pytest.mark.django_db
def test_an_administrator_who_is_alone_is_told_where_to_begin(person, client_of):
    admin = client_of(person("administrator"))
    page = admin.get("/").content.decode()
    assert "从这里开始" in page
    assert 'href="/admin/people/"' in page
    person("office")
    assert "从这里开始" not in admin.get("/").content.decode()


def test_an_address_that_takes_only_what_is_sent_says_so(person, client_of):
    """A page for every one of them; the API answers in its own words, and a door keeps its headers."""
    answer = client_of(person("liaison")).get("/sign-out/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "这个地址只接收页面上的按钮和表单" in answer.content.decode()
    asked = Client().get("/api/v1/aid/payments/1/void")
    assert asked.status_code == 405
    assert "html" not in asked.content.decode()
