"""The pages of many files at a time: from a list or a work list to the outcome of each."""

import re

import pytest
from django.urls import reverse

from assistance.reviews.models import BulkRun, Proposal, Review
from ground.jobs.models import Job

pytestmark = pytest.mark.django_db


def test_a_bulk_action_from_the_list_to_its_outcome(on_file, opened, office, client_of, at, drain):
    with at("2008-06-02"):
        active, draft = on_file(), opened()
        approver = client_of(office.approver)
        listed = approver.get(reverse("households:list") + "?category=relative").text
        bulk = reverse("reviews:bulk")
        assert f'href="{bulk}?category=relative&amp;"' in listed
        chosen = approver.get(f"{bulk}?category=relative&do=open_review")
        assert "困难类别：相对困难" in chosen.text
        empty = approver.post(f"{bulk}?category=deep&do=open_review", {"due_on": "2008-07-01"})
        assert "没有符合条件的档案" in empty.text
        late = approver.post(f"{bulk}?do=open_review", {"due_on": "2008-05-01"})
        assert "期限不能早于今天" in late.text
        seen = approver.post(f"{bulk}?do=open_review", {"due_on": "2008-07-01"}, follow=True)
        run = BulkRun.objects.get()
        assert "确认办理 1 户" in seen.text
        figures = re.findall(r'sl-stat-value">(\d+)', seen.text)
        assert figures == ["2", "1", "1"]  # in all, to be done, left out
        assert "不是在档家庭" in seen.text
        beside = client_of(office.keeper)
        for name in ("bulk_run", "bulk_items"):
            url = reverse(f"reviews:{name}", args=[run.pk])
            assert beside.get(url).status_code == 404
        confirm = reverse("reviews:bulk_confirm", args=[run.pk])
        assert beside.post(confirm).status_code == 404
        another = on_file()
        changed = approver.post(confirm, follow=True)
        assert "新增1户" in changed.text
        assert Job.objects.count() == 0
        anew = BulkRun.objects.first()
        approver.post(reverse("reviews:bulk_confirm", args=[anew.pk]))
        drain()
        page = approver.get(reverse("reviews:bulk_run", args=[anew.pk]))
        assert "已办完" in page.text
        items = reverse("reviews:bulk_items", args=[anew.pk])
        assert draft.file_no in approver.get(items + "?state=refused").text
    assert {one.file for one in Review.objects.all()} == {active, another}


def test_a_bulk_action_on_a_work_list(on_file, office, client_of, at, drain):
    with at("2008-06-02"):
        file = on_file()
        on_file()
        file.members.update(work_state="retired")
        keeper = client_of(office.keeper)
        page = keeper.get(reverse("reviews:work_list", args=["retired"])).text
        assert "?list=retired&amp;" in page
        keeper.post(
            reverse("reviews:bulk") + "?list=retired&do=propose",
            {"cause": "retired", "reason": "已办理退休"},
        )
        run = BulkRun.objects.get()
        assert (run.source, run.words) == ("retired", "户主已退休")
        keeper.post(reverse("reviews:bulk_confirm", args=[run.pk]))
        drain()
    assert [(one.file, one.kind) for one in Proposal.objects.all()] == [(file, "cancel")]
