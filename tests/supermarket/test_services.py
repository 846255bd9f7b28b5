"""Cards, the counter, differences: each act once, by the right people, or not at all."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from assistance.stock.models import Movement
from assistance.supermarket import services
from assistance.supermarket.models import (
    CardEntry,
    Difference,
    Issue,
    IssueReversal,
    LoveCard,
)
from assistance.supermarket.services import Validity, Worth
from ground.events.models import RecordedEvent
from ground.kernel import clock
from ground.kernel.errors import RuleBroken
from tests.stock.conftest import is_intact, stands
from tests.supermarket.conftest import JUNE, adds_up, balance

pytestmark = pytest.mark.django_db
OFFLINE = datetime(2008, 6, 10, 10, tzinfo=clock.CHINA)


def entries(card):
    return list(card.entries.values_list("kind", "amount"))


def test_a_card_is_worth_its_first_span_at_once(card):
    assert (balance(card), entries(card)) == (100, [("granted", Decimal(100))])
    assert len(card.number) == 12
    assert adds_up(card)


def test_one_card_of_a_kind_and_only_on_file(make_family, give_card, counter, root, at):
    file = make_family(1)
    give_card(file)
    for files, code in (
        ([file.pk], "card_known"),
        ([make_family(2, "exited").pk], "family_not_on_file"),
    ):
        with at("2008-06-02"), pytest.raises(RuleBroken) as broken:
            services.issue_cards(
                by=counter.staff,
                organisation=root,
                files=files,
                validity=Validity(kind="monthly", valid_from=JUNE, valid_to=JUNE),
            )
        assert broken.value.code == code
    give_card(file, kind="festival")
    with pytest.raises(IntegrityError, match="one_card_of_a_kind"), transaction.atomic():
        LoveCard.objects.create(
            number="x",
            file=file,
            organisation=root,
            kind="monthly",
            valid_from=JUNE,
            valid_to=JUNE,
            issued_by=counter.staff,
            issued_on=JUNE,
        )


def test_goods_go_out_and_the_card_pays(bought, rice, oil, card, issue, drain):
    lots = bought(rice, 5), bought(oil, 5)
    made = issue(card, (rice, 2))
    assert (made.value, made.charged, made.was_offline) == (90, 90, False)
    assert balance(card) == 10
    assert [stands(one) for one in lots] == [
        {"outside": -5, "shelf": 3, "issued": 2},
        {"outside": -5, "shelf": 5},
    ]
    told = RecordedEvent.objects.get(name="supermarket.goods_issued").payload
    assert (told["issue_id"], told["differences"]) == (made.pk, 0)
    assert adds_up(card)
    assert is_intact()


def test_the_same_key_is_one_issue(bought, rice, card, issue, counter):
    bought(rice, 5)
    key = uuid4()
    assert issue(card, (rice, 1), key=key) == issue(card, (rice, 1), key=key)
    assert (Issue.objects.count(), balance(card)) == (1, 55)
    with pytest.raises(RuleBroken) as broken:
        issue(card, (rice, 1), key=key, by=counter.other)
    assert broken.value.code == "key_taken"


@pytest.mark.parametrize(
    ("prepare", "quantity", "code", "words"),
    [
        ("", 3, "issue_balance", "还差 35.00 元"),
        ("few", 2, "issue_stock", "只有 1"),
        ("blocked", 1, "issue_card", "已停用（遗失）"),
        ("twice", 1, "issue_limit", "本月已领取 2 次"),
        ("limited", 2, "issue_limit", "每季度最多 1"),
        ("dearer", 1, "issue_price", "柜台显示 1.00 元"),
        ("dear", 1, "issue_limit", "每次最多 40.00 元"),
    ],
)
def test_what_is_not_allowed_is_refused_and_nothing_written(
    bought, rice, card, issue, counter, root, at, prepare, quantity, code, words
):
    bought(rice, 1 if prepare == "few" else 9)
    with at("2008-06-03"):
        if prepare == "blocked":
            services.block_card(by=counter.staff, card=card, reason="遗失")
        if prepare == "limited":
            services.limit_goods(
                by=counter.staff,
                organisation=root,
                goods=rice,
                most=1,
                span="quarter",
                valid_from=JUNE,
                reason="物资有限",
            )
        if prepare == "dear":
            services.set_card_rule(
                by=counter.staff,
                organisation=root,
                kind="monthly",
                worth=Worth(face_value="100", span="month", per_visit="40"),
                valid_from=JUNE,
                reason="办法",
            )
    if prepare == "twice":
        from assistance.stock import services as stock

        stock.keep_goods(
            by=None,
            organisation=root,
            goods=rice,
            sku=rice.sku,
            name=rice.name,
            category="food",
            unit=rice.unit,
            price="20",
        )
        rice.refresh_from_db()
        issue(card, (rice, 1))
        issue(card, (rice, 1))
    before = (Issue.objects.count(), Movement.objects.count(), balance(card))
    with pytest.raises(RuleBroken, match=words) as broken:
        issue(card, (rice, quantity), price="1" if prepare == "dearer" else None)
    assert broken.value.code == code
    assert (Issue.objects.count(), Movement.objects.count(), balance(card)) == before


@pytest.mark.parametrize(
    ("number", "code"), [("123", "card_number"), ("669000000005", "card_number|card_unknown")]
)
def test_a_card_that_is_none(bought, rice, card, issue, number, code):
    bought(rice, 1)
    card.number = number
    with pytest.raises(RuleBroken) as broken:
        issue(card, (rice, 1))
    assert broken.value.code in code.split("|")


def test_a_wrong_issue_is_reversed_the_same_day_once(bought, rice, card, issue, counter, at):
    lot = bought(rice, 5)
    made = issue(card, (rice, 2))
    with at("2008-06-11"), pytest.raises(RuleBroken) as broken:
        services.reverse_issue(by=counter.till, issue=made, reason="拿错")
    assert broken.value.code == "issue_of_another_day"
    with at("2008-06-10"):
        first = services.reverse_issue(by=counter.till, issue=made, reason="拿错")
        assert services.reverse_issue(by=counter.till, issue=made, reason="再点") == first
    assert (balance(card), stands(lot)) == (100, {"outside": -5, "shelf": 5})
    assert entries(card)[1:] == [("spent", Decimal(-90)), ("given_back", Decimal(90))]
    assert IssueReversal.objects.count() == 1
    issue(card, (rice, 1))  # a reversed one is no visit
    issue(card, (rice, 1))
    assert is_intact()


def test_a_lost_card_is_replaced_with_its_balance_and_brings_no_second_value(
    bought, rice, card, issue, counter, at, drain
):
    bought(rice, 5)
    made = issue(card, (rice, 1))
    with at("2008-06-10"):
        new = services.replace_card(by=counter.staff, card=card, reason="遗失")
        assert services.replace_card(by=counter.staff, card=card, reason="遗失") == new
        services.grant_spans(JUNE)
        assert (balance(card), balance(new)) == (0, 55)
        services.reverse_issue(by=counter.till, issue=made, reason="错")
    assert (balance(card), balance(new)) == (0, 100)
    assert entries(new) == [("moved_in", Decimal(55)), ("given_back", Decimal(45))]
    with pytest.raises(RuleBroken, match="已停用"):
        issue(card, (rice, 1))
    assert adds_up(card)
    assert adds_up(new)


def test_each_span_begins_once_and_what_was_left_lapses(card, at):
    for day, sums in (("2008-06-30", 100), ("2008-07-01", 100), ("2008-07-02", 100)):
        with at(day):
            services.grant_spans(date.fromisoformat(day))
        assert balance(card) == sums
    assert [kind for kind, _ in entries(card)] == ["granted", "lapsed", "granted"]


def test_what_is_left_is_carried_on_where_the_rule_says_so(card, counter, root, at):
    with at("2008-06-03"):
        services.set_card_rule(
            by=counter.staff,
            organisation=root,
            kind="monthly",
            worth=Worth(face_value="80", span="month", carries=True),
            valid_from=date(2008, 7, 1),
            reason="办法",
        )
    with at("2008-07-01"):
        services.grant_spans(date(2008, 7, 1))
    assert balance(card) == 180


def test_no_card_is_worth_anything_past_its_day_or_blocked(card, counter, at):
    with at("2008-06-30"):
        services.block_card(by=counter.staff, card=card, reason="遗失")
        services.grant_spans(date(2008, 7, 1))
    assert (balance(card), CardEntry.objects.count()) == (100, 1)


@pytest.fixture
def offline(bought, rice, card, issue):
    """One bag on the shelf; two are handed out offline while the card has 55 left: a bag and 35 yuan too much."""
    bought(rice, 2)
    issue(card, (rice, 1))
    return issue(card, (rice, 2), handed_at=OFFLINE)


def kinds(made):
    return list(
        made.differences.order_by("kind").values_list("kind", "quantity", "amount", "decision")
    )


def test_what_was_handed_out_offline_is_kept_and_never_below_zero(offline, card, rice):
    assert (offline.value, offline.charged, offline.was_offline) == (90, 55, True)
    assert kinds(offline) == [
        ("balance", 0, Decimal(35), ""),
        ("stock", 1, Decimal(0), ""),
    ]
    assert balance(card) == 0
    line = offline.lines.get()
    assert (line.quantity, line.short) == (2, 1)
    assert is_intact()


def test_as_extra_help_and_as_goods_nobody_had_booked(offline, card, counter, at):
    balance_difference, stock_difference = offline.differences.order_by("kind")
    with at("2008-06-11"):
        with pytest.raises(RuleBroken) as broken:
            services.settle_difference(
                by=counter.till, difference=stock_difference, decision="proved", reason="漏登"
            )
        assert broken.value.code == "same_person"
        with pytest.raises(RuleBroken, match="账面只有 0"):
            services.settle_difference(
                by=counter.approver, difference=stock_difference, decision="shelf", reason="补"
            )
        services.settle_difference(
            by=counter.approver, difference=stock_difference, decision="proved", reason="漏登一袋"
        )
        services.settle_difference(
            by=counter.approver, difference=balance_difference, decision="extra", reason="家有病人"
        )
        with pytest.raises(RuleBroken) as broken:
            services.settle_difference(
                by=counter.approver, difference=balance_difference, decision="next", reason="再改"
            )
        assert broken.value.code == "difference_settled"
    assert Movement.objects.filter(kind="proved").count() == 1
    assert entries(card)[-2:] == [("extra", Decimal(35)), ("spent", Decimal(-35))]
    assert balance(card) == 0
    assert is_intact()


def test_goods_entered_late_are_booked_from_the_shelf(offline, bought, rice, counter, at):
    lot = bought(rice, 3)
    with at("2008-06-11"):
        services.settle_difference(
            by=counter.approver,
            difference=offline.differences.get(kind="stock"),
            decision="shelf",
            reason="漏登的一批已补登",
        )
    assert stands(lot) == {"outside": -3, "shelf": 2, "issued": 1}


def test_what_is_charged_in_the_next_span_is_charged_once(offline, card, counter, at):
    with at("2008-06-11"):
        services.settle_difference(
            by=counter.approver,
            difference=offline.differences.get(kind="balance"),
            decision="next",
            reason="下月扣",
        )
    assert Difference.objects.get(kind="balance").owed == 35
    for _ in range(2):
        with at("2008-07-01"):
            services.grant_spans(date(2008, 7, 1))
    assert (balance(card), Difference.objects.get(kind="balance").owed) == (65, 0)
    assert adds_up(card)


def test_taken_back_whole_settles_all_of_an_issue(offline, card, rice, counter, at):
    with at("2008-06-10"), pytest.raises(RuleBroken) as broken:
        services.reverse_issue(by=counter.till, issue=offline, reason="错")
    assert broken.value.code == "differences_open"
    with at("2008-06-12"):
        services.settle_difference(
            by=counter.approver,
            difference=offline.differences.get(kind="stock"),
            decision="corrected",
            reason="并未发出",
        )
    assert [one[3] for one in kinds(offline)] == ["corrected", "corrected"]
    assert balance(card) == 55
    assert adds_up(card)
    assert is_intact()


def test_taken_back_after_one_part_was_settled(offline, card, counter, at):
    with at("2008-06-12"):
        for kind, decision in (("balance", "extra"), ("stock", "corrected")):
            services.settle_difference(
                by=counter.approver,
                difference=offline.differences.get(kind=kind),
                decision=decision,
                reason="查清",
            )
    assert balance(card) == 55
    assert is_intact()


def test_the_database_wants_another_person_to_settle(offline, counter):
    with (
        pytest.raises(IntegrityError, match="difference_settled_by_another"),
        transaction.atomic(),
    ):
        offline.differences.update(
            decision="extra", reason="自己", settled_by=counter.till, settled_on=JUNE
        )


def test_a_blocked_card_offline_is_a_difference_too(bought, rice, card, issue, counter, at):
    bought(rice, 2)
    with at("2008-06-10"):
        services.block_card(by=counter.staff, card=card, reason="遗失")
    made = issue(card, (rice, 1), handed_at=OFFLINE)
    assert [(one.kind, one.words[:10]) for one in made.differences.all()] == [
        ("card", "这张爱心卡已停用（遗")
    ]


def test_a_device_with_a_wrong_clock_is_told(bought, rice, card, issue):
    bought(rice, 2)
    with pytest.raises(RuleBroken) as broken:
        issue(card, (rice, 1), handed_at=datetime(2018, 6, 10, tzinfo=clock.CHINA))
    assert broken.value.code == "handed_when"


def test_a_family_that_leaves_the_files_keeps_no_card(card, drain):
    from assistance.households.events import FileMoved
    from ground.events.services import publish

    with transaction.atomic():
        publish(FileMoved(file_id=card.file_id, step="exited", state="exited", on=JUNE))
    drain()
    card.refresh_from_db()
    assert (card.state, card.blocked_for) == ("blocked", "已脱困退档")
