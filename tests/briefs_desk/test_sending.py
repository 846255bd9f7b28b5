"""The form of a contribution: filled from a Word file, sent twice, sent again after it came back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ground.audit.models import Entry
from ground.briefs import services
from ground.briefs.models import Contribution
from ground.kernel.errors import RuleBroken
from tests.briefs_desk import samples

API = "/api/v1/briefs"
SEND, READ = "/briefs/contributions/new/", "/briefs/contributions/read-word/"
LONG = (
    "五月十四日，市政协领导带领机关干部走访联系企业，实地察看生产车间，了解企业运行中的困难。"
    "在职工宿舍，大家逐户询问生活情况，把带去的米面油送到家中，并当场记下需要协调解决的三件事。"
    "随后召开座谈会，企业负责人介绍订单、用工和贷款情况，双方商定由机关牵头联系银行和学校，月底前答复。"
    "六月初，市政协又组织医务人员到厂义诊，为一百二十名职工检查身体，建立健康卡片，受到普遍欢迎。"
)
BODY = [{"kind": "paragraph", "text": LONG}]


@pytest.fixture
def liaison(person, unit):
    return person("liaison", unit)


@pytest.fixture
def desk(client_of, liaison):
    return client_of(liaison)


def word(content: bytes | None = None, name: str = "稿.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.article() if content is None else content)


def test_a_word_file_fills_the_form_and_nothing_is_kept(desk, unit):
    typed = {
        "organisation": unit.pk,
        "title": "旧题",
        "contributor": "我的落款",
        "blocks": "旧正文。",
    }
    page = desk.post(READ, {**typed, "file": word()}).content.decode()
    assert 'value="机关干部进车间"' in page
    assert 'value="市政协“双联”办"' in page
    assert "一、走访企业\n（一）送政策\n" in page
    assert "原来填写的正文已由文件替换" in page
    assert '<pre class="brief-replaced">旧正文。</pre>' in page
    assert "现在还没有保存" in page
    assert f'method="post" action="{SEND}"' in page  # 报送 sends; it does not read once more
    assert not Contribution.objects.exists()
    assert not Entry.objects.filter(action__startswith="briefs.").exists()


def test_what_the_file_does_not_tell_stays_as_it_was_typed(desk, unit):
    plain = samples.written(lambda made: made.add_paragraph("只有一句正文，没有题目。"))
    typed = {"organisation": unit.pk, "title": "我的题目", "byline": "张三", "contributor": "落款"}
    page = desk.post(READ, {**typed, "file": word(plain)}).content.decode()
    for kept in ('value="我的题目"', 'value="张三"', 'value="落款"'):
        assert kept in page
    assert "只有一句正文，没有题目。</textarea>" in page
    assert "原来填写的正文" not in page


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "请先选择 Word 文件"),
        (word(samples.OLE, "稿.doc"), "旧版 Word 的 .doc"),
        (word(samples.bomb()), "展开后过大"),
        (word(b""), "文件是空的"),
        (word(samples.packed({}, samples.MACROS)), "宏"),
    ],
)
def test_a_refused_file_says_why_and_keeps_what_was_typed(desk, unit, file, said):
    typed = {"organisation": unit.pk, "title": "题<b>", "blocks": "正文一句。\x00"}
    answer = desk.post(READ, typed | ({"file": file} if file else {}))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert 'value="题&lt;b&gt;"' in page
    assert "正文一句。" in page


def test_the_address_that_reads_takes_only_what_is_sent_to_it(desk, unit):
    assert desk.get(READ).headers["Location"] == SEND
    strange = {"organisation": "²", "mends": "9" * 40, "file": word()}
    assert desk.post(READ, strange).status_code == 200


def test_the_api_reads_a_word_file_too(desk):
    answer = desk.post(f"{API}/contributions/read-word", {"file": word()})
    found = answer.json()
    assert answer.status_code == 200
    assert (found["title"], found["left_out"], found["blocks"][0]["kind"]) == (
        "机关干部进车间", [], "paragraph",
    )  # fmt: skip
    refused = desk.post(f"{API}/contributions/read-word", {"file": word(samples.OLE)})
    assert (refused.status_code, refused.json()["code"]) == (422, "word_not_docx")
    assert not Contribution.objects.exists()


# --- the same again ---


def test_the_same_text_again_is_asked_about(desk, unit, liaison):
    services.send_contribution(by=liaison, organisation=unit, title="走访企业", blocks=BODY)
    typed = {"organisation": unit.pk, "title": "换个题目", "blocks": "开头添一句话。\n" + LONG}
    page = desk.post(SEND, typed).content.decode()
    assert "本单位报送过差不多的稿件：与《走访企业》" in page
    assert 'name="again"' in page
    assert Contribution.objects.count() == 1
    assert desk.post(SEND, typed | {"again": "on"}).status_code == 302
    assert Contribution.objects.count() == 2
    body = {"organisation_id": unit.pk, "title": "再来", "blocks": BODY}
    answer = desk.post(f"{API}/contributions", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "contribution_again")


def test_the_text_of_another_unit_is_never_told_to_the_sender(
    desk, unit, person, make_organisation
):
    other = make_organisation("别的单位", "agency")
    services.send_contribution(
        by=person("liaison", other), organisation=other, title="别人的稿件", blocks=BODY
    )
    assert 'name="again"' not in desk.get(SEND).content.decode()
    answer = desk.post(
        SEND, {"organisation": unit.pk, "title": "我们的", "blocks": LONG}, follow=True
    )
    assert Contribution.objects.count() == 2
    assert ("别人的稿件" in answer.content.decode(), "重合" in answer.content.decode()) == (
        False,
        False,
    )


# --- after it came back ---


@pytest.fixture
def returned(liaison, unit, editor):
    sent = services.send_contribution(
        by=liaison, organisation=unit, title="走访企业", subtitle="纪实", blocks=BODY
    )
    return services.return_contribution(by=editor, contribution=sent, reason="请补充数据")


def test_a_returned_one_opens_again_and_goes_on(desk, client_of, editor, unit, returned):
    page = desk.get(f"/briefs/contributions/{returned.pk}/").content.decode()
    assert f'href="{SEND}?again={returned.pk}"' in page
    assert "修改后重报" in page
    form = desk.get(f"{SEND}?again={returned.pk}").content.decode()
    assert "请补充数据" in form
    assert 'value="走访企业"' in form
    assert LONG in form
    assert f'name="mends" value="{returned.pk}"' in form
    typed = {"organisation": unit.pk, "title": "走访企业", "blocks": LONG, "mends": returned.pk}
    assert desk.post(SEND, typed).status_code == 302
    mended = Contribution.objects.get(mends=returned)
    shown = client_of(editor).get(f"/briefs/contributions/{mended.pk}/").content.decode()
    assert "上次退稿原因：请补充数据" in shown
    assert "重合" not in shown
    old = desk.get(f"/briefs/contributions/{returned.pk}/").content.decode()
    assert f'href="/briefs/contributions/{mended.pk}/"' in old
    assert f'href="{SEND}?again={returned.pk}"' not in old


@pytest.mark.parametrize("asked", ["", "x", "²", "9" * 30, "0"])
def test_an_address_that_names_nothing_opens_an_empty_form(desk, asked, returned):
    page = desk.get(f"{SEND}?again={asked}").content.decode()
    assert "请补充数据" not in page


def test_only_what_came_back_is_mended_once_and_by_its_unit(
    returned, liaison, unit, make_organisation, person
):
    other = make_organisation("别的单位", "agency")

    def send(**changes):
        given = {
            "by": liaison,
            "organisation": unit,
            "title": "重报",
            "blocks": BODY,
            "mends": returned,
        }
        return services.send_contribution(**given | changes)

    with pytest.raises(RuleBroken) as broken:
        send(organisation=other)
    assert broken.value.code == "mends_other_unit"
    sent = send()
    with pytest.raises(RuleBroken) as broken:
        send(title="又重报")
    assert broken.value.code == "mends_twice"
    with pytest.raises(RuleBroken) as broken:
        send(title="未退", mends=sent)
    assert broken.value.code == "mends_not_returned"
    assert Contribution.objects.count() == 2


def test_somebody_elses_returned_one_does_not_open(client_of, person, make_organisation, returned):
    other = make_organisation("别的单位", "agency")
    client = client_of(person("liaison", other))
    assert "请补充数据" not in client.get(f"{SEND}?again={returned.pk}").content.decode()
    typed = {"organisation": other.pk, "title": "题", "blocks": "正文。", "mends": returned.pk}
    assert client.post(SEND, typed).status_code == 200
    body = {"organisation_id": other.pk, "title": "题", "blocks": BODY, "mends_id": returned.pk}
    answer = client.post(f"{API}/contributions", body, content_type="application/json")
    assert answer.status_code == 404
    assert Contribution.objects.count() == 1
