"""Reviews come into being: with the calendar, or drawn as a sample."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection, transaction

from assistance.households.models import HardshipFile
from assistance.reviews import queries, rules
from assistance.reviews.events import ReviewsOpened
from assistance.reviews.models import Review, ReviewRound
from ground.accounts.models import Organisation, User
from ground.audit.services import record, record_many
from ground.events.services import publish
from ground.kernel import clock
from ground.kernel.errors import RuleBroken

Kind, Among = ReviewRound.Kind, ReviewRound.Among
BATCH = 5000

# Due so many months after the family was last looked at; not while a proposal waits, and not again
# within the days of warning after one that came to nothing.
_YEARLY = """
    INSERT INTO reviews_review
        (round_id, kind, file_id, stratum, state, due_on, way, result, category, tier, finding)
    SELECT %(round)s, 'yearly', f.id, '', 'open',
           (coalesce(f.confirmed_on, f.approved_on) + make_interval(months => %(months)s))::date,
           '', '', '', '', ''
      FROM households_hardshipfile f JOIN accounts_organisation o ON o.id = f.unit_id
     WHERE f.state = 'active' AND starts_with(o.path, %(path)s)
       AND (o.division_id = ANY(%(divisions)s) OR (%(nowhere)s AND o.division_id IS NULL))
       AND coalesce(f.confirmed_on, f.approved_on) + make_interval(months => %(months)s)
           <= %(until)s
       AND NOT EXISTS (SELECT FROM reviews_review r WHERE r.file_id = f.id AND r.kind = 'yearly'
                          AND (r.state = 'open' OR r.done_on > %(lately)s))
       AND NOT EXISTS (SELECT FROM reviews_proposal p WHERE p.file_id = f.id AND p.state = 'open')
     ON CONFLICT DO NOTHING
"""
_FOLLOW_UP = """
    INSERT INTO reviews_review
        (round_id, kind, file_id, stratum, state, due_on, way, result, category, tier, finding)
    SELECT %(round)s, 'follow_up', f.id, '', 'open',
           (f.ended_on + make_interval(months => %(months)s))::date, '', '', '', '', ''
      FROM households_hardshipfile f JOIN accounts_organisation o ON o.id = f.unit_id
     WHERE f.state = 'exited' AND f.stored_only_on IS NULL AND starts_with(o.path, %(path)s)
       AND (o.division_id = ANY(%(divisions)s) OR (%(nowhere)s AND o.division_id IS NULL))
       AND f.ended_on + make_interval(months => %(months)s) <= %(until)s
       AND f.ended_on + make_interval(months => %(months)s) > %(until)s - interval '2 years'
       AND NOT EXISTS (SELECT FROM reviews_review r WHERE r.file_id = f.id AND r.kind = 'follow_up')
     ON CONFLICT DO NOTHING
"""


@transaction.atomic
def open_due_reviews(on: date) -> int:
    """Open the yearly reviews and the calls after exits that fall due; once, however often a day is told.

    One statement for each set of local rules, whatever the number of files.
    """
    yearly = queries.by_values(["reviews.months_between", "reviews.lead_days"], on=on)
    calls = queries.by_values(["reviews.follow_up_months", "reviews.lead_days"], on=on)
    opened = 0
    for root in Organisation.objects.filter(depth=1):
        opened += _open(root, Kind.YEARLY, Among.ACTIVE, _YEARLY, yearly, on)
        opened += _open(root, Kind.FOLLOW_UP, Among.EXITED, _FOLLOW_UP, calls, on)
    return opened


@transaction.atomic
def draw_sample(
    *,
    by: User,
    organisation: Organisation,
    year: int,
    seed: str,
    due_on: date,
    among: str = Among.ACTIVE,
    strata: str = "",
    share: Decimal | None = None,
    number: int | None = None,
) -> ReviewRound:
    """Draw a spot check among the files below an organisation; the seed makes it repeatable.

    Files whose spot check is still open are not drawn again. Raises RuleBroken `nothing_to_draw`.
    """
    seed = rules.check_sample(share=share, number=number, seed=seed)
    if due_on < clock.today():
        raise RuleBroken("due_passed", "期限不能早于今天", fields={"due_on": "不能早于今天"})
    files = _population(organisation, among)
    if strata not in ReviewRound.Strata.values:
        raise RuleBroken("strata_unknown", "请选择怎样分层", fields={"strata": "请选择"})
    keyed = {
        file_no: (pk, stratum) for pk, file_no, stratum in _stratified(files, organisation, strata)
    }
    drawn = rules.sample(
        ((file_no, stratum) for file_no, (_, stratum) in keyed.items()),
        seed=seed,
        share=share,
        number=number,
    )
    if not drawn:
        raise RuleBroken("nothing_to_draw", "没有可以抽查的档案，请换一个对象或等在查的抽查完成")
    round_ = ReviewRound.objects.create(
        kind=Kind.SPOT_CHECK,
        year=year,
        organisation=organisation,
        among=among,
        strata=strata,
        share=share,
        number=number,
        seed=seed,
        population=len(keyed),
        population_hash=rules.population_hash(list(keyed)),
        drawn_at=clock.now(),
        due_on=due_on,
        made_by=by,
    )
    names = _stratum_names(strata)
    Review.objects.bulk_create(
        (
            Review(
                round=round_,
                kind=Kind.SPOT_CHECK,
                file_id=keyed[file_no][0],
                stratum=names.get(keyed[file_no][1], "")[:60],
                due_on=due_on,
            )
            for file_no in drawn
        ),
        batch_size=BATCH,
    )
    record(
        by,
        "reviews.sample_drawn",
        round_,
        number=len(drawn),
        population=len(keyed),
        seed=seed,
    )
    publish(ReviewsOpened(round_id=round_.pk, number=len(drawn), on=clock.today()))
    return round_


@transaction.atomic
def open_reviews(*, by: User, files: list[HardshipFile], due_on: date) -> int:
    """Open a yearly review now, before it is due, for files that have none open (locked by the caller)."""
    if not files:
        return 0
    today = clock.today()
    root = Organisation.objects.get(path=files[0].unit.path[: Organisation.steplen])
    round_ = _round(root, Kind.YEARLY, Among.ACTIVE, today)
    reviews = Review.objects.bulk_create(
        Review(round=round_, kind=Kind.YEARLY, file=file, due_on=due_on) for file in files
    )
    record_many(by, "reviews.opened", [(review, {"number": 1}) for review in reviews])
    publish(ReviewsOpened(round_id=round_.pk, number=len(reviews), on=today))
    return len(reviews)


def _open(
    root: Organisation,
    kind: ReviewRound.Kind,
    among: ReviewRound.Among,
    statement: str,
    grouped: dict[tuple[Decimal, ...], list[int | None]],
    on: date,
) -> int:
    round_ = _round(root, kind, among, on)
    opened = 0
    with connection.cursor() as cursor:
        for (months, lead), divisions in grouped.items():
            cursor.execute(
                statement,
                {
                    "round": round_.pk,
                    "months": int(months),
                    "path": root.path,
                    "divisions": [key for key in divisions if key is not None],
                    "nowhere": None in divisions,
                    "until": on + timedelta(days=int(lead)),
                    "lately": on - timedelta(days=int(lead)),
                },
            )
            opened += cursor.rowcount
    if opened:
        record(None, "reviews.opened", round_, number=opened)
        publish(ReviewsOpened(round_id=round_.pk, number=opened, on=on))
    return opened


def _round(
    root: Organisation, kind: ReviewRound.Kind, among: ReviewRound.Among, on: date
) -> ReviewRound:
    found, _ = ReviewRound.objects.get_or_create(
        kind=kind, year=on.year, organisation=root, defaults={"among": among}
    )
    return found


def _population(organisation: Organisation, among: str) -> "list[tuple[int, str, str, str]]":
    if among not in Among.values:
        raise RuleBroken("among_unknown", "请选择抽查对象", fields={"among": "请选择"})
    being_checked = Review.objects.open().filter(kind=Kind.SPOT_CHECK).values("file_id")
    files = HardshipFile.objects.filter(
        unit__path__startswith=organisation.path, state=among, stored_only_on__isnull=True
    ).exclude(pk__in=being_checked)
    return list(files.order_by("pk").values_list("pk", "file_no", "unit__path", "category"))


def _stratified(
    files: "list[tuple[int, str, str, str]]", organisation: Organisation, strata: str
) -> "list[tuple[int, str, str]]":
    """Key, number and stratum of each file: the path of the unit below the office, or the category."""
    child = len(organisation.path) + Organisation.steplen

    def stratum(path: str, category: str) -> str:
        if strata == ReviewRound.Strata.AREA:
            return path[:child]
        return category if strata == ReviewRound.Strata.CATEGORY else ""

    return [(pk, file_no, stratum(path, category)) for pk, file_no, path, category in files]


def _stratum_names(strata: str) -> dict[str, str]:
    if strata == ReviewRound.Strata.AREA:
        return dict(Organisation.objects.values_list("path", "name"))
    if strata == ReviewRound.Strata.CATEGORY:
        return {
            "": "未分类",
            **{value: str(label) for value, label in HardshipFile.Category.choices},
        }
    return {}
