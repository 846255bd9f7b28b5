"""Contributions: what the desk has before an issue begins."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.briefs.events import ContributionReceived
from ground.briefs.models import Contribution
from ground.briefs.rules import blocks as bodies
from ground.briefs.rules import states
from ground.briefs.services.guards import locked_contribution, refuse_private, words_of
from ground.briefs.typesetting import Article as PrintedArticle
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken


@transaction.atomic
def send_contribution(
    *,
    by: User,
    organisation: Organisation,
    title: str,
    blocks: Sequence[Any],
    subtitle: str = "",
    byline: str = "",
    contributor: str = "",
) -> Contribution:
    """A unit sends in an article. Numbers of people and cards are refused at the door."""
    text = words_of(title, subtitle, byline, contributor)
    body = bodies.read_blocks(blocks)
    refuse_private([PrintedArticle(**text, blocks=body)], field="blocks")
    today = clock.today()
    sent = Contribution.objects.filter(
        organisation=organisation, title=text["title"], received_on=today
    ).exclude(state=Contribution.State.RETURNED)
    if sent.exists():
        raise _contribution_sent(text["title"])
    try:
        with transaction.atomic():
            contribution = Contribution.objects.create(
                organisation=organisation,
                **text,
                blocks=bodies.to_json(body),
                received_on=today,
                sent_by=by,
            )
    except IntegrityError as taken:
        raise _contribution_sent(text["title"]) from taken
    record(by, "briefs.contribution_sent", contribution, organisation=organisation.pk)
    publish(
        ContributionReceived(
            contribution_id=contribution.pk, organisation_id=organisation.pk, received_on=today
        )
    )
    return contribution


@transaction.atomic
def return_contribution(*, by: User, contribution: Contribution, reason: str) -> Contribution:
    """Give an article back to its unit, with the reason. Mended, it is sent as a new one."""
    contribution = locked_contribution(contribution)
    states.check_contribution_open(contribution.state)
    contribution.return_reason = states.check_reason(reason)
    contribution.state = Contribution.State.RETURNED
    contribution.save(update_fields=["state", "return_reason"])
    record(by, "briefs.contribution_returned", contribution)
    return contribution


def _contribution_sent(title: str) -> RuleBroken:
    return RuleBroken(
        "contribution_sent",
        f"《{title}》今天已经报送过，不必重复报送",
        fields={"title": "今天已经报送过"},
    )
