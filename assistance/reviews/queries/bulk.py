"""What a bulk action would do with each file of a filter, asked of the database in one statement."""

from collections.abc import Sequence

from django.db.models import Case, CharField, Count, Q, Value, When

from assistance.households.models import FileQuerySet, HardshipFile
from assistance.reviews.models import BulkItem, BulkRun
from ground.accounts.models import User, below
from ground.accounts.permissions import Permission

OUTSIDE = "不在您的办理范围内"


def verdicts(
    files: FileQuerySet,
    refusals: Sequence[tuple[Q, str]],
    *,
    user: User,
    permission: Permission,
    most: int | None = None,
) -> list[tuple[int, str]]:
    """Each file's key, and why it would be left out (empty: it would not); by key."""
    reached = below("unit__path", user.scope(permission.code))
    whens = [When(~reached, then=Value(OUTSIDE))]
    whens += [When(condition, then=Value(why)) for condition, why in refusals]
    why = Case(*whens, default=Value(""), output_field=CharField())
    rows = files.order_by("pk").annotate(why=why).values_list("pk", "why")
    return list(rows[:most])


def locked_run(run: BulkRun) -> BulkRun:
    return BulkRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)


def next_items(run: BulkRun, number: int) -> list[BulkItem]:
    """The next files of a run that are still to be done, held."""
    rows = run.items.filter(state=BulkItem.State.READY).select_for_update()
    return list(rows.order_by("pk")[:number])


def counted(run: BulkRun) -> dict[str, int]:
    """How many files of a run stand where: state → number."""
    return dict(run.items.order_by().values_list("state").annotate(number=Count("pk")))


def refusals_of(run: BulkRun) -> list[tuple[str, int]]:
    """Why files were left out, and how many; the most first."""
    left = run.items.filter(state=BulkItem.State.REFUSED).order_by()
    return list(left.values_list("why").annotate(number=Count("pk")).order_by("-number", "why"))


def units_of(run: BulkRun, most: int) -> list[tuple[str, int]]:
    """The units with most files of a run."""
    rows = run.items.order_by().values_list("file__unit__name").annotate(number=Count("pk"))
    return list(rows.order_by("-number", "file__unit__name")[:most])


def states_of(run: BulkRun) -> list[tuple[str, int]]:
    """Files of a run by their state now, in words."""
    labels = dict(HardshipFile.State.choices)
    rows = run.items.order_by().values_list("file__state").annotate(number=Count("pk"))
    return [(str(labels[state]), number) for state, number in rows.order_by("-number")]
