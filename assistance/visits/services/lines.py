"""The lines that come with a wording: each is kept, told to whoever cares, and never taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistance.pairing.services import assign_task
from assistance.planning.kinds import Need
from assistance.visits import queries, rules
from assistance.visits.events import FamilyFound, NeedTold
from assistance.visits.models import (
    Clue,
    Visit,
    VisitGoods,
    VisitNeed,
    VisitPhoto,
    VisitPromise,
)
from assistance.visits.rules import FoundFamily, GivenGoods, Promised, ToldNeed
from ground.accounts.models import User
from ground.events import Event
from ground.files.models import StoredFile
from ground.kernel.errors import RuleBroken


@dataclass(frozen=True)
class Lines:
    """What a wording brings beside its texts."""

    needs: Sequence[ToldNeed] = ()
    promises: Sequence[Promised] = ()
    goods: Sequence[GivenGoods] = ()
    photos: Sequence[StoredFile] = ()
    families: Sequence[FoundFamily] = ()
    cash: Decimal = field(default=Decimal(0))

    def __bool__(self) -> bool:
        return bool(
            self.needs or self.promises or self.goods or self.photos or self.families or self.cash
        )

    def counted(self) -> dict[str, int]:
        """How many of each, where there are any."""
        sizes = {
            "needs": len(self.needs),
            "promises": len(self.promises),
            "goods": len(self.goods),
            "photos": len(self.photos),
            "families": len(self.families),
        }
        return {name: size for name, size in sizes.items() if size}

    @property
    def goods_value(self) -> Decimal:
        return sum((Decimal(one.value) for one in self.goods), Decimal(0))


def checked(lines: Lines) -> Lines:
    """The lines as they are kept. Raises RuleBroken naming the row and the field."""
    rules.check_photo_count(len(lines.photos))
    if not all(one.is_image for one in lines.photos):
        raise RuleBroken("not_a_photo", "走访照片只能是图片", fields={"photos": "只能是图片"})
    return Lines(
        needs=rules.checked_needs(lines.needs, categories=Need.values),
        promises=rules.checked_promises(lines.promises),
        goods=rules.checked_goods(lines.goods),
        photos=list(dict.fromkeys(lines.photos)),
        families=rules.checked_families(lines.families),
        cash=rules.cash_of(lines.cash),
    )


def not_yet_on(visit: Visit, lines: Lines) -> Lines:
    """Those of the lines that the visit does not have: what is sent twice is written once."""
    needs = {(one.category, one.description) for one in visit.needs.all()}
    promises = {(one.content, one.due_on) for one in visit.promises.all()}
    photos = set(visit.photos.values_list("file_id", flat=True))
    clues = [(one.worker_name, one.id_no) for one in visit.clues.all()]
    money_is_new = rules.check_money_unchanged(
        cash=lines.cash,
        goods=[(one.name, one.quantity, one.unit, one.value) for one in lines.goods],
        known_cash=visit.condolence_cash,
        known_goods=[(one.name, one.quantity, one.unit, one.value) for one in visit.goods.all()],
    )
    return Lines(
        needs=[one for one in lines.needs if (one.category, one.description) not in needs],
        promises=[one for one in lines.promises if (one.content, one.due_on) not in promises],
        photos=[one for one in lines.photos if one.pk not in photos],
        families=rules.families_not_among(lines.families, clues),
        goods=lines.goods if money_is_new else (),
        cash=lines.cash if money_is_new else Decimal(0),
    )


def write(visit: Visit, lines: Lines, *, by: User) -> list[Event]:
    """Keep the lines below those that the visit has; what is to be published about them."""
    at = queries.next_indexes(visit)
    rules.check_photo_count(at["photos"] + len(lines.photos))
    needs = VisitNeed.objects.bulk_create(
        VisitNeed(visit=visit, index=index, category=one.category, description=one.description)
        for index, one in enumerate(lines.needs, at["needs"])
    )
    VisitGoods.objects.bulk_create(
        VisitGoods(
            visit=visit,
            index=index,
            name=one.name,
            quantity=one.quantity,
            unit=one.unit,
            value=one.value,
        )
        for index, one in enumerate(lines.goods)
    )
    VisitPhoto.objects.bulk_create(
        VisitPhoto(visit=visit, file=one, index=index)
        for index, one in enumerate(lines.photos, at["photos"])
    )
    clues = Clue.objects.bulk_create(
        Clue(
            visit=visit,
            worker_name=one.worker_name,
            id_no=one.id_no,
            mobile=one.mobile,
            family_size=one.family_size,
            hardship=one.hardship,
        )
        for one in lines.families
    )
    _promise(visit, lines.promises, at["promises"], by)
    return [
        *(
            NeedTold(
                visit_id=visit.pk,
                link_point_id=visit.link_point_id,
                category=need.category,
                index=need.index,
                told_on=visit.visited_on,
            )
            for need in needs
        ),
        *(
            FamilyFound(
                clue_id=clue.pk,
                visit_id=visit.pk,
                link_point_id=visit.link_point_id,
                found_on=visit.visited_on,
            )
            for clue in clues
        ),
    ]


def _promise(visit: Visit, promises: Sequence[Promised], first: int, by: User) -> None:
    """A promise is a task of the agency that made it. What the task refuses, names the row."""
    for row, one in enumerate(promises):
        try:
            task = assign_task(
                by=by,
                agency=visit.agency,
                content=one.content,
                due_on=one.due_on,
                group=visit.group,
                link_point=visit.link_point,
            )
        except RuleBroken as broken:
            raise RuleBroken(
                broken.code,
                f"第{row + 1}项承诺：{broken.message}",
                fields={f"promises.{row}.{name}": text for name, text in broken.fields.items()},
            ) from broken
        VisitPromise.objects.create(
            visit=visit, index=first + row, content=one.content, due_on=one.due_on, task=task
        )
