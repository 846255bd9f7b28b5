"""Tell everybody what a campaign did: drafted by one, published by another, taken back at any moment."""

from datetime import date

from django.db import IntegrityError, transaction

from assistance.households.models import HardshipFile
from assistance.notices.queries import desk_of, names_of
from assistance.notices.rules import check_not_of_family, check_words
from campaigns import queries
from campaigns.events import PublicationEnded, ResultsPublished
from campaigns.models import Campaign, Enrolment, Publication, PublicationLine
from campaigns.permissions import DRAFT_PUBLICATION, PUBLISH_RESULTS
from campaigns.queries import publishing as found
from campaigns.rules import publishing as rules
from campaigns.rules.states import HOLDING
from ground.accounts.models import User
from ground.accounts.permissions import Permission
from ground.audit.services import record
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.codes import new_code
from ground.kernel.errors import NotAllowed, RuleBroken, constraint_of
from ground.kernel.texts import check_reason
from ground.places.queries import local_rule, workdays_after

State = Publication.State
TELLING = ("approved", "executing", "closing", "summarised", "archived")


@transaction.atomic
def draft_publication(
    *,
    by: User,
    campaign: Campaign,
    title: str,
    place: str,
    remark: str = "",
    with_names: bool = True,
    workdays: int | None = None,
) -> Publication:
    """Draft what is told, or change the draft there is: whoever changes it drafted it.

    Without `workdays`, as many as the local rule of the area says.
    """
    locked = queries.locked_campaign(campaign.pk)
    _check_reach(by, locked, DRAFT_PUBLICATION)
    rules.check_publishable(locked.state, locked.get_state_display(), TELLING)
    today, division = clock.today(), locked.organiser.division
    if workdays is None:
        workdays = int(local_rule("campaigns.publish_workdays", on=today, division=division))
    desk = desk_of(locked.organiser)
    words = check_words(
        {"title": title, "place": place, "remark": remark},
        public=[desk.phone],
        people=_people_of(locked),
    )
    held = Publication.objects.select_for_update().filter(campaign=locked, state=State.DRAFT)
    draft = held.first() or Publication(campaign=locked)
    draft.title, draft.place, draft.remark = words["title"], words["place"], words["remark"]
    draft.workdays, draft.with_names = rules.check_workdays(workdays), with_names
    draft.phone, draft.contact = desk.phone, desk.contact
    draft.drafted_by, draft.drafted_at = by, clock.now()
    draft.save()
    record(by, "campaign.publication_drafted", draft, campaign=locked.pk)
    return draft


@transaction.atomic
def publish_results(*, by: User, publication: Publication, seen: str) -> Publication:
    """Publish what the publisher has looked at (`seen`: its digest), frozen as it is at this moment."""
    campaign = queries.locked_campaign(publication.campaign_id)
    _check_reach(by, campaign, PUBLISH_RESULTS)
    locked = found.locked_publication(publication.pk)
    if locked.state != State.DRAFT:
        raise RuleBroken("publication_not_draft", "这份公开已经发布，请刷新后再看")
    rules.check_publisher(by=by.pk, drafter=locked.drafted_by_id)
    today = clock.today()
    told = found.told_of(campaign, with_names=locked.with_names, on=today)
    rules.check_names(len(told.named))
    rules.check_looked_at(seen=seen, now=told.digest)
    found.refuse_to_tell(locked, told)
    files = HardshipFile.objects.filter(pk__in=_files_of(campaign))
    check_not_of_family(locked.phone, [str(one.mobile) for one in files])
    try:
        with transaction.atomic():
            PublicationLine.objects.bulk_create(
                PublicationLine(
                    publication=locked,
                    enrolment_id=one.enrolment_id,
                    consent_id=one.consent_id,
                    position=position,
                    name=one.name,
                    unit=one.unit,
                    category=one.category,
                    amount=one.amount,
                )
                for position, one in enumerate(told.named, 1)
            )
            locked.state, locked.figures = State.PUBLISHED, told.figures
            locked.code = new_code(rules.CODE_LENGTH)
            locked.published_by, locked.published_on = by, today
            locked.last_day = workdays_after(today, locked.workdays)
            locked.save()
    except IntegrityError as error:
        if constraint_of(error) != "publication_stands_once":
            raise
        why = "这场活动已有一份结果在公开，请先撤下，或等它期满"
        raise RuleBroken("publication_stands", why) from error
    record(by, "campaign.results_published", locked, campaign=campaign.pk, lines=len(told.named))
    publish(
        ResultsPublished(
            publication_id=locked.pk,
            campaign_id=campaign.pk,
            lines=len(told.named),
            last_day=locked.last_day,
        )
    )
    return locked


@transaction.atomic
def withdraw_publication(*, by: User, publication: Publication, reason: str) -> Publication:
    """Take it off the public page at once; the page says that it was withdrawn."""
    locked = found.locked_publication(publication.pk)
    _check_reach(by, locked.campaign, PUBLISH_RESULTS)
    if locked.state != State.PUBLISHED:
        raise RuleBroken("publication_not_standing", "这份公开没有在公开，请刷新后再看")
    why = check_reason(reason, what="撤下")
    check_words(
        {"title": locked.title, "place": locked.place, "remark": why[:200]},
        public=[locked.phone],
        people=_people_of(locked.campaign),
    )
    locked.state, locked.ended_on = State.WITHDRAWN, clock.today()
    locked.withdrawn_by, locked.withdrawn_why = by, why
    locked.save(update_fields=["state", "ended_on", "withdrawn_by", "withdrawn_why"])
    record(by, "campaign.results_withdrawn", locked, reason=why)
    publish(PublicationEnded(publication_id=locked.pk, state=locked.state))
    return locked


@transaction.atomic
def open_publication(*, by: User, publication: Publication) -> None:
    """Somebody of the staff looks at it: on the record."""
    record(by, "campaign.publication_opened", publication)


@transaction.atomic
def end_publications(on: date) -> int:
    """Those whose last day is over end; their pages have shown nothing since that day."""
    over = Publication.objects.select_for_update(skip_locked=True).filter(
        state=State.PUBLISHED, last_day__lt=on
    )
    ended = list(over.order_by("pk"))
    for one in ended:
        one.state, one.ended_on = State.ENDED, on
        one.save(update_fields=["state", "ended_on"])
        record(None, "campaign.publication_ended", one)
        publish(PublicationEnded(publication_id=one.pk, state=one.state))
    return len(ended)


def _files_of(campaign: Campaign) -> "set[int | None]":
    rows = Enrolment.objects.filter(campaign=campaign, state__in=HOLDING, file__isnull=False)
    return set(rows.values_list("file_id", flat=True))


def _people_of(campaign: Campaign) -> list[str]:
    rows = Enrolment.objects.filter(campaign=campaign).exclude(person_name="")
    outside = rows.exclude(person_key__startswith="place:").values_list("person_name", flat=True)
    return [*names_of(HardshipFile.objects.filter(pk__in=_files_of(campaign))), *outside]


def _check_reach(by: User, campaign: Campaign, permission: Permission) -> None:
    if not by.reaches(campaign.organiser, permission.code):
        raise NotAllowed("not_allowed", f"没有“{permission.label}”的权限")
