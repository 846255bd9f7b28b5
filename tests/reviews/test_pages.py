"""The pages: what they show, whom they refuse, and as many queries for three rows as for one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.households.models import HardshipFile
from assistance.reviews import services
from assistance.reviews.models import Proposal, Review, UnfiledFamily
from ground.accounts.roles import Role

pytestmark = pytest.mark.django_db


def count(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as held:
        answer = client.get(url)
    assert answer.status_code == 200, url
    return len(held)


@pytest.fixture
def full(office, on_file, proposed, due, at):
    """`full()`: one more family with a review, a proposal, a family beside the files, a sample."""

    def more():
        with at("2008-12-20"):
            file = on_file("2008-01-10")
            services.open_due_reviews(date(2008, 12, 20))
            proposed(file)
            services.record_unfiled(
                by=office.keeper,
                unit=office.unit,
                found_on=date(2008, 12, 1),
                source="visit",
                name="李小四",
            )
            services.draw_sample(
                by=office.approver,
                organisation=office.union,
                year=2008,
                seed="7",
                due_on=date(2008, 12, 30),
                number=1,
            )

    return more


LISTS = ("list", "proposals", "rounds", "unfiled", "lists", "rates", "bulk_runs", "bulk")


def test_every_list_takes_as_many_queries_for_three_rows_as_for_one(full, office, client_of, at):
    full()
    approver = client_of(office.approver)
    urls = [reverse(f"reviews:{name}") for name in LISTS]
    urls += [reverse("reviews:work_list", args=["papers_missing"])]
    urls += [reverse("reviews:rate_rows", args=["wrongly_in", "below"])]
    with at("2008-12-21"):
        first = {url: count(approver, url) for url in urls}
        full()
        full()
        assert {url: count(approver, url) for url in urls} == first


def test_a_review_is_recorded_on_its_page_and_leads_to_a_proposal(
    on_file, due, office, client_of, at
):
    on_file("2008-01-10")
    [review] = due("2009-01-05")
    keeper = client_of(office.keeper)
    url = reverse("reviews:record", args=[review.pk])
    typed = {"way": "visit", "done_on": "2009-01-06", "result": "exit", "finding": ""}
    with at("2009-01-07"):
        page = keeper.get(reverse("reviews:review", args=[review.pk]))
        assert "张*国" in page.text
        assert "张建国" not in page.text
        refused = keeper.post(url, typed)
        assert "请填写" in refused.text
        assert Review.objects.get().state == "open"
        done = keeper.post(url, typed | {"finding": "已就业"}, follow=True)
    proposal = Proposal.objects.get()
    assert done.redirect_chain[-1][0] == reverse("reviews:proposal", args=[proposal.pk])
    assert "还没有告知家庭" in done.text


def test_an_exit_from_the_file_page_to_the_decision(on_file, office, client_of, at):
    file = on_file("2008-01-10")
    keeper, approver = client_of(office.keeper), client_of(office.approver)
    with at("2008-06-03"):
        shown = approver.get(reverse("households:file", args=[file.pk])).text
        assert "脱困退档" not in shown
        assert reverse("reviews:panel", args=[file.pk]) in shown
        for action in ("exit", "cancel"):
            gone = approver.post(
                reverse("households:decide", args=[file.pk, action]), {"reason": "x"}
            )
            assert gone.status_code == 404
        panel = keeper.get(reverse("reviews:panel", args=[file.pk])).text
        assert reverse("reviews:propose", args=[file.pk]) in panel
        keeper.post(
            reverse("reviews:propose", args=[file.pk]),
            {"kind": "exit", "cause": "out_of_hardship", "reason": "就业"},
        )
        proposal = Proposal.objects.get()
        keeper.post(
            reverse("reviews:inform", args=[proposal.pk]),
            {"informed_on": "2008-06-03", "way": "visit", "objection": ""},
        )
        decide = reverse("reviews:decide", args=[proposal.pk])
        assert keeper.post(decide, {"accept": "yes"}).status_code == 403
        approver.post(decide, {"accept": "yes", "decision": ""})
        assert "已同意" in keeper.get(reverse("reviews:proposal", args=[proposal.pk])).text
    file.refresh_from_db()
    assert file.state == "exited"


def test_another_tier_from_its_proposal_to_the_decision(on_file, office, client_of, at):
    file = on_file("2008-01-10")
    keeper, approver = client_of(office.keeper), client_of(office.approver)
    propose = reverse("reviews:propose", args=[file.pk])
    typed = {"kind": "reclassify", "cause": "changed", "reason": "上级已备案"}
    with at("2008-06-03"):
        refused = keeper.post(propose, typed | {"category": "relative"}).text
        assert "两项与现在相同，至少改一项" in refused
        assert Proposal.objects.count() == 0
        made = keeper.post(propose, typed | {"tier": "national"}, follow=True).text
        assert "区县级 → 全国级" in made
        proposal = Proposal.objects.get()
        approver.post(reverse("reviews:decide", args=[proposal.pk]), {"accept": "yes"})
        decided = keeper.get(reverse("reviews:proposal", args=[proposal.pk])).text
        assert "调整为全国级" in decided
        assert (
            "建档标准 区县级→全国级" in keeper.get(reverse("households:file", args=[file.pk])).text
        )


def test_another_area_finds_nothing(full, office, client_of, at):
    full()
    beside = client_of(office.elsewhere)
    with at("2008-12-21"):
        for name, row in (
            ("review", Review.objects.first()),
            ("proposal", Proposal.objects.get()),
            ("verify", UnfiledFamily.objects.get()),
            ("panel", HardshipFile.objects.get()),
        ):
            answer = beside.get(reverse(f"reviews:{name}", args=[row.pk]))
            assert answer.status_code == 404, name
        for name in LISTS:
            assert office.unit.name not in beside.get(reverse(f"reviews:{name}")).text, name


def test_who_only_reads_sees_no_finding_and_no_form(on_file, due, office, client_of, at):
    on_file("2008-01-10")
    [review] = due("2009-01-05")
    with at("2009-01-07"):
        services.record_review(
            by=office.keeper,
            review=review,
            way="visit",
            result="unreached",
            done_on=date(2009, 1, 7),
            finding="邻居说外出打工",
        )
        url = reverse("reviews:review", args=[review.pk])
        assert "外出打工" in client_of(office.keeper).get(url).text
        read = client_of(office.auditor).get(url).text
    assert ("外出打工" in read, "登记复核结果" in read) == (False, False)


def test_a_sample_is_drawn_and_says_how(on_file, office, client_of, at):
    on_file()
    approver = client_of(office.approver)
    typed = {
        "organisation": office.union.pk,
        "year": 2008,
        "among": "active",
        "strata": "area",
        "share": "30",
        "number": "",
        "seed": "36 08 17",
        "due_on": "2008-07-31",
    }
    with at("2008-06-02"):
        both = approver.post(reverse("reviews:draw"), typed | {"number": "3"})
        assert "比例、户数填一项" in both.text
        assert Review.objects.count() == 0
        drawn = approver.post(reverse("reviews:draw"), typed, follow=True)
    assert "从1户中抽取了1户" in drawn.text
    assert "36 08 17" in drawn.text


def test_a_family_beside_the_files_is_verified(office, client_of, at, opened):
    keeper = client_of(office.keeper)
    with at("2008-06-02"):
        keeper.post(
            reverse("reviews:record_unfiled"),
            {
                "unit": office.unit.pk,
                "found_on": "2008-06-01",
                "source": "visit",
                "name": "李小四",
                "note": "丈夫病重",
            },
        )
        family = UnfiledFamily.objects.get()
        url = reverse("reviews:verify", args=[family.pk])
        assert "丈夫病重" in keeper.get(url).text
        assert "丈夫病重" not in client_of(office.auditor).get(url).text
        typed = {"verified_on": "2008-06-02", "is_missed": "yes", "file_no": "无此编号"}
        assert "没有这个编号的档案" in keeper.post(url, typed).text
        assert client_of(office.auditor).post(url, typed).status_code == 200
        file = opened()
        keeper.post(url, typed | {"file_no": file.file_no})
    family.refresh_from_db()
    assert (family.is_missed, family.file) == (True, file)


def test_rates_open_to_their_rows_and_leave_as_a_sheet(full, office, client_of, at):
    full()
    keeper = client_of(office.keeper)
    with at("2008-12-21"):
        page = keeper.get(reverse("reviews:rates"))
        assert page.text.count("没有样本") == 5
        assert "全部，不是抽样" in page.text
        answer = keeper.get(reverse("reviews:rates") + "?export=xlsx")
        assert answer["Content-Type"].startswith("application/vnd.openxml")
        assert b"".join(answer.streaming_content)[:2] == b"PK"
        rows = keeper.get(reverse("reviews:rate_rows", args=["coverage", "below"]))
        assert HardshipFile.objects.get().file_no in rows.text
        for query in ("?rows=families", "?from=2008-02-30&to=x&unit=999999999999999999999"):
            url = reverse("reviews:rate_rows", args=["missed", "below"]) + query
            assert keeper.get(url).status_code == 200
        for odd in (["missed", "beside"], ["nothing", "above"]):
            assert keeper.get(reverse("reviews:rate_rows", args=odd)).status_code == 404


def test_the_workbench_says_what_waits(full, office, client_of, at, person):
    full()
    with at("2009-01-12"):
        keeper = client_of(office.keeper).get("/").text
        approver = client_of(person(Role.APPROVER, office.union)).get("/").text
    assert "家庭待复核" in keeper
    assert "脱困退档待告知家庭" in keeper
    assert "缺少材料" in keeper
    assert "退出与调整待审批" in approver
