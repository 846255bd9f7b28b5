"""An office makes a kind of campaign in the browser, another person publishes it, nothing that runs is altered."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from campaigns import services
from campaigns.kinds import Question
from campaigns.models import Campaign, Kind, KindVersion
from ground.accounts.roles import Role
from ground.audit.models import Entry
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken
from tests.campaigns.steps import plan_of_kind

pytestmark = pytest.mark.django_db


def refused(code, call, **arguments):
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        call(**arguments)
    assert broken.value.code == code
    return broken.value.fields


def test_made_published_used_and_withdrawn(county, keeper, made, source, at):
    with at("2008-01-10"):
        code = made.kind.code
        refused("campaign_kind_unknown", plan_of_kind, county=county, source=source, kind=code)
        for hand in (keeper,):
            refused("same_person", services.publish_kind, by=hand, version=made)
        first = services.publish_kind(by=county.publisher, version=made)
        assert (first.number, first.state, first.published_on) == (
            1,
            "published",
            date(2008, 1, 10),
        )
        campaign = plan_of_kind(county, source, code)
        assert (campaign.kind.label, campaign.kind_version) == ("困难职工互助", first)
        services.withdraw_kind(by=county.publisher, kind=first.kind, reason="并入送温暖")
        refused(
            "campaign_kind_unknown",
            plan_of_kind,
            county=county,
            source=source,
            kind=code,
            name="又一场",
        )
        running = services.publish_campaign(by=county.publisher, campaign=campaign)
        assert running.state == "collecting"
    trail = Entry.objects.filter(subject=f"campaigns.kindversion:{first.pk}").order_by("pk")
    assert list(trail.values_list("action", flat=True)) == [
        "campaign.kind_drafted",
        "campaign.kind_published",
        "campaign.kind_withdrawn",
    ]
    names = RecordedEvent.objects.filter(name__startswith="campaigns.kind_").order_by("pk")
    assert list(names.values_list("name", flat=True)) == [
        "campaigns.kind_published",
        "campaigns.kind_withdrawn",
    ]


def test_a_later_version_alters_nothing_that_was_planned(
    county, keeper, published, source, at, enrolled
):
    with at("2008-01-10"):
        campaign = plan_of_kind(county, source, published.kind.code)
        services.publish_campaign(by=county.publisher, campaign=campaign)
        one = enrolled(campaign, 100, answers={"need": "取暖"})
        draft = services.draft_version(by=keeper, kind=published.kind, change_note="改问收入")
        refused(
            "kind_has_draft",
            services.draft_version,
            by=keeper,
            kind=published.kind,
            change_note="再改",
        )
        services.change_kind(
            by=keeper,
            version=draft,
            label="职工互助",
            questions=(Question("income", "月收入", "money", is_needed=True),),
            checklist=(),
        )
        second = services.publish_kind(by=county.publisher, version=draft)
        again = Campaign.objects.get(pk=campaign.pk)
        assert (second.number, again.kind_version.number) == (2, 1)
        assert [one.label for one in again.kind.questions] == ["家庭需求"]
        assert (again.kind.label, len(again.kind.checklist)) == ("困难职工互助", 5)
        services.change_enrolment(
            by=county.planner,
            enrolment=one,
            stage="",
            answers={"need": "棉被"},
            materials=(),
            asked="100",
        )
        later = plan_of_kind(county, source, published.kind.code, name="新一场")
        assert [one.label for one in later.kind.questions] == ["月收入"]
    for change in (
        lambda: KindVersion.objects.filter(pk=published.pk).update(label="别名"),
        lambda: KindVersion.objects.filter(pk=published.pk).delete(),
        lambda: Campaign.objects.filter(pk=campaign.pk).update(kind_version=second),
        lambda: Campaign.objects.filter(pk=later.pk).update(kind_version=published),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    refused("kind_final", services.change_kind, by=keeper, version=second, label="再改")


def test_who_wrote_in_it_last_does_not_publish_either(county, keeper, made):
    services.change_kind(by=county.publisher, version=made, slogan="互帮互助")
    made.refresh_from_db()
    for hand in (keeper, county.publisher):
        refused("same_person", services.publish_kind, by=hand, version=made)
    with pytest.raises(DatabaseError), transaction.atomic():
        KindVersion.objects.filter(pk=made.pk).update(
            state="published", number=1, published_on=date(2008, 1, 1), published_by=keeper
        )
    assert services.publish_kind(by=county.approver, version=made).number == 1


def test_a_kind_is_seen_and_used_below_its_office_alone(
    county, published, made, source, person, client_of, root
):
    factory_hand = person(Role.LIAISON, county.factory)
    boss = person(Role.OFFICE, root)
    for user, sees in ((factory_hand, True), (boss, True), (county.elsewhere, False)):
        client = client_of(user)
        assert ("困难职工互助" in client.get(reverse("campaigns:kinds")).content.decode()) is sees
        assert client.get(reverse("campaigns:kind", args=[published.pk])).status_code == (
            200 if sees else 404
        )
        assert ("困难职工互助" in client.get(reverse("campaigns:list")).content.decode()) is sees
        told = client.get("/api/v1/campaigns/kinds").json()
        assert (published.kind.code in [one["code"] for one in told]) is sees
    elsewhere = client_of(county.elsewhere)
    for name in ("campaigns:plan", "campaigns:make_kind"):
        assert "困难职工互助" not in elsewhere.get(reverse(name)).content.decode()
    assert published.kind.code not in elsewhere.get(reverse("campaigns:plan")).content.decode()
    other = county.elsewhere.memberships.get().organisation
    refused(
        "campaign_kind_unknown",
        plan_of_kind,
        county=county,
        source=source,
        kind=published.kind.code,
        organiser=other,
    )
    for call in (services.draft_version, services.withdraw_kind):
        word = {"change_note": "x"} if call is services.draft_version else {"reason": "x"}
        refused("kind_of_others", call, by=county.elsewhere, kind=published.kind, **word)
    assert Kind.objects.get(pk=published.kind_id).withdrawn_on is None


def test_a_draft_is_seen_by_its_office_alone(county, made, person, client_of):
    page = reverse("campaigns:kind", args=[made.pk])
    assert client_of(county.publisher).get(page).status_code == 200
    for user in (person(Role.LIAISON, county.factory), county.planner, county.elsewhere):
        assert client_of(user).get(page).status_code == 404
        assert (
            "困难职工互助" not in client_of(user).get(reverse("campaigns:kinds")).content.decode()
        )
    assert (
        "核对并发布活动类型：困难职工互助" in client_of(county.publisher).get("/").content.decode()
    )


def test_the_root_office_of_the_only_tree_keeps_what_came_with_the_program(
    county, warmth, root, person, keeper
):
    refused("kind_of_others", services.draft_version, by=keeper, kind=warmth.kind, change_note="改")
    draft = services.draft_version(by=person(Role.OFFICE, root), kind=warmth.kind, change_note="改")
    assert (draft.label, draft.content) == (warmth.label, warmth.content)


@pytest.mark.parametrize("label", ["送温暖", "困难职工互助"])
def test_no_name_twice(county, keeper, made, warmth, label):
    told = {"by": keeper, "owner": county.office, "copied_from": warmth, "change_note": "x"}
    number = Kind.objects.count()
    fields = refused("kind_name_taken", services.make_kind, label=label, **told)
    assert fields == {"label": "已有同名的类型"}
    assert Kind.objects.count() == number


def test_a_draft_is_thrown_away(keeper, made):
    services.drop_draft(by=keeper, version=made)
    assert not Kind.objects.filter(owner__isnull=False).exists()
    assert Entry.objects.filter(action="campaign.kind_dropped").count() == 1


def test_lists_ask_as_often_for_three_kinds_as_for_one(
    county, keeper, published, warmth, client_of, django_assert_max_num_queries
):
    client = client_of(keeper)
    client.get(reverse("campaigns:kinds"))
    with django_assert_max_num_queries(40) as one:
        client.get(reverse("campaigns:kinds"))
    for label in ("甲类", "乙类"):
        services.make_kind(
            by=keeper, owner=county.office, label=label, copied_from=warmth, change_note="x"
        )
    with django_assert_max_num_queries(len(one)):
        client.get(reverse("campaigns:kinds"))
