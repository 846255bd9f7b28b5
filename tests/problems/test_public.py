"""The doors without an account: forged, spent and expired links, floods, traps, large posts."""

import re
from uuid import uuid4

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assistance.pairing import services as pairing
from assistance.pairing.queries import token_of
from assistance.problems import services, tokens
from assistance.problems.models import Answer, EnterpriseProblem, Knock
from ground.audit.models import Entry
from ground.places.models import LocalRule
from tests.files.samples import picture

State = EnterpriseProblem.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def anyone():
    return Client(enforce_csrf_checks=True)


def posted(client: Client, url: str, said: dict, **more):
    """Post as a browser does: the page first, its token with what was typed."""
    page = client.get(url)
    token = re.search(rb'csrfmiddlewaretoken" value="([^"]+)"', page.content)
    said = {"csrfmiddlewaretoken": token.group(1).decode() if token else "", **said}
    return client.post(url, said, **more)


def telling(**changed) -> dict:
    return {
        "key": str(uuid4()),
        "category": "land",
        "description": "用地手续办不下来",
        "contact_name": "伍建国",
        "contact_mobile": "13807360009",
        "homepage": "",
        **changed,
    }


def card_url(card) -> str:
    return reverse("problems:card", args=[token_of(card)])


def test_the_cards_page_says_who_answers_and_when(card, anyone, at):
    with at("2008-06-02"):
        page = anyone.get(card_url(card))
    text = page.content.decode()
    assert page.status_code == 200
    for words in (
        "杰新纺织公司",
        "桃源县“双联”办",
        "6月5日前登记",
        "安民",
        "县政府办",
        "0736-6600000",
    ):
        assert words in text
    assert "13807360001" not in text
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_an_enterprise_tells_its_problem_and_follows_it(card, world, anyone, at):
    with at("2008-06-02"):
        sent = posted(
            anyone,
            card_url(card),
            telling(photos=SimpleUploadedFile("厂区.jpg", picture(), "image/jpeg")),
        )
        assert sent.status_code == 302
        followed = anyone.get(sent["Location"]).content.decode()
    problem = EnterpriseProblem.objects.get()
    assert (problem.way, problem.raised_by, problem.link_point) == ("card", None, world.haili)
    assert problem.contact_mobile == "13807360009"
    assert problem.photos.get().file.is_image
    assert "已收到" in followed
    assert "收件" in followed
    assert "2008年6月5日前" in followed
    assert "13807360009" not in followed + sent["Location"]
    assert "伍建国" not in followed


def test_sent_twice_it_is_one_problem(card, anyone, at):
    said = telling()
    with at("2008-06-02"):
        first = posted(anyone, card_url(card), said)
        second = posted(anyone, card_url(card), said)
    assert first["Location"] == second["Location"]
    assert EnterpriseProblem.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"homepage": "http://spam"}, "请把这一栏清空"),
        ({"description": " "}, "请填写"),
        ({"description": "号码11010519491231002X"}, "请勿填写身份证号"),
        ({"contact_mobile": "12345"}, "应为11位手机号"),
        ({"category": "weather"}, "weather"),
        ({"description": "长" * 2001}, "2000"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(card, anyone, at, changed, words):
    with at("2008-06-02"):
        page = posted(anyone, card_url(card), telling(**changed))
    assert page.status_code == 200
    text = page.content.decode()
    assert words in text
    assert "伍建国" in text
    assert EnterpriseProblem.objects.count() == 0


def test_only_pictures_and_only_three(card, anyone, at):
    pdf = SimpleUploadedFile("合同.pdf", b"%PDF-1.4 x", "application/pdf")
    many = [SimpleUploadedFile(f"{n}.jpg", picture(), "image/jpeg") for n in range(4)]
    with at("2008-06-02"):
        for photos, words in [([pdf], "只能上传照片"), (many, "照片最多3张")]:
            page = posted(anyone, card_url(card), telling(photos=photos))
            assert words in page.content.decode()
    assert EnterpriseProblem.objects.count() == 0


def test_without_the_csrf_token_nothing_is_taken(card, anyone, at):
    with at("2008-06-02"):
        assert anyone.post(card_url(card), telling()).status_code == 403
    assert EnterpriseProblem.objects.count() == 0


def test_a_post_beyond_measure_is_refused_before_it_is_read(card, anyone):
    answer = anyone.generic(
        "POST",
        card_url(card),
        b"x",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(26 * 1024 * 1024),
    )
    assert answer.status_code == 413
    assert anyone.put(card_url(card)).status_code == 405


def test_a_card_brings_so_many_a_day_and_no_more(card, anyone, at):
    with at("2008-06-02"):
        for _ in range(5):
            assert posted(anyone, card_url(card), telling()).status_code == 302
        page = posted(anyone, card_url(card), telling())
        assert "今天已反映5件" in page.content.decode()
    with at("2008-06-03"):
        assert posted(anyone, card_url(card), telling()).status_code == 302
    assert EnterpriseProblem.objects.count() == 6


def test_one_address_knocks_so_often_an_hour(card, anyone, at):
    LocalRule.objects.filter(code="problems.address_per_hour").update(value=2)
    with at("2008-06-02"):
        for _ in range(2):
            assert posted(anyone, card_url(card), telling()).status_code == 302
        page = posted(anyone, card_url(card), telling())
        assert "过于频繁" in page.content.decode()
        other = posted(anyone, card_url(card), telling(), REMOTE_ADDR="10.0.0.9")
        assert other.status_code == 302
    LocalRule.objects.filter(code="problems.address_per_hour").update(value=20)
    assert EnterpriseProblem.objects.count() == 3
    assert "127.0.0.1" not in str(list(Knock.objects.values_list("address", flat=True)))


def test_knocks_are_forgotten_after_two_days(at, drain):
    from ground.events.services import begin_day

    with at("2008-06-02"):
        services.knock(door="confirm", address="10.0.0.9")
    with at("2008-06-05"):
        services.knock(door="confirm", address="10.0.0.9")
        from datetime import date

        begin_day(date(2008, 6, 5))
        drain()
    assert Knock.objects.count() == 1


def test_every_link_that_does_not_open_gets_the_same_answer(
    world, card, answered, told, anyone, at
):
    with at("2008-06-23"):
        first = services.send_link(by=world.clerk, problem=answered)
        old = tokens.confirm_url(first)
        answer = services.send_link(by=world.clerk, problem=answered)
        good = tokens.confirm_url(answer)
        other_door = reverse("problems:confirm", args=[token_of(card)])
        stolen = reverse("problems:confirm", args=[tokens.follow_url(answered).rsplit("/", 2)[-2]])
        unknown = reverse(
            "problems:confirm",
            args=[signing.Signer(salt=tokens.CONFIRM).sign_object([answer.pk + 99, 1])],
        )
        shut = [
            old,
            good[:-2] + "x/",
            other_door,
            stolen,
            unknown,
            reverse("problems:confirm", args=["x" * 500]),
            reverse("problems:confirm", args=["%00"]),
            reverse("problems:follow", args=["1"]),
            reverse("problems:card", args=["1:2:3"]),
        ]
        answers = [anyone.get(url) for url in shut]
        assert {one.status_code for one in answers} == {404}
        assert len({one.content for one in answers}) == 1
        assert {one["Cache-Control"] for one in answers} == {"no-store"}
        assert anyone.get(good).status_code == 200
        services.revoke_link(by=world.clerk, problem=answered)
        assert anyone.get(good).content == answers[0].content
    with at("2008-06-24"):
        renewed = tokens.confirm_url(services.send_link(by=world.clerk, problem=answered))
    with at("2008-07-09"):
        assert anyone.get(renewed).content == answers[0].content


def test_a_withdrawn_card_opens_nothing(world, card, anyone, at):
    with at("2008-06-02"):
        url = card_url(card)
        pairing.withdraw_card(by=world.clerk, card=card, reason="遗失")
        assert anyone.get(url).status_code == 404
        assert anyone.post(url, telling()).status_code in {403, 404}
    assert EnterpriseProblem.objects.count() == 0


def test_the_enterprise_answers_once(world, answered, anyone, at):
    with at("2008-06-23"):
        url = tokens.confirm_url(services.send_link(by=world.clerk, problem=answered))
        text = anyone.get(url).content.decode()
        assert "用地手续已办结" in text
        assert "厂区扩建的用地手续办不下来" in text
        asked = posted(anyone, url, {"opinion": "dissatisfied", "words": "", "told_by": ""})
        assert "请写明哪里没有解决" in asked.content.decode()
        assert posted(anyone, url, {"opinion": "satisfied", "words": "谢谢"}).status_code == 302
        assert "已收到您的意见" in anyone.get(url).content.decode()
        again = anyone.post(url, {"opinion": "dissatisfied", "words": "改主意了"})
        assert again.status_code in {200, 403}
    assert Answer.objects.get().opinion == "satisfied"
    assert EnterpriseProblem.objects.get(pk=answered.pk).state == State.CONFIRMED
    told = Entry.objects.get(action="problems.told_by_enterprise")
    assert told.actor_id is None


def test_no_personal_data_stands_in_an_address(world, answered, at):
    with at("2008-06-23"):
        urls = [
            tokens.confirm_url(services.send_link(by=world.clerk, problem=answered)),
            tokens.follow_url(answered),
        ]
    for url in urls:
        assert re.fullmatch(r"/problems/(confirm|follow)/[\w.:-]+/", url)


def test_what_the_enterprise_follows_opens_step_by_step(world, dispatched, work, anyone, at):
    url = tokens.follow_url(dispatched)

    def text() -> str:
        return anyone.get(url).content.decode()

    with at("2008-06-05"):
        assert "县国土局" in text()
        assert "2008年7月3日" in text()
    work(dispatched, note="用地手续已办结")
    with at("2008-06-23"):
        assert "用地手续已办结" not in text()  # the office has not let it out yet
        services.send_link(by=world.clerk, problem=dispatched)
        assert "用地手续已办结" in text()
        assert "对办理结果表示意见" in text()


def test_a_refused_problem_says_why(world, told, anyone, at):
    problem = told()
    with at("2008-06-03"):
        services.refuse_problem(by=world.clerk, problem=problem, reason="已进入诉讼程序")
        text = anyone.get(tokens.follow_url(problem)).content.decode()
    assert "已进入诉讼程序" in text
    assert "不予受理" in text


def test_behind_a_proxy_the_address_is_the_one_it_added(settings, rf):
    from ground.web.doors import address_of

    request = rf.get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.1.1", REMOTE_ADDR="127.0.0.1")
    settings.SECURE_PROXY_SSL_HEADER = None
    assert address_of(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert address_of(request) == "10.1.1.1"
