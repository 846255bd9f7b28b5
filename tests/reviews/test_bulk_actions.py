"""What is done to many files at a time: old ones acknowledged, returned, reviewed by somebody."""

from datetime import date, timedelta

import pytest

from assistance.households.models import Assessment, HardshipFile, Step
from assistance.reviews import services
from assistance.reviews.models import Review
from ground.events.models import RecordedEvent
from tests.reviews.many import outcomes, preview, seen_by

pytestmark = pytest.mark.django_db


def test_old_files_are_acknowledged_with_what_the_rules_say(copies, office, at, drain):
    files = copies(3, state="imported", approved_by=None, submitted_by=office.keeper)
    own = HardshipFile.objects.filter(pk=files[0].pk)
    own.update(submitted_by=office.approver)
    with at("2008-06-02"):
        imported = seen_by(office.approver).filter(state="imported")
        run = preview(office.approver, "acknowledge", files=imported, x=1)
        services.confirm_bulk(by=office.approver, run=run, files=imported)
        drain()
    assert [why for _, _, why in outcomes(run)] == ["是您导入的，要由另一位审批人核认", "", ""]
    taken = HardshipFile.objects.filter(pk__in=[f.pk for f in files], state="active")
    assert set(taken.values_list("approved_by", "approved_on")) == {
        (office.approver.pk, date(2008, 1, 2))
    }
    assert Step.objects.filter(kind="acknowledged").count() == 2
    assert Assessment.objects.filter(step__kind="acknowledged").count() == 2
    assert RecordedEvent.objects.filter(name="households.file_approved").count() == 3


def test_files_are_returned_with_the_same_reason(opened, walk, office, at, drain):
    with at("2008-06-02"):
        at_gate, approval = walk(opened(), "investigation"), walk(opened(), "approval")
        run = preview(office.keeper, "return", reason="请补收入证明")
        services.confirm_bulk(by=office.keeper, run=run, files=seen_by(office.keeper))
        drain()
    assert [why for _, _, why in outcomes(run)] == ["", "已到审批环节，由审批人退回"]
    at_gate.refresh_from_db()
    approval.refresh_from_db()
    assert (at_gate.state, at_gate.gate, approval.state) == ("draft", None, "underway")
    step = Step.objects.get(file=at_gate, kind="returned")
    assert (step.gate.kind, step.opinion) == ("investigation", "请补收入证明")


def test_reviews_are_opened_and_given_to_somebody(on_file, office, fresh, at, drain):
    with at("2008-06-02"):
        file = on_file()
        for action, inputs in (
            ("open_review", {"due_on": "2008-07-01"}),
            ("assign_review", {"reviewer": fresh.pk}),
        ):
            run = preview(office.approver, action, **inputs)
            services.confirm_bulk(by=office.approver, run=run, files=seen_by(office.approver))
            drain()
        review = Review.objects.get()
        assert (review.file, review.reviewer, review.due_on) == (file, fresh, date(2008, 7, 1))
        again = preview(office.approver, "open_review", due_on="2008-07-01")
        assert outcomes(again) == [(file.pk, "refused", "已有待办的年度复核")]
        services.draw_sample(
            by=office.approver,
            organisation=office.union,
            year=2008,
            seed="1",
            due_on=date(2008, 6, 2) + timedelta(days=9),
            number=1,
        )
        run = preview(office.approver, "assign_review", reviewer=office.keeper.pk)
        assert outcomes(run) == [(file.pk, "refused", "这位复核人经办或审批过，不能抽查")]
