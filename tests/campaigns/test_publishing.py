"""结果公开: nobody is named without their consent, nor a few where numbers would name them."""

from datetime import date
from decimal import Decimal

import pytest

from assistance.households.models import Consent, ConsentText, Member
from campaigns.queries import publishing as found
from campaigns.rules import publishing as rules
from ground.places.models import LocalRule
from tests.campaigns.publishing import campaign

__all__ = ["campaign"]
pytestmark = pytest.mark.django_db


def test_only_who_agreed_is_named_and_the_draft_says_why_others_are_not(campaign):
    told = found.told_of(campaign, with_names=True, on=date(2008, 2, 20))
    assert [(one.name, one.unit, one.amount) for one in told.named] == [
        ("骆*云", "杰新纺织公司", Decimal(2000))
    ]
    assert told.unnamed == ((found.NO_CONSENT, 1),)
    assert told.figures["whole"]["number"] == "2"


def test_where_the_area_s_rule_names_nobody_nobody_is_named(campaign):
    LocalRule.objects.filter(code="campaigns.publish_names").update(value=0)
    told = found.told_of(campaign, with_names=True, on=date(2008, 2, 20))
    assert told.named == ()
    assert told.unnamed == ((found.NO_RULE, 2),)


def test_a_child_s_own_signature_names_nobody(campaign):
    consent = Consent.objects.get()
    Member.objects.filter(pk=consent.member_id).update(born_on=date(2000, 1, 1))
    told = found.told_of(campaign, with_names=True, on=date(2008, 2, 20))
    assert told.named == ()


def test_other_consents_do_not_permit_it(campaign):
    Consent.objects.update(text=ConsentText.objects.get(purpose="sensitive"))
    assert found.told_of(campaign, with_names=True, on=date(2008, 2, 20)).named == ()


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("在档困难职工家庭", "在档困难职工家庭"),
        ("患病职工", rules.PLAIN_CLASS),
        ("工伤职工和牺牲职工家属", rules.PLAIN_CLASS),
        ("残疾职工", rules.PLAIN_CLASS),
    ],
)
def test_a_class_that_tells_of_health_never_stands_beside_a_name(label, told):
    assert rules.public_class(label) == told


def test_lines_of_few_are_told_together():
    def line(label, number):
        return rules.Sum(
            label=label, number=number, households=number, people=number, amount=Decimal(number)
        )

    sums = rules.merged([line("甲", 5), line("乙", 1), line("丙", 2)], least=3, rest="其他")
    assert [(one.label, one.number, one.amount) for one in sums] == [
        ("甲", 5, Decimal(5)),
        ("其他", 3, Decimal(3)),
    ]
    assert rules.merged([], least=3, rest="其他") == []
    # One small line alone would be told by its name's absence: the shortest other joins it.
    sums = rules.merged([line("甲", 5), line("乙", 1), line("丙", 4)], least=3, rest="其他")
    assert [(one.label, one.number) for one in sums] == [("甲", 5), ("其他", 5)]
    sums = rules.merged([line("甲", 5), line("乙", 1)], least=3, rest="其他")
    assert [(one.label, one.number) for one in sums] == [("其他", 6)]
