"""People found by what an office knows of them: in scope, masked, by POST, with nothing opened."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.households import queries, services
from assistance.households.models import HardshipFile, Member
from assistance.households.queries.searching import FOUND_AT_MOST
from ground.audit.sealing import Unreadable
from ground.kernel.errors import RuleBroken
from tests.households.conftest import filled, id_number, person_in

MOBILE = "13812345678"


@pytest.fixture
def family(office, opened):
    """张建国, his wife 单晓梅 and their child 阿依古丽·买买提, with telephone and numbers."""
    file = opened(id_no=id_number(7), mobile=MOBILE)
    members = [
        person_in("spouse", "單曉梅", id_number(8)),
        person_in("child", "阿依古丽·买买提", ""),
    ]
    return services.write_form(
        by=office.keeper, file=file, content=filled(members=members, mobile="")
    )


def by_name(user, asked):
    """Who was found, and by what."""
    return [
        (one.member.name, one.by)
        for _, people in queries.found(user, asked).files
        for one in people
    ]


@pytest.mark.parametrize(
    ("asked", "name", "by"),
    [
        ("张建国", "张建国", ("姓名",)),
        ("建国", "张建国", ("姓名",)),
        ("zjg", "张建国", ("拼音",)),
        ("zhangjianguo", "张建国", ("拼音",)),
        ("单晓梅", "單曉梅", ("姓名",)),
        ("shanxm", "單曉梅", ("拼音",)),
        ("买买提", "阿依古丽·买买提", ("姓名",)),
        ("ayglmmt", "阿依古丽·买买提", ("拼音",)),
        ("5678", "张建国", ("手机尾号",)),
        ("138-1234-5678", "张建国", ("手机号",)),
        (id_number(8), "單曉梅", ("身份证号",)),
        (id_number(8).lower(), "單曉梅", ("身份证号",)),
        ("张 5678", "张建国", ("姓名", "手机尾号")),
    ],
)
def test_each_way_finds_the_person_and_says_how(office, family, asked, name, by):
    assert by_name(office.auditor, asked) == [(name, by)]


def test_the_tail_of_an_id_number_finds(office, family):
    tail = id_number(8)[-4:]
    assert ("單曉梅", ("证件尾号",)) in by_name(office.auditor, tail)


def test_a_file_number_finds_the_whole_family(office, family):
    found = by_name(office.auditor, family.file_no.lower())
    assert sorted(name for name, _ in found) == sorted(["张建国", "單曉梅", "阿依古丽·买买提"])


@pytest.mark.parametrize("asked", ["张国", "zj", "jzg", "5679", "13812345679", id_number(9)])
def test_what_nobody_answers_to_finds_nobody(office, family, asked):
    if asked == "zj":
        assert by_name(office.auditor, asked) == [("张建国", ("拼音",))]
    else:
        assert by_name(office.auditor, asked) == []


@pytest.mark.parametrize("asked", ["张建国", "zjg", "5678", MOBILE, id_number(7)])
def test_nobody_is_found_outside_the_scope(office, family, asked):
    assert by_name(office.elsewhere, asked) == []


def test_tokens_follow_what_is_written(office, family):
    """A new telephone, a new name, a number that comes later: the old ones find nobody any more."""
    services.write_form(
        by=office.keeper,
        file=family,
        content=filled(members=[person_in("spouse", "李梅")], mobile="13900001111"),
    )
    assert by_name(office.auditor, "5678") == []
    assert by_name(office.auditor, "1111") == [("张建国", ("手机尾号",))]
    assert by_name(office.auditor, "单晓梅") == []
    assert by_name(office.auditor, "李梅") == [("李梅", ("姓名",))]
    assert by_name(office.auditor, id_number(8)) == []


def test_tokens_tell_no_digits(family):
    for member in Member.objects.all():
        text = " ".join(member.tokens)
        assert "5678" not in text
        assert MOBILE not in text
        assert id_number(7)[-4:] not in text


def test_a_search_is_one_query_and_opens_nothing(office, family, opened, settings):
    settings.FIELD_KEYS = "another"  # whoever opened a sealed value now would fail
    with pytest.raises(Unreadable):
        _ = Member.objects.get(name="张建国").id_no
    by_name(office.auditor, "张建国")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            by_name(office.auditor, "张建国")
        counts.append(len(asked))
        opened(), opened()
    assert counts == [1, 1]


def test_the_page_masks_and_says_how(office, family, client_of):
    text = client_of(office.auditor).post(reverse("households:find"), {"asked": "5678"})
    page = text.content.decode()
    assert "张*国（本人）" in page
    assert "手机尾号" in page
    assert "张建国" not in page
    assert id_number(7) not in page


def test_the_answer_holds_no_address_with_what_was_typed(office, family, client_of):
    answer = client_of(office.auditor).post(reverse("households:find"), {"asked": "张建国"})
    assert answer.status_code == 200
    assert "asked=" not in answer.content.decode().replace('name="asked"', "")


def test_many_are_cut_and_the_page_says_so(office, opened, client_of):
    for _ in range(FOUND_AT_MOST + 2):
        opened()
    found = queries.found(office.auditor, "张建国")
    assert (len(found.files), found.is_more) == (FOUND_AT_MOST, True)
    page = client_of(office.auditor).post(reverse("households:find"), {"asked": "zjg"})
    assert "还有更多，请再输入一些" in page.content.decode()


def test_a_refusal_stands_at_the_input(office, client_of, opened):
    opened()
    page = client_of(office.auditor).post(reverse("households:find"), {"asked": "张"})
    assert "只有一个字找到的人太多" in page.content.decode()
    with pytest.raises(RuleBroken) as broken:
        queries.found(office.auditor, "430701197001010011")
    assert list(broken.value.fields) == ["asked"]


@pytest.mark.parametrize("word", ["{file_no}", "{lower}", "{pk}", "{padded}"])
def test_the_list_is_searched_by_number(office, opened, client_of, word):
    first, second = opened(), opened()
    typed = word.format(
        file_no=first.file_no,
        lower=first.file_no.lower(),
        pk=first.pk,
        padded=first.file_no.partition("-")[2],
    )
    text = client_of(office.auditor).get(reverse("households:list"), {"q": typed}).content.decode()
    assert first.file_no in text
    assert second.file_no not in text


@pytest.mark.parametrize("word", ["张建国", "9" * 40, "²", "SL", "%"])
def test_the_list_finds_nothing_by_anything_else(office, opened, client_of, word):
    file = opened()
    page = client_of(office.auditor).get(reverse("households:list"), {"q": word})
    assert file.file_no not in page.content.decode()
    assert HardshipFile.objects.count() == 1


def test_a_file_of_an_old_ledger_is_found_by_its_old_number(office, opened, client_of):
    file, other = opened(), opened()
    HardshipFile.objects.filter(pk=file.pk).update(former_no="桃工A-017")
    HardshipFile.objects.filter(pk=other.pk).update(former_no="2007")
    assert by_name(office.keeper, "桃工a-017") == [("张建国", ("原档案号",))]
    assert by_name(office.keeper, " 2007 ") == [("张建国", ("原档案号",))]
    with pytest.raises(RuleBroken, match="后四位"):
        queries.found(office.keeper, "A-018")
    with pytest.raises(RuleBroken, match="后四位"):
        queries.found(office.elsewhere, "桃工A-017")
    keeper = client_of(office.keeper)
    assert "桃工A-017" in keeper.get(reverse("households:file", args=[file.pk])).text
    listed = keeper.get(reverse("households:list"), {"q": "桃工A-017"}).text
    assert file.file_no in listed
    assert other.file_no not in listed
    assert keeper.get(f"/api/v1/households/files/{file.pk}").json()["former_no"] == "桃工A-017"
