"""送温暖 of several years, and their figures."""

from datetime import date

from campaigns.permissions import SEE_CAMPAIGNS
from campaigns.queries.years import campaigns_of_kind, figures_by_year
from campaigns.rules import Windows

OVER_YEARS = "campaigns:over_years"


def winter_of(year, begins):
    """送温暖 of a year: until 5 February, from a day that may lie in the year before."""
    return {
        "name": f"{year}年“送温暖”活动",
        "year": year,
        "windows": Windows(
            starts_on=begins,
            ends_on=date(year, 2, 5),
            apply_from=begins,
            apply_to=date(year, 1, 31),
            settle_by=date(year, 2, 5),
        ),
    }


def figures(county, user=None, **narrowed):
    asked = {"kind": "send_warmth", "organiser": None, "alone": False} | narrowed
    user = user or county.planner
    return figures_by_year(campaigns_of_kind(user, SEE_CAMPAIGNS.code, **asked))
