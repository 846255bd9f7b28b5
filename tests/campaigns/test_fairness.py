"""Whether money goes where the need is: figures by hand, each opening to the names behind it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assistance.aid.models import Payment
from assistance.households.models import HardshipFile
from campaigns import queries
from campaigns.permissions import SEE_CAMPAIGNS


def told_of(county, campaign):
    return queries.fairness_of(campaign, county.planner, SEE_CAMPAIGNS.code)


def listed(client, campaign, query):
    answer = client.get(f"{reverse('campaigns:roster', args=[campaign.pk])}?{query}")
    return [line[1]["value"] for line in answer.context["lines"]]


@pytest.fixture
def of_need(family):
    """A family of a category."""

    def make(category="deep", **given):
        file = family(**given)
        HardshipFile.objects.filter(pk=file.pk).update(category=category)
        return file

    return make


def test_amounts_by_need(county, winter, enrolled, of_need, client_of):
    """Deep: 900, 1,000, 2,000; relative: 800 and one without an amount; refused ones do not count."""
    campaign = winter()
    for amount in (1000, 2000, 900):
        enrolled(campaign, amount, file=of_need())
    relative = enrolled(campaign, 800, file=of_need("relative"))
    bare = enrolled(campaign, "", file=of_need("relative"))
    refused = enrolled(campaign, 5000, file=of_need("relative"))
    type(refused).objects.filter(pk=refused.pk).update(state="ineligible")
    deep, other = told_of(county, campaign).needs
    assert (deep.need, deep.number, deep.whole) == ("deep", 3, Decimal(3900))
    assert (deep.mean, deep.median, deep.least, deep.most) == (
        Decimal(1300),
        Decimal(1000),
        Decimal(900),
        Decimal(2000),
    )
    assert (other.need, other.number, other.whole, other.mean) == (
        "relative",
        2,
        Decimal(800),
        Decimal(800),
    )
    client = client_of(county.planner)
    assert listed(client, campaign, "live=yes&need=relative") == [
        one.file.file_no for one in (relative, bare)
    ]
    page = client.get(reverse("campaigns:fairness", args=[campaign.pk])).content.decode()
    for shown in ("深度困难", "3,900.00", "1,300.00", "?live=yes&amp;need=deep"):
        assert shown in page, shown
    sheet = client.get(reverse("campaigns:fairness", args=[campaign.pk]) + "?export=xlsx")
    assert sheet.status_code == 200


@pytest.mark.parametrize(
    ("amounts", "is_flat"),
    [
        ([500] * 9 + [600], True),
        ([500] * 8 + [600, 700], False),
        ([500] * 4, False),  # too few to say
    ],
)
def test_nearly_the_same_for_everybody(county, winter, enrolled, of_need, amounts, is_flat):
    campaign = winter()
    for number, amount in enumerate(amounts):
        enrolled(campaign, amount, file=of_need("deep" if number % 2 else "relative"))
    flat = told_of(county, campaign).flat
    assert bool(flat) is is_flat
    if is_flat:
        assert [(one.unit, one.number, one.needs, one.amount, one.alike) for one in flat] == [
            ("杰新纺织公司", 10, 2, Decimal(500), 9)
        ]


def test_the_same_for_people_of_one_need_is_not_flat(county, winter, enrolled, of_need):
    campaign = winter()
    for _ in range(6):
        enrolled(campaign, 500, file=of_need())
    assert told_of(county, campaign).flat == []


def paid(file, unit, on, **more):
    return Payment.objects.create(
        key=f"test:{file.pk}:{on}",
        file=file,
        link_point=unit,
        aid_type="condolence",
        reason="慰问",
        amount=Decimal(300),
        given_on=on,
        **more,
    )


def test_relatives_and_who_was_left_out(county, winter, enrolled, of_need, family, client_of, at):
    campaign = winter()
    relative, plain = of_need(), of_need()
    for file in (relative, plain):
        enrolled(campaign, 500, file=file)
    paid(relative, county.factory, "2007-12-01", relative_of="财务科李某之兄")
    last_year, never = family(), family()
    paid(last_year, county.factory, "2007-12-01")
    with at("2008-01-29"):
        told = told_of(county, campaign)
    assert [(one.code, one.number) for one in told.listed] == [
        ("relative", 1),
        ("idle", 0),
        ("unvisited", 0),
    ]
    assert [(one.code, one.number) for one in told.left_out] == [
        ("last_year", 1),
        ("never", 1),
        ("idle", 0),
        ("unvisited", 0),
    ]
    client = client_of(county.planner)
    assert listed(client, campaign, "live=yes&mark=relative") == [relative.file_no]
    for why, file in (("last_year", last_year), ("never", never)):
        address = reverse("campaigns:left_out", args=[campaign.pk, why])
        text = client.get(address).content.decode()
        assert file.file_no in text
        assert {last_year, never}.difference({file}).pop().file_no not in text
        assert "骆秋云" not in text
    assert client.get(reverse("campaigns:left_out", args=[campaign.pk, "all"])).status_code == 404
    elsewhere = client_of(county.elsewhere)
    for address in (
        reverse("campaigns:fairness", args=[campaign.pk]),
        reverse("campaigns:left_out", args=[campaign.pk, "never"]),
    ):
        assert elsewhere.get(address).status_code == 404


def test_it_asks_as_often_for_three_as_for_one(county, winter, enrolled, family, client_of):
    client, campaign, counts = client_of(county.planner), winter(), []
    enrolled(campaign, 100)
    family()
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("campaigns:fairness", args=[campaign.pk]))
            client.get(reverse("campaigns:left_out", args=[campaign.pk, "never"]))
        counts.append(len(asked))
        enrolled(campaign, 100)
        enrolled(campaign, 100, file=family(unit=county.community))
        family()
    assert counts[0] == counts[1]
