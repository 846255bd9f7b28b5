"""Reads of home investigations: one by its key, of a file, what waits for a visit."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import OuterRef, Subquery

from assistance.households.models import FileQuerySet, Gate, HardshipFile, Member
from assistance.investigations.models import HomeInvestigation, InvestigationQuerySet
from assistance.investigations.rules import Person
from ground.accounts.models import User, below
from ground.kernel.errors import RuleBroken

MOST_COLLEAGUES = 200


def of_key(key: UUID) -> HomeInvestigation | None:
    return HomeInvestigation.objects.select_related("file").filter(key=key).first()


def passed_in(file: HardshipFile) -> HomeInvestigation | None:
    """The investigation by which the file passed its gate in this round."""
    found = HomeInvestigation.objects.standing().filter(file=file, round=file.round, passed=True)
    return found.select_related("recorded_by").first()


def latest_of(file: HardshipFile) -> HomeInvestigation | None:
    """The newest investigation that stands: reviews and spot checks read it."""
    return HomeInvestigation.objects.standing().filter(file=file).first()


def in_lists(rows: InvestigationQuerySet) -> InvestigationQuerySet:
    """Investigations with their file, unit and the holder's name, as `holder_name`."""
    holder = Member.objects.filter(file=OuterRef("file"), relation=Member.Relation.HOLDER)
    return (
        rows.select_related("file__unit", "recorded_by")
        .prefetch_related("investigators")
        .annotate(holder_name=Subquery(holder.values("name")[:1]))
    )


def files_to_visit(user: User, permission: str) -> FileQuerySet:
    """Files that stand at the gate of the home visit, in this person's scope."""
    files = HardshipFile.objects.visible_to(user, permission)
    return files.filter(state="underway", gate__kind=Gate.Kind.INVESTIGATION)


def colleagues_of(user: User, permission: str) -> list[tuple[int, str]]:
    """Id and name of the accounts in this person's scope: with whom one goes."""
    rows = User.objects.filter(below("organisation__path", user.scope(permission)), is_active=True)
    return list(rows.order_by("full_name", "pk").values_list("pk", "full_name")[:MOST_COLLEAGUES])


def check_accounts(people: Sequence[Person]) -> None:
    """Whether the accounts named exist, each under the name that was given."""
    wanted = {one.user_id: one.name for one in people if one.user_id is not None}
    known = dict(User.objects.filter(pk__in=wanted, is_active=True).values_list("pk", "full_name"))
    if known != wanted:
        raise RuleBroken(
            "investigator_unknown",
            "调查人的账号和姓名对不上，请重新选择",
            fields={"investigators": "请重新选择"},
        )
