"""结果公开: nothing changes once it is told, and it can be taken back; whose page it is, and who looks."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from assistance.complaints.models import Complaint
from assistance.households import services as households
from assistance.households.models import Consent
from campaigns import services
from campaigns.models import Publication, PublicationLine
from ground.audit.models import Entry
from ground.kernel import clock
from ground.kernel.errors import NotAllowed
from ground.privacy.gate import texts_of_file
from tests.at_once import at_once
from tests.campaigns.publishing import (
    DAY,
    campaign,
    digest_of,
    draft,
    page_of,
    refused,
    standing,
)

__all__ = ["campaign", "draft", "standing"]
pytestmark = pytest.mark.django_db


def test_the_page_the_paper_and_the_figures_name_nobody_else(standing, client_of, county, at):
    with at("2008-02-21"):
        text = page_of(standing).content.decode()
        paper = client_of(county.publisher).get(
            f"/campaigns/{standing.campaign_id}/publication/poster/"
        )
    told = "".join(words for _, words in texts_of_file(paper.content, "pdf"))
    assert "骆*云" in text
    assert "骆*云" in told
    for words in (text, told, str(standing.figures)):
        for secret in ("骆秋云", "田禾生", "田*生", "T2008-"):
            assert secret not in words
    assert "0736-7788990" in told


def test_the_public_page_is_kept_and_found_by_nobody(standing, at):
    with at("2008-02-21"):
        page = page_of(standing)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "noindex" in page["X-Robots-Tag"]
    assert 'name="robots" content="noindex' in page.content.decode()
    assert "/complaints/tell/campaigns.publication/" in page.content.decode()


def test_a_draft_has_no_address_and_numbers_open_nothing(draft):
    assert draft.code is None
    for guess in (draft.pk, "None", "A" * 12, "A" * 200):
        assert Client().get(f"/campaigns/results/{guess}/").status_code == 404


def test_who_takes_the_consent_back_disappears_at_once(county, standing, client_of, at):
    with at("2008-02-21"):
        households.withdraw_consent(
            by=county.planner, consent=Consent.objects.get(), reason="不想公开"
        )
        assert "骆*云" not in page_of(standing).content.decode()
        client = client_of(county.publisher)
        paper = client.get(f"/campaigns/{standing.campaign_id}/publication/poster/")
        told = "".join(words for _, words in texts_of_file(paper.content, "pdf"))
        staff = client.get(f"/campaigns/{standing.campaign_id}/publication/").content.decode()
    assert "骆*云" not in told
    assert "另有 1 个因撤回同意等不再显示" in staff
    assert PublicationLine.objects.count() == 1


def test_a_file_that_only_rests_is_not_shown(standing, at):
    enrolment = standing.lines.get().enrolment
    type(enrolment.file).objects.filter(pk=enrolment.file_id).update(
        stored_only_on=date(2008, 2, 21), state="cancelled"
    )
    with at("2008-02-21"):
        assert "骆*云" not in page_of(standing).content.decode()


def test_another_person_publishes_what_they_have_looked_at(county, draft, at):
    with at(DAY):
        seen = digest_of(draft)
        arguments = {"publication": draft, "seen": seen}
        assert refused(services.publish_results, by=county.planner, **arguments) == "not_allowed"
        Publication.objects.filter(pk=draft.pk).update(drafted_by=county.publisher)
        assert refused(services.publish_results, by=county.publisher, **arguments) == "same_person"
        Publication.objects.filter(pk=draft.pk).update(drafted_by=county.planner)
        households.withdraw_consent(
            by=county.planner, consent=Consent.objects.get(), reason="不想公开"
        )
        assert refused(services.publish_results, by=county.publisher, **arguments) == (
            "publication_moved"
        )
        with pytest.raises(NotAllowed):
            services.publish_results(by=county.elsewhere, **arguments)
    draft.refresh_from_db()
    assert (draft.state, draft.code) == ("draft", None)
    assert not PublicationLine.objects.exists()


def test_it_hangs_its_working_days_and_ends_by_the_calendar(standing, at):
    assert (standing.published_on, standing.last_day) == (date(2008, 2, 20), date(2008, 2, 27))
    with at("2008-02-27"):
        assert "骆*云" in page_of(standing).content.decode()
    with at("2008-02-28"):
        over = page_of(standing).content.decode()
        assert "公开期已满" in over
        assert "骆*云" not in over
        assert "2,000" not in over
        assert services.end_publications(date(2008, 2, 28)) == 1
        assert services.end_publications(date(2008, 2, 28)) == 0
    standing.refresh_from_db()
    assert standing.state == "ended"


def test_it_is_withdrawn_with_a_reason_and_shows_nothing_more(county, standing, at):
    with at("2008-02-21"):
        arguments = {"publication": standing}
        assert refused(
            services.withdraw_publication, by=county.publisher, reason="", **arguments
        ) == ("reason_missing")
        assert refused(
            services.withdraw_publication,
            by=county.publisher,
            reason="田禾生的金额错了",
            **arguments,
        ) == ("notice_words")
        with pytest.raises(NotAllowed):
            services.withdraw_publication(by=county.planner, reason="数字有误", **arguments)
        services.withdraw_publication(by=county.publisher, reason="数字有误", **arguments)
        page = page_of(standing)
        assert page.status_code == 410
        assert "数字有误" in page.content.decode()
        assert "骆*云" not in page.content.decode()
        assert refused(
            services.withdraw_publication, by=county.publisher, reason="再撤", **arguments
        ) == ("publication_not_standing")
    assert set(
        Entry.objects.filter(subject__startswith="campaigns.publication:").values_list(
            "action", flat=True
        )
    ) == {
        "campaign.publication_drafted",
        "campaign.results_published",
        "campaign.results_withdrawn",
    }


def test_the_database_keeps_what_was_published(standing):
    rows = Publication.objects.filter(pk=standing.pk)
    for change in ({"figures": {}}, {"code": "B" * 12}, {"title": "改"}, {"state": "draft"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(last_day=standing.last_day + timedelta(days=9))
    with pytest.raises(IntegrityError), transaction.atomic():
        standing.lines.update(name="骆秋云")
    with pytest.raises(IntegrityError), transaction.atomic():
        standing.lines.all().delete()
    line = standing.lines.get()
    line.pk, line.enrolment_id = None, line.enrolment_id + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()


def test_words_with_a_name_or_number_are_refused(county, campaign, at):
    with at(DAY):
        for changed in ({"remark": "骆秋云家"}, {"title": "联系13807360009"}, {"place": ""}):
            values = {"title": "公开", "place": "公示栏", "remark": ""} | changed
            assert refused(
                services.draft_publication, by=county.planner, campaign=campaign, **values
            ) == ("notice_words")
        assert refused(
            services.draft_publication,
            by=county.planner,
            campaign=campaign,
            title="公开",
            place="公示栏",
            workdays=0,
        ) == ("publication_days")
    assert not Publication.objects.exists()


def test_a_campaign_under_way_tells_nothing_yet(county, winter, at):
    with at("2008-01-12"):
        fresh = winter(name="另一场")
        assert refused(
            services.draft_publication,
            by=county.planner,
            campaign=fresh,
            title="公开",
            place="公示栏",
        ) == ("publication_too_early")


def test_the_staff_s_page_from_draft_to_withdrawal(county, campaign, client_of, at):
    planner, publisher = client_of(county.planner), client_of(county.publisher)
    base = f"/campaigns/{campaign.pk}/publication/"
    with at(DAY):
        said = {"title": "结果公开", "place": "公示栏", "workdays": "7", "with_names": "on"}
        planner.post(f"{base}draft/", said)
        page = publisher.get(base).content.decode()
        assert "本人没有签公开的单独同意 1 个" in page
        assert "田*生" not in page
        draft = Publication.objects.get()
        publisher.post(f"{base}publish/", {"seen": digest_of(draft)})
        draft.refresh_from_db()
        assert draft.state == "published"
        assert draft.code in publisher.get(base).content.decode()
        publisher.post(f"{base}withdraw/", {"reason": "数字有误"})
        assert "以前的公开" in publisher.get(base).content.decode()
        assert client_of(county.elsewhere).get(base).status_code == 404
    assert Entry.objects.filter(action="campaign.publication_opened").exists()


def test_somebody_complains_from_the_page_and_the_unit_does_not_see_it(
    county, standing, person, at
):
    person("office")  # somebody above the county hears it
    with at("2008-02-21"):
        client = Client()
        url = f"/complaints/tell/campaigns.publication/{standing.code}/"
        page = client.get(url).content.decode()
        assert "送温暖结果公开" in page
        client.post(
            url,
            {
                "key": "00000000-0000-4000-8000-00000000c0de",
                "place": str(county.factory.pk),
                "kind": "favouritism",
                "content": "名单有问题",
            },
        )
    complaint = Complaint.objects.get()
    assert (complaint.about_label, complaint.unit) == ("送温暖结果公开", county.factory)
    assert complaint.office == county.office


def test_the_api_tells_of_publications(county, standing, client_of):
    told = client_of(county.publisher).get(f"/api/v1/campaigns/{standing.campaign_id}/publications")
    (one,) = told.json()
    assert (one["state"], one["lines"]) == ("published", 1)
    assert "骆" not in str(one)


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_two_who_publish(self, county, draft):
        seen = digest_of(draft)
        ended = at_once(
            *[
                lambda: (
                    services.publish_results(
                        by=county.publisher, publication=draft, seen=seen
                    ).state
                )
            ]
            * 2,
            on=date(2008, 2, 20),
        )
        assert sorted(ended) == ["publication_not_draft", "published"]
        assert PublicationLine.objects.count() == 1

    def test_publish_a_second_while_the_first_is_withdrawn(self, county, standing, at):
        with at(DAY):
            second = services.draft_publication(
                by=county.planner, campaign=standing.campaign, title="更正", place="公示栏"
            )
        seen = digest_of(second)
        ended = at_once(
            lambda: (
                services.publish_results(by=county.publisher, publication=second, seen=seen).state
            ),
            lambda: (
                services.withdraw_publication(
                    by=county.publisher, publication=standing, reason="数字有误"
                ).state
            ),
            on=date(2008, 2, 20),
        )
        assert "withdrawn" in ended
        assert set(ended) <= {"withdrawn", "published", "publication_stands"}
        assert Publication.objects.filter(state="published").count() <= 1
        assert clock.today()
