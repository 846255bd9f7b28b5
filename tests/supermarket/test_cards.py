"""Love cards: given, worth something in each span, lost, replaced, ended, each act once or not at all."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from assistance.supermarket import services
from assistance.supermarket.models import CardEntry, LoveCard
from assistance.supermarket.services import Validity, Worth
from ground.kernel.errors import RuleBroken
from tests.supermarket.conftest import JUNE, adds_up, balance, entries

pytestmark = pytest.mark.django_db


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


def test_a_family_that_leaves_the_files_keeps_no_card(card, drain):
    from assistance.households.events import FileMoved
    from ground.events.services import publish

    with transaction.atomic():
        publish(FileMoved(file_id=card.file_id, step="exited", state="exited", on=JUNE))
    drain()
    card.refresh_from_db()
    assert (card.state, card.blocked_for) == ("blocked", "已脱困退档")
