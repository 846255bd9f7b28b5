"""What stands between a locked batch and its pay-out: levels by amount, and the days of a notice."""

from datetime import date

import pytest

from assistance.aid import services
from tests.aid.by_bank import refused


@pytest.mark.parametrize(
    ("amount", "labels"),
    [
        ("10000.00", ["分管副主席审批"]),
        ("10000.01", ["分管副主席审批", "主席办公会"]),
    ],
)
def test_levels_by_amount(plan, hands, person, source, root, at, amount, labels):
    for label, above in (("分管副主席审批", 0), ("主席办公会", "10000.00")):
        services.set_approval_level(
            by=hands.approver,
            organisation=root,
            label=label,
            above=above,
            valid_from=date(2008, 1, 1),
        )
    with at("2008-06-03"):
        batch = services.make_batch(
            by=hands.maker, name="大额", source=source, payments=[plan("大额:1", amount)]
        )
        found = batch.required_approvals.order_by("number").values_list("label", flat=True)
        assert list(found) == labels
        services.check_batch(by=hands.finance, batch=batch)
        batch = services.approve_batch(by=hands.approver, batch=batch, opinion="同意")
        assert batch.state == ("approved" if len(labels) == 1 else "checked")
        if len(labels) > 1:
            refused("voted_already", services.approve_batch, by=hands.approver, batch=batch)
            second = person("approver")
            assert services.approve_batch(by=second, batch=batch).state == "approved"


def test_posted_where_the_type_asks_for_it(plan, hands, source, root, at):
    services.set_notice_rule(
        by=hands.approver, organisation=root, aid_type="living", days=5, valid_from=date(2008, 1, 1)
    )
    with at("2008-06-02"):
        batch = services.make_batch(
            by=hands.maker, name="公示", source=source, payments=[plan("公示:1")]
        )
        services.check_batch(by=hands.finance, batch=batch)
        services.approve_batch(by=hands.approver, batch=batch)
        refused("batch_not_posted", services.pay_batch, by=hands.finance, batch=batch)
    posted = {
        "by": hands.maker,
        "batch": batch,
        "place": "厂务公开栏",
        "starts_on": date(2008, 6, 2),
    }
    with at("2008-06-10"):
        refused(
            "notice_too_short", services.record_batch_notice, **posted, ends_on=date(2008, 6, 9)
        )
        services.record_batch_notice(**posted, ends_on=date(2008, 6, 10))
        assert services.pay_batch(by=hands.finance, batch=batch).state == "paying"
