"""Who sees which issues, series and contributions."""

from django.db.models import Q, QuerySet

from ground.accounts.models import User, above, below
from ground.audit.queries import trail_of
from ground.briefs import permissions
from ground.briefs.models import Contribution, Issue, Series
from ground.briefs.queries.figures import PUBLIC_STATES
from ground.briefs.queries.searching import issues_that_say
from ground.briefs.rules import states


def readable_issues(user: User) -> QuerySet[Issue]:
    """What a person may read: signed issues in scope, or of an office above one's own units.

    A brief goes down to the units below its office (发), and up to whoever looks after that office.
    Whoever edits or signs there sees the unsigned ones too, and what was withdrawn.
    """
    readable = Q(state__in=PUBLIC_STATES) & _reached(user)
    if user.may(permissions.EDIT_ISSUE.code):
        editing = user.scope(permissions.EDIT_ISSUE.code)
        readable |= below("series__organisation__path", editing)
    if user.may(permissions.SIGN_ISSUE.code):
        signing = user.scope(permissions.SIGN_ISSUE.code)
        readable |= below("series__organisation__path", signing) & ~Q(state=Issue.State.EDITING)
    return Issue.objects.filter(readable).select_related(
        "series__organisation", "edited_by", "signed_by"
    )


def _reached(user: User) -> Q:
    scope = user.scope(permissions.READ_BRIEFS.code)
    return below("series__organisation__path", scope) | Q(
        series__organisation__path__in=above(scope)
    )


def listed_issues(user: User) -> QuerySet[Issue]:
    """As `readable_issues`, with those that were withdrawn: that they were, and why, is told to every reader."""
    told = Issue.objects.filter(_reached(user), state=Issue.State.WITHDRAWN)
    return (
        Issue.objects.filter(
            Q(pk__in=readable_issues(user).values("pk")) | Q(pk__in=told.values("pk"))
        )
        .select_related("series__organisation", "edited_by", "signed_by", "withdrawn_by")
        .defer("words")
    )


def issues_with_open_records(user: User) -> QuerySet[Issue]:
    """Readable issues whose figures open to their records: those of offices in a person's scope.

    A brief goes down to the units below its office; the records behind its figures do not, for they
    are also those of other counties.
    """
    scope = user.scope(permissions.READ_BRIEFS.code)
    return readable_issues(user).filter(below("series__organisation__path", scope))


def opened_issues(sought: str = "") -> QuerySet[Issue]:
    """What anybody may read, the latest first; narrowed to those that say what is `sought`."""
    rows = Issue.objects.filter(state__in=PUBLIC_STATES, opened_on__isnull=False)
    if sought:
        rows = rows.filter(issues_that_say(sought))
    return rows.select_related("series__organisation").defer("words").order_by("-issued_on", "-pk")


def series_of(user: User) -> QuerySet[Series]:
    """The series that a person may edit."""
    return Series.objects.visible_to(user, permissions.EDIT_ISSUE.code).order_by("title")


def contributions_to_handle(user: User) -> QuerySet[Contribution]:
    """The desk's inbox: what waits, in the editor's area, oldest first."""
    return (
        Contribution.objects.visible_to(user, permissions.EDIT_ISSUE.code)
        .filter(state=Contribution.State.RECEIVED)
        .select_related("organisation", "sent_by")
        .order_by("received_on", "pk")
    )


def contributions_sent(user: User) -> QuerySet[Contribution]:
    """What a person's units have sent in, newest first."""
    return Contribution.objects.visible_to(user, permissions.SEND_CONTRIBUTION.code).select_related(
        "organisation", "sent_by"
    )


def contributions_returned(user: User) -> QuerySet[Contribution]:
    """What a person's units got back and have not sent again."""
    return contributions_sent(user).filter(
        state=Contribution.State.RETURNED, mended_by__isnull=True
    )


def has_edited(issue: Issue, user: User) -> bool:
    """Whether the trail holds a line of this person's editing of the issue."""
    return trail_of(issue).filter(actor_id=user.pk, action__in=states.EDITING).exists()
