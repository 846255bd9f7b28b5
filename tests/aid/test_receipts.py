"""Receipts: who signed for what before whose eyes; when a batch is complete; when it is put away."""

from datetime import date
from uuid import uuid4

import pytest
from stdnum.cn import ric

from assistance.aid import queries, services
from assistance.aid.models import Batch, Receipt, ReceiptPaper, ReceiptWithdrawal
from assistance.aid.rules.receipts import Hands, Proxy
from assistance.aid.services import Said
from ground.events.models import RecordedEvent
from ground.kernel.errors import RuleBroken

JUNE = date(2008, 6, 10)
NUMBER = "43072519700101001" + ric.calc_check_digit("430725197001010010")
WRONG = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")
HANDS = Hands("文联", "村支书")


def state_of(batch):
    return Batch.objects.values_list("state", flat=True).get(pk=batch.pk)


def said(**more):
    return Said(**{"signed_on": JUNE, "hands": HANDS} | more)


def test_the_last_signature_makes_a_batch_complete(settled, sign, drain, at):
    batch = settled(2)
    first, second = batch.payments.order_by("pk")
    one = sign(first)
    assert (one.kind, one.signed_by, one.signer) == ("screen", "payee", "刘春生")
    assert (one.handed_by, one.witness) == ("文联", "村支书")
    assert queries.progress_of(batch) == queries.Progress(2, 1)
    assert state_of(batch) == "settled"
    sign(second)
    assert state_of(batch) == "complete"
    assert RecordedEvent.objects.filter(name="aid.batch_completed").count() == 1


def test_the_same_key_again_is_the_same_receipt(settled, sign, person, at):
    payment = settled(2).payments.order_by("pk")[0]
    key = uuid4()
    one = sign(payment, key=key)
    assert sign(payment, key=key).pk == one.pk
    with pytest.raises(RuleBroken) as broken:
        sign(payment, key=key, by=person("finance"))
    assert broken.value.code == "key_taken"
    with pytest.raises(RuleBroken) as broken:
        sign(payment)
    assert broken.value.code == "receipt_exists"
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"signed_on": date(2008, 6, 11)}, "signed_later"),
        ({"hands": Hands("文联", "")}, "witness_missing"),
        ({"hands": Hands("", "村支书")}, "handed_by_missing"),
        ({"hands": Hands("文联", " 文联 ")}, "witness_same"),
        ({"hands": Hands("文联", "13900001234")}, "witness_personal"),
        ({"proxy": Proxy("刘小", "儿子", WRONG, "住院")}, "id_number_check"),
        ({"proxy": Proxy("刘小", "儿子", "", "住院")}, "id_number_shape"),
        ({"proxy": Proxy("刘小", "", NUMBER, "住院")}, "proxy_relation_missing"),
        ({"proxy": Proxy("刘小", "儿子", NUMBER, "")}, "proxy_reason_missing"),
        ({"proxy": Proxy("刘小", "儿子", NUMBER, f"见{NUMBER}")}, "proxy_reason_personal"),
        ({"hands": Hands("文联", "刘春生")}, "witness_signed"),
        ({"proxy": Proxy("村支书", "邻居", NUMBER, "住院")}, "witness_signed"),
    ],
)
def test_what_is_wrong_with_a_signature_is_named(settled, sign, more, code):
    payment = settled(1).payments.get()
    with pytest.raises(RuleBroken) as broken:
        sign(payment, **more)
    assert broken.value.code == code
    assert not Receipt.objects.exists()
    assert NUMBER not in str(broken.value.message) + str(broken.value.fields)


def test_one_person_is_enough_where_the_rule_says_so(settled, sign, set_rule):
    payment = settled(1).payments.get()
    set_rule("aid.receipt_hands", 1)
    assert sign(payment, hands=Hands("文联", "")).witness == ""


def test_a_proxy_of_several_families_is_told_of(settled, sign):
    batch = settled(3)
    first, second, third = batch.payments.order_by("pk")
    proxy = Proxy("刘小", "邻居", NUMBER, "行动不便")
    one = sign(first, proxy=proxy)
    assert (one.signed_by, one.signer, one.id_no) == ("proxy", "刘小", NUMBER)
    assert queries.collectors_in(batch) == []
    sign(second, proxy=proxy)
    assert queries.collectors_in(batch) == [queries.Collector("刘小", 2, 2)]
    sign(third)
    assert queries.collectors_in(batch) == [queries.Collector("刘小", 2, 2)]


def test_one_photo_covers_many_rows(settled, hands, picture, at):
    batch = settled(3)
    rows = list(batch.payments.order_by("pk").values_list("pk", flat=True))
    with at("2008-06-10"):
        paper = services.record_paper(
            by=hands.maker,
            batch=batch,
            kind="list",
            files=[picture()],
            payments=rows[:2],
            said=said(),
        )
        assert (paper.receipts.count(), state_of(batch)) == (2, "settled")
        services.record_paper(
            by=hands.maker, batch=batch, kind="list", files=[picture()], said=said()
        )
    assert state_of(batch) == "complete"
    assert [one.rows for one in queries.papers_of(batch)] == [2, 1]


@pytest.mark.parametrize(
    ("kind", "code"), [("slip", "receipt_kind"), ("goods", "receipt_kind"), ("x", "receipt_kind")]
)
def test_cash_is_not_shown_by_other_papers(settled, hands, picture, at, kind, code):
    batch = settled(1)
    with at("2008-06-10"), pytest.raises(RuleBroken) as broken:
        services.record_paper(
            by=hands.maker, batch=batch, kind=kind, files=[picture()], said=said()
        )
    assert broken.value.code == code
    assert not ReceiptPaper.objects.exists()


def test_a_withdrawn_receipt_stays_and_does_not_count(settled, sign, hands, at):
    batch = settled(1)
    payment = batch.payments.get()
    one = sign(payment)
    assert state_of(batch) == "complete"
    with at("2008-06-11"):
        services.withdraw_receipt(by=hands.maker, receipt=one, reason="签错了行")
        assert state_of(batch) == "settled"
        with pytest.raises(RuleBroken) as broken:
            services.withdraw_receipt(by=hands.maker, receipt=one, reason="再来")
        assert broken.value.code == "receipt_withdrawn"
    again = sign(payment)
    assert (again.number, state_of(batch)) == (1, "complete")
    assert Receipt.objects.count() == 2


def test_archived_by_another_and_then_frozen(settled, sign, hands, person, at):
    batch = settled(1)
    one = sign(batch.payments.get())
    with at("2008-06-12"):
        with pytest.raises(RuleBroken) as broken:
            services.archive_batch(by=hands.maker, batch=batch)
        assert broken.value.code == "own_work"
        assert state_of(batch) == "complete"
        services.archive_batch(by=hands.finance, batch=batch, reason="不用写")
        batch.refresh_from_db()
        assert (batch.state, batch.archive_reason) == ("archived", "")
        for act in (
            lambda: services.withdraw_receipt(by=hands.maker, receipt=one, reason="签错了"),
            lambda: sign(batch.payments.get()),
        ):
            with pytest.raises(RuleBroken) as broken:
                act()
            assert broken.value.code == "batch_archived"
    assert not ReceiptWithdrawal.objects.exists()


def test_with_receipts_missing_it_is_archived_for_a_reason(settled, sign, hands, at):
    batch = settled(2)
    sign(batch.payments.order_by("pk")[0])
    with at("2008-06-12"):
        with pytest.raises(RuleBroken) as broken:
            services.archive_batch(by=hands.finance, batch=batch)
        assert broken.value.code == "archive_reason_missing"
        assert state_of(batch) == "settled"
        services.archive_batch(by=hands.finance, batch=batch, reason="该户已迁走，无法补签")
    batch.refresh_from_db()
    assert (batch.state, batch.archive_reason) == ("archived", "该户已迁走，无法补签")
    told = RecordedEvent.objects.get(name="aid.batch_archived")
    assert told.payload["missing"] == 1


def test_cash_that_came_back_whole_needs_no_receipt(settled, sign, hands, at, drain):
    batch = settled(2)
    first, second = batch.payments.order_by("pk")
    sign(first)
    with at("2008-06-12"):
        services.recover(by=hands.finance, payment=second, amount="400", reason="退回")
        drain()
        assert state_of(batch) == "settled"
        services.recover(by=hands.finance, payment=second, amount="100", reason="退回")
        drain()
    assert state_of(batch) == "complete"


def test_after_its_days_the_maker_is_told_once(settled, drain, at):
    batch = settled(1)
    batch.refresh_from_db()
    assert batch.receipts_due_on == date(2008, 6, 18)  # ten working days, the dragon-boat day out
    with at("2008-06-18"):
        assert services.remind_of_receipts(date(2008, 6, 18)) == 0
    with at("2008-06-19"):
        assert services.remind_of_receipts(date(2008, 6, 19)) == 1
        assert services.remind_of_receipts(date(2008, 6, 20)) == 0
    told = RecordedEvent.objects.get(name="aid.receipts_overdue")
    assert told.payload == {"batch_id": batch.pk, "missing": 1}
