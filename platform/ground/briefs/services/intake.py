"""Contributions: what the desk has before an issue begins."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError, transaction

from ground.accounts.models import Organisation, User
from ground.audit.services import record
from ground.briefs import queries
from ground.briefs.events import ContributionReceived
from ground.briefs.models import Contribution
from ground.briefs.rules import blocks as bodies
from ground.briefs.rules import states
from ground.briefs.rules.photos import check_marks
from ground.briefs.services.guards import locked_contribution, refuse_private, words_of
from ground.briefs.services.photos import attach_photos
from ground.briefs.services.prints import note_contribution
from ground.briefs.typesetting import Article as PrintedArticle
from ground.briefs.typesetting.document import Block
from ground.events.services import publish
from ground.files.models import StoredFile
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
    photos: Mapping[int, StoredFile] = MappingProxyType({}),
    mends: Contribution | None = None,
    again: bool = False,
) -> Contribution:
    """A unit sends in an article. Numbers of people and cards are refused at the door.

    `photos` are those that its text may name, by number; a mark that names none is refused.
    `mends` is the returned one that this is, mended. What this unit has sent before in nearly the
    same words is asked about: it goes only where it was said that it goes `again`.
    """
    text = words_of(title, subtitle, byline, contributor)
    body = bodies.read_blocks(blocks)
    check_marks(body, photos)
    refuse_private([PrintedArticle(**text, blocks=body)], field="blocks")
    today = clock.today()
    sent = Contribution.objects.filter(
        organisation=organisation, title=text["title"], received_on=today
    ).exclude(state=Contribution.State.RETURNED)
    if sent.exists():
        raise _contribution_sent(text["title"])
    if mends is not None:
        _check_mends(locked_contribution(mends), organisation)
    if not again:
        _check_not_sent_before(organisation, body)
    try:
        with transaction.atomic():
            contribution = Contribution.objects.create(
                organisation=organisation,
                **text,
                blocks=bodies.to_json(body),
                received_on=today,
                sent_by=by,
                mends=mends,
            )
    except IntegrityError as taken:
        raise _contribution_sent(text["title"]) from taken
    attach_photos(contribution, photos)
    note_contribution(contribution)
    more = {"mends": mends.pk} if mends else {}
    record(by, "briefs.contribution_sent", contribution, organisation=organisation.pk, **more)
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


def _check_mends(returned: Contribution, organisation: Organisation) -> None:
    if returned.organisation_id != organisation.pk:
        wrong = "只能由原报送单位修改后重报"
        raise RuleBroken("mends_other_unit", wrong, fields={"organisation": wrong})
    if returned.state != Contribution.State.RETURNED:
        raise RuleBroken("mends_not_returned", "这篇来稿没有被退回，不用重报")
    if Contribution.objects.filter(mends=returned).exists():
        raise RuleBroken("mends_twice", f"《{returned.title}》已经修改后重报过")


def _check_not_sent_before(organisation: Organisation, body: Sequence[Block]) -> None:
    """Ask back where the unit's own earlier text is as good as the same. Other units' are never told."""
    known = queries.sent_before(organisation, (bodies.text_of(block) for block in body))
    if known is not None:
        said = f"本单位报送过差不多的稿件：{known}"
        raise RuleBroken(
            "contribution_again",
            f"{said}。确实要再报请注明",
            fields={"again": f"{said}。确实要再报，请勾选后再点报送"},
        )


def _contribution_sent(title: str) -> RuleBroken:
    return RuleBroken(
        "contribution_sent",
        f"《{title}》今天已经报送过，不必重复报送",
        fields={"title": "今天已经报送过"},
    )
