"""How rows stand in for each other, the year that they count, and their words: no database."""

from datetime import date

from assistance.aid.models import AidType
from assistance.criteria.rules import CATEGORIES
from assistance.funds.models import FundSource
from assistance.households.models import HardshipFile, PaperKind
from assistance.households.models.codes import Education
from assistance.standards import rules

from .cases import asked, got, proposed, row


def test_a_nearer_area_stands_in_only_for_what_it_speaks_of():
    county = [row("fixed", "living", amount="800")]
    nation = [
        row("fixed", "living", amount="9999"),
        row("fixed", "medical", amount="500"),
        row("papers", "living", papers=["application"]),
    ]
    both = rules.compose([county, nation])
    assert rules.propose(both, asked()).amount == 800
    assert rules.propose(both, asked("medical")).amount == 500
    assert rules.papers_of(both, asked()) == ("application",)


def test_of_two_amounts_the_one_that_says_more_is_proposed():
    rows = [
        row("fixed", code="all", amount="500"),
        row("fixed", code="deep", category="deep", amount="900"),
        row("fixed", code="basic", tier="basic", amount="300"),
    ]
    assert [proposed(rows, asked(category=one)) for one in ("deep", "relative")] == [900, 500]
    assert proposed(rows, asked(category="relative", tier="basic")) == 300
    assert proposed(rows, asked(tier="basic")) == 900  # whom it is for says more than the tier


def test_leap_days_and_the_turn_of_the_year():
    rows = [row("cap", whom="household", span="year", counts="item", amount="1000")]
    leap = asked(
        on=date(2024, 2, 29),
        received=(got("2024-12-31", "400"), got("2023-12-31", "300"), got("2025-01-01", "200")),
    )
    assert proposed(rows, leap) == 600
    assert rules.window("school_year", date(2024, 6, 30)) == (date(2023, 7, 1), date(2024, 6, 30))
    assert rules.window("school_year", date(2024, 7, 1)) == (date(2024, 7, 1), date(2025, 6, 30))


def test_the_words_are_those_of_the_rooms_around():
    assert dict(AidType.choices) == rules.AID_TYPES
    assert set(FundSource.Kind.values) <= set(rules.SOURCE_KINDS)
    assert dict(HardshipFile.Tier.choices) == rules.TIERS
    assert dict(HardshipFile.Category.choices) == CATEGORIES
    assert dict(Education.choices) == rules.LEVELS
    assert set(rules.PAPERS) - {"certificate", "case"} <= set(PaperKind.values)
