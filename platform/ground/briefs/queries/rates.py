"""How much of what units send in is adopted. Counted when it is asked, never kept."""

from datetime import date

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Round

from ground.accounts.models import Organisation, User
from ground.briefs.models import Contribution
from ground.briefs.permissions import EDIT_ISSUE

State = Contribution.State


def units_that_send(user: User) -> QuerySet[Organisation]:
    """The units in an editor's area that have ever sent something in."""
    sent = Contribution.objects.filter(organisation=OuterRef("pk"))
    return Organisation.objects.visible_to(user, EDIT_ISSUE.code).filter(Exists(sent))


def counted_units(
    units: QuerySet[Organisation], first: date | None = None, last: date | None = None
) -> QuerySet[Organisation]:
    """With `sent`, `adopted`, `returned`, `waiting` and `rate`, of what came in from `first` to `last`.

    `rate` is the adopted in a hundred of those sent; None where nothing was.
    """
    came = Q()
    if first is not None:
        came &= Q(contributions__received_on__gte=first)
    if last is not None:
        came &= Q(contributions__received_on__lte=last)

    def count(*states: str) -> Count:
        narrowed = came & Q(contributions__state__in=states)
        return Count("contributions", filter=narrowed)

    return units.annotate(
        sent=count(*State.values),
        adopted=count(State.ADOPTED),
        returned=count(State.RETURNED),
        waiting=count(State.RECEIVED),
    ).annotate(
        rate=Case(
            When(sent__gt=0, then=Round(F("adopted") * Value(100.0) / F("sent"))),
            default=None,
            output_field=IntegerField(),
        ),
        # For an order in which units that sent nothing stand below those that sent in vain.
        rate_or_less=Coalesce("rate", Value(-1)),
    )
