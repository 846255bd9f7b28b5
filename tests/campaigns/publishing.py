"""A campaign whose results are told, as the tests do it."""

from datetime import date

import pytest
from django.db import transaction
from django.test import Client

from assistance.households.models import Consent, ConsentText, Member
from assistance.notices import services as notices
from campaigns import services
from campaigns.queries import publishing as found
from ground.kernel.errors import RuleBroken
from tests.campaigns.steps import approve_all

DAY = "2008-02-20"


def refused(service, **arguments):
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        service(**arguments)
    return broken.value.code


def agree(file, **changes) -> Consent:
    text = ConsentText.objects.get(purpose="publish")
    member = Member.objects.get(file=file, relation="holder")
    values = {"member": member, "text": text, "signed_on": date(2008, 1, 15), "way": "paper"}
    return Consent.objects.create(**(values | changes))


@pytest.fixture
def campaign(county, winter, enrolled, family, set_rule, at):
    """Three families approved: one agreed to be named, one did not, one person has no file."""
    with at("2008-01-12"):
        notices.set_desk(
            by=county.approver,
            organisation=county.office,
            phone="0736-7788990",
            contact="权益保障部",
        )
        made = winter()
    with at("2008-01-15"):
        files = [family() for _ in range(2)]
        for file, name in zip(files, ("骆秋云", "田禾生"), strict=True):
            Member.objects.filter(file=file).update(name=name)
            enrolled(made, 2000, file=file)
        agree(files[0])
        set_rule("campaigns.publish_least", 1)
        approve_all(county, made)
    made.refresh_from_db()
    return made


@pytest.fixture
def draft(county, campaign, at):
    with at(DAY):
        return services.draft_publication(
            by=county.planner, campaign=campaign, title="送温暖结果公开", place="县工会公示栏"
        )


@pytest.fixture
def standing(county, draft, at):
    with at(DAY):
        return services.publish_results(
            by=county.publisher, publication=draft, seen=digest_of(draft)
        )


def digest_of(draft) -> str:
    told = found.told_of(draft.campaign, with_names=draft.with_names, on=date(2008, 2, 20))
    return told.digest


def page_of(one, client=None):
    return (client or Client()).get(f"/campaigns/results/{one.code}/")
