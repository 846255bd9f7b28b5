"""The same aid twice: refused where a person plans it, told as a warning where a batch holds it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.aid import queries, services
from assistance.aid.models import Batch, Payment
from assistance.households.models import Member
from ground.audit.models import Entry as Line
from ground.kernel import clock
from tests.aid.by_bank import keys_of, refused
from tests.at_once import at_once


@pytest.fixture
def asked(hands, make_file):
    """What a person asks for a family in June, which may be said otherwise."""

    def say(file, **more):
        told = {
            "aid_type": "living",
            "reason": "六月生活救助",
            "amount": "600",
            "given_on": clock.today(),
        }
        return {"by": hands.maker, "key": uuid4(), "file": file} | told | more

    return say


def test_a_second_one_just_like_it_is_refused_with_the_first(make_file, asked, hands):
    file = make_file(1)
    first = services.plan_by_hand(**asked(file))
    said = refused("planned_already", services.plan_by_hand, **asked(file, amount="600.00"))
    assert f"{clock.today()} 生活救助 600.00 元“六月生活救助”，待编批" in said
    for other in (
        {"reason": "六月生活救助（补）"},
        {"amount": "601"},
        {"given_on": clock.today() + timedelta(days=1)},
        {"aid_type": "medical"},
        {"file": make_file(2)},
    ):
        assert services.plan_by_hand(**asked(file) | other).pk != first.pk
    services.void_payment(by=hands.maker, payment=first, reason="重复")
    assert services.plan_by_hand(**asked(file)).state == "planned"


def test_the_same_key_is_the_same_payment(make_file, asked):
    told = asked(make_file(1))
    assert services.plan_by_hand(**told) == services.plan_by_hand(**told)
    assert Payment.objects.count() == 1
    assert Line.objects.filter(action="aid.payment_planned").count() == 1


def test_people_of_the_family_on_another_file_are_the_family(make_file, asked):
    old, new = make_file(1, state="exited"), make_file(2)
    Member.objects.filter(file__in=[old, new]).update(id_hash="同一人", in_open_file=False)
    Payment.objects.create(
        key="x:1",
        aid_type="living",
        file=old,
        link_point=old.unit,
        reason="六月生活救助",
        amount=600,
        given_on=clock.today(),
    )
    refused("planned_already", services.plan_by_hand, **asked(new))


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment(make_file, asked):
    file = make_file(1)
    done = at_once(*[lambda: services.plan_by_hand(**asked(file)) for _ in range(2)])
    assert Payment.objects.count() == 1
    assert "planned_already" in done


def test_the_page_says_so_and_keeps_what_was_typed(make_file, asked, hands, client_of):
    file, client = make_file(1), client_of(hands.maker)
    told = asked(file) | {"file_no": file.file_no}
    typed = {name: told[name] for name in ("file_no", "aid_type", "reason", "amount", "given_on")}
    path = reverse("aid:plan_payment")
    first = typed | {"key": uuid4()}
    opened = client.post(path, first).url
    assert client.post(path, first).url == opened
    page = client.post(path, typed | {"key": uuid4()}).content.decode()
    assert f"这户家庭已安排过同样的款项：{clock.today()} 生活救助 600.00 元" in page
    assert file.file_no in page
    assert Payment.objects.count() == 1
    far = first | {"key": uuid4(), "given_on": "2202-06-26"}
    page = client.post(path, far).content.decode()
    assert "应在" in page
    assert 'value="2202-06-26"' in page


def test_one_family_twice_in_a_batch_is_told_and_stops_nobody(
    plan, make_file, hands, source, client_of, at
):
    file, other = make_file(1), make_file(2)
    told = [plan("甲", "600", file=file), plan("乙", "600", file=file, reason="六月补助")]
    told += [
        plan("丙", file=other),
        plan("丁", file=other, aid_type="medical"),
        plan("戊"),
        plan("己"),
    ]
    with at("2008-06-03"):
        batch = services.begin_batch(by=hands.maker, name="六月", source=source, payments=told)

        def page(who):
            return client_of(who).get(reverse("aid:batch", args=[batch.pk])).content.decode()

        said = ["有 1 处可能重复发放", "本批次中这一户同一项目另有", "六月补助", file.file_no]
        assert all(one in page(hands.maker) for one in said)
        assert services.problems_before_lock(batch) == []
        services.lock_batch(by=hands.maker, batch=batch)
        assert all(one in page(hands.finance) for one in said)
        services.check_batch(by=hands.finance, batch=batch)
        assert all(one in page(hands.approver) for one in said)
        services.approve_batch(by=hands.approver, batch=batch)
        assert "可能重复发放" not in page(hands.approver)


@pytest.mark.parametrize(("day", "number"), [(date(2008, 5, 7), 1), (date(2008, 5, 6), 0)])
def test_what_the_family_got_within_thirty_days_is_named(
    day, number, plan, make_file, hands, source, at
):
    file = make_file(1)
    earlier, now = plan("五月", file=file, given_on=day), plan("六月", file=file)
    waiting = plan("还没编批", file=file)
    with at("2008-06-03"):
        services.make_batch(by=hands.maker, name="五月", source=source, payments=[earlier])
        batch = services.begin_batch(by=hands.maker, name="六月", source=source, payments=[now])
        found = queries.repeats_in(batch)
    assert found.number == number
    assert [(one.payment, one.other) for one in found.named] == [(now, earlier)][:number]
    assert waiting.pk not in {one.other.pk for one in found.named}


def test_what_lies_planned_is_held_against_what_was_paid_meanwhile(
    plan, make_file, hands, source, at, drain
):
    """Planned for 6 June, put into a batch on 10 July: a payment of 9 July is the day before."""
    file = make_file(1)
    now, other = plan("六月", file=file), plan("七月", file=file, given_on=date(2008, 8, 1))
    with at("2008-07-09"):
        paid = services.make_batch(by=hands.maker, name="七月", source=source, payments=[other])
        services.check_batch(by=hands.finance, batch=paid)
        services.approve_batch(by=hands.approver, batch=paid)
        services.pay_batch(by=hands.finance, batch=paid)
        drain()
    with at("2008-07-10"):
        batch = services.begin_batch(by=hands.maker, name="六月", source=source, payments=[now])
        [found] = queries.repeats_in(batch).named
    assert found.other == other
    assert found.other.counts_on == date(2008, 7, 9)


def test_how_many_days_is_a_rule_of_the_place(plan, make_file, hands, source, at, set_rule):
    set_rule("aid.repeat_days", 10)
    file = make_file(1)
    earlier, now = plan("五月", file=file, given_on=date(2008, 5, 7)), plan("六月", file=file)
    with at("2008-06-03"):
        services.make_batch(by=hands.maker, name="五月", source=source, payments=[earlier])
        batch = services.begin_batch(by=hands.maker, name="六月", source=source, payments=[now])
    assert queries.repeats_in(batch).number == 0


def test_two_families_with_one_account_are_told_once_it_is_known(sent):
    batch = sent(2, until="locked")
    first, second = keys_of(batch)
    [found] = queries.repeats_in(batch).named
    assert (found.payment.pk, found.other.pk) == (second, first)
    assert "账号尾号相同" in found.says


def test_what_the_bank_returned_and_goes_out_again_is_no_repeat(sent, hands, at):
    batch = sent(1)
    with at("2008-06-05"):
        services.bounce_payments(by=hands.finance, payments=keys_of(batch), reason="账号不符")
        again = services.reissue(by=hands.maker, batch=batch, name="补发")
    assert queries.repeats_in(again).number == 0


def test_many_are_counted_and_the_first_named_by_as_many_queries(
    plan, make_file, hands, source, at
):
    file = make_file(1)
    with at("2008-06-03"):
        batch = services.open_batch(by=hands.maker, name="六月", source=source)
    counts = []
    for number in (2, 25):
        more = [plan(f"{number}:{one}", "10", file=file) for one in range(number)]
        with at("2008-06-03"):
            services.add_payments(by=hands.maker, batch=batch, payments=more)
        with CaptureQueriesContext(connection) as seen:
            found = queries.repeats_in(Batch.objects.get(pk=batch.pk))
        counts.append(len(seen))
    assert (found.number, len(found.named)) == (26, 20)
    assert counts[0] == counts[1]
