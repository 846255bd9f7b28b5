"""A kind of campaign is made in the browser; what is refused stands at its input."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns import queries
from campaigns.kinds import Term
from campaigns.models import KindVersion
from tests.campaigns.steps import plan_of_kind

pytestmark = pytest.mark.django_db


def values_of(page):
    """What the form of a page would send, as a browser reads it."""
    html = page.content.decode()
    form = html[html.index('class="sl-form" method="post"') :]
    values = {}
    for tag in re.findall(r"<input[^>]*>", form):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        box = told.get("type") in {"checkbox", "radio"}
        if "name" in told and (not box or " checked" in tag):
            values.setdefault(told["name"], []).append(told.get("value", "on" if box else ""))
    for name, inside in re.findall(
        r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.findall(r'<option value="([^"]*)"[^>]*selected', inside)
        values[name] = chosen[:1] or re.findall(r'<option value="([^"]*)"', inside)[:1]
    for name, inside in re.findall(
        r'<textarea[^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL
    ):
        values[name] = [inside.strip()]
    return values


def test_an_office_makes_a_kind_in_the_browser(county, keeper, warmth, client_of, source, at):
    """Every part saved as it stands changes nothing; then each is written anew, published and used."""
    client = client_of(keeper)
    study = KindVersion.objects.get(kind__code="autumn_study")
    answer = client.post(
        reverse("campaigns:make_kind"),
        {
            "copied_from": study.pk,
            "label": "技能助学",
            "owner": county.office.pk,
            "change_note": "试办",
        },
    )
    made = KindVersion.objects.get(label="技能助学")
    assert answer.headers["Location"] == reverse("campaigns:kind", args=[made.pk])
    before = made.content
    parts = ("head", "days", "classes", "stages", "numbers", "questions", "materials", "duties")
    for part in parts:
        address = reverse("campaigns:change_kind", args=[made.pk, part])
        assert client.post(address, values_of(client.get(address))).status_code == 302, part
        made.refresh_from_db()
        assert made.content == before, part

    def write(part, **changes):
        address = reverse("campaigns:change_kind", args=[made.pk, part])
        answer = client.post(address, values_of(client.get(address)) | changes)
        assert answer.status_code == 302, answer.content.decode()

    write("days", starts_on="fixed", starts_on_month="6", starts_on_day="20")
    write(
        "questions",
        label_1="培训学校",
        label_7="工种",
        answer_7="choice",
        choices_7="焊工\n电工",
        place_7="0",
        label_8="入学日期",
        answer_8="date",
        needed_8="on",
    )
    write("questions", drop_2="on", excluded_3="军校")
    write(
        "numbers",
        standard_filed_senior="1800.50",
        on_per_year="on",
        value_per_year="4000",
        notice_days="3",
    )
    write("duties", label_5="帮助找工作", says_5="on")
    made = KindVersion.objects.get(pk=made.pk)
    typed = made.typed
    assert queries.proposed_windows(typed, 2008).starts_on == date(2008, 6, 20)
    assert [one.label for one in typed.questions] == [
        "培训学校",
        "就读方式",
        "学费（元/年）",
        "本年已获其他助学",
        "其他助学金额（元）",
        "工种",
        "入学日期",
    ]
    assert typed.questions[5].choices == (Term("o1", "焊工"), Term("o2", "电工"))
    assert [one.says for one in typed.exclusions] == ["就读军校，不属于资助范围"]
    assert typed.checklist[-1].says_what
    with at("2008-06-01"):
        shown = client_of(county.publisher).get(
            reverse("campaigns:kind", args=[made.pk]) + "?year=2008"
        )
        assert "2008年6月20日" in shown.content.decode()
        assert "申报内容、每个对象要做到" in shown.content.decode()
        client_of(county.publisher).post(reverse("campaigns:publish_kind", args=[made.pk]))
        campaign = plan_of_kind(county, source, made.kind.code, windows=None)
        assert campaign.notice_days == 3
        assert campaign.standards.get(stage="senior", person_class="filed").amount == Decimal(
            "1800.50"
        )
        assert campaign.rules.get(code="per_year").value == Decimal(4000)


@pytest.mark.parametrize(
    ("part", "changes", "said"),
    [
        ("head", {"label": "金秋助学"}, "已有同名的类型"),
        ("head", {"label": ""}, "请填写"),
        ("head", {"gives": ["moon"]}, "moon 不在"),
        ("days", {"ends_on": "new_year", "ends_on_days": "-30"}, "年："),
        (
            "days",
            {"apply_to": "fixed", "apply_to_month": "13", "apply_to_day": "1"},
            "请核对月和日",
        ),
        ("days", {"apply_to": "fixed"}, "固定日期要填写月和日"),
        ("classes", {"label_2": "在档困难职工"}, "与“在档困难职工”重复"),
        ("classes", {"label_1": ""}, "必填"),
        ("questions", {"label_2": "家庭需求"}, "与“家庭需求”重复"),
        ("questions", {"label_2": "住房", "answer_2": "choice"}, "至少两个选项，一行一个"),
        ("questions", {"label_2": "住房", "answer_2": "choice", "choices_2": "租\n租"}, "“租”重复"),
        ("questions", {"label_2": "住房", "excluded_2": "自有"}, "没有“自有”这个选项"),
        ("questions", {"choices_2": "租"}, "必填"),
        ("duties", {"label_6": "打一次电话"}, "与“打一次电话”重复"),
        ("numbers", {"standard_filed_": "0"}, "应大于0"),
        ("numbers", {"on_per_time": "on", "notice_days": "99"}, "0至60"),
        ("numbers", {"notice_days": "x"}, "输入整数"),
    ],
)
def test_what_is_refused_stands_at_its_input_and_nothing_is_lost(
    keeper, made, client_of, part, changes, said
):
    client, before = client_of(keeper), made.content
    address = reverse("campaigns:change_kind", args=[made.pk, part])
    kept = {"notice": "公示用语不丢"} if part == "head" else {}
    answer = client.post(address, values_of(client.get(address)) | changes | kept)
    page = answer.content.decode()
    assert answer.status_code == 200
    errors = re.findall(
        r'<p class="sl-field-error"[^>]*>(?:<svg.*?</svg>)?(.*?)</p>', page, re.DOTALL
    )
    assert any(said in one for one in errors), errors
    for typed in [*changes.values(), *kept.values()]:
        if isinstance(typed, str):
            assert typed in page
    made.refresh_from_db()
    assert (made.content, made.label) == (before, "困难职工互助")


def test_more_rows_are_shown_without_saving(keeper, made, client_of):
    client = client_of(keeper)
    address = reverse("campaigns:change_kind", args=[made.pk, "duties"])
    first = client.get(address)
    page = client.post(
        address, values_of(first) | {"more": "yes", "label_6": "送一本书"}
    ).content.decode()
    assert "送一本书" in page
    assert 'name="label_10"' in page
    assert len(KindVersion.objects.get(pk=made.pk).typed.checklist) == 5
