"""What aid does about the events of others, and of its own: plan, book, and write the register."""

from collections.abc import Sequence
from datetime import datetime

from assistance.aid import rules, services
from assistance.aid.events import BatchOrdered, BatchSettled, PaymentRecovered
from assistance.aid.models import AidType, Payment, RegisterLine
from assistance.households.events import FileApproved, FileOpened
from assistance.households.models import HardshipFile
from assistance.visits.events import FamilyFound, VisitCorrected, VisitRecorded
from assistance.visits.models import Visit
from ground.events import Told, handles, handles_many
from ground.events.events import DayBegan
from ground.kernel.restoring import after_restore


@handles(VisitRecorded)
def plan_condolence(event: VisitRecorded) -> None:
    """Condolence cash and goods handed over on a visit are aid that a batch has to cover."""
    _plan_what_was_given(event)


@handles(VisitCorrected)
def plan_added_condolence(event: VisitCorrected) -> None:
    """So are those that came with a later wording, to a visit that had none."""
    _plan_what_was_given(event)


def _plan_what_was_given(event: VisitRecorded | VisitCorrected) -> None:
    if not event.condolence_cash and not event.goods_value:
        return
    visit = Visit.objects.select_related("link_point").get(pk=event.visit_id)
    day = f"{visit.visited_on.month}月{visit.visited_on.day}日"
    if event.condolence_cash:
        services.plan_payment(
            key=f"visits.visit:{visit.pk}",
            aid_type=AidType.CONDOLENCE,
            link_point=visit.link_point,
            reason=f"{day}走访慰问金",
            amount=event.condolence_cash,
            given_on=visit.visited_on,
            visit=visit,
            origin=visit.origin,
        )
    if event.goods_value:
        goods = f"{day}走访慰问品：{'、'.join(str(one) for one in visit.goods.all())}"
        services.plan_payment(
            key=f"visits.visit:{visit.pk}:goods",
            aid_type=AidType.GOODS,
            link_point=visit.link_point,
            reason=goods[: rules.REASON_LENGTH],
            amount=event.goods_value,
            given_on=visit.visited_on,
            visit=visit,
            channel=Payment.Channel.GOODS_SIGNED,
        )


@after_restore
def hold_approved(taken_at: datetime) -> None:
    """What was approved may have been paid after the backup: a person says whether it was."""
    services.hold_approved(taken_at)


@handles(BatchOrdered)
def book_batch(event: BatchOrdered) -> None:
    services.settle_batch(event.batch_id)


@handles(BatchSettled)
def await_receipts(event: BatchSettled) -> None:
    services.await_receipts(event.batch_id)


@handles(PaymentRecovered)
def see_whether_complete(event: PaymentRecovered) -> None:
    """Money that came back whole needs no receipt any more."""
    services.check_complete(event.batch_id)


@handles(DayBegan)
def remind_of_receipts(day: DayBegan) -> None:
    services.remind_of_receipts(day.on)


@handles_many(VisitRecorded)
def register_visit(recorded: Sequence[Told[VisitRecorded]]) -> None:
    services.write_facts(
        services.Fact(
            key=f"visits.visit:{one.event.visit_id}",
            kind=RegisterLine.Kind.VISIT,
            on=one.event.visited_on,
            link_point_id=one.event.link_point_id,
            event_id=one.id,
        )
        for one in recorded
    )


@handles_many(FamilyFound)
def register_family(found: Sequence[Told[FamilyFound]]) -> None:
    clues = HardshipFile.objects.filter(clue__in=[one.event.clue_id for one in found])
    files = dict(clues.values_list("clue", "pk"))
    services.write_facts(
        services.Fact(
            key=f"visits.clue:{one.event.clue_id}",
            kind=RegisterLine.Kind.FOUND,
            on=one.event.found_on,
            link_point_id=one.event.link_point_id,
            file_id=files.get(one.event.clue_id),
            event_id=one.id,
        )
        for one in found
    )


@handles_many(FileOpened)
def register_file_opened(opened: Sequence[Told[FileOpened]]) -> None:
    services.write_facts(
        services.Fact(
            key=f"households.file:{one.event.file_id}:opened",
            kind=RegisterLine.Kind.OPENED,
            on=one.event.opened_on,
            link_point_id=one.event.unit_id,
            file_id=one.event.file_id,
            event_id=one.id,
        )
        for one in opened
    )


@handles_many(FileApproved)
def register_file_approved(approved: Sequence[Told[FileApproved]]) -> None:
    services.write_facts(
        services.Fact(
            key=f"households.file:{one.event.file_id}:approved",
            kind=RegisterLine.Kind.APPROVED,
            on=one.event.approved_on,
            link_point_id=one.event.unit_id,
            file_id=one.event.file_id,
            event_id=one.id,
        )
        for one in approved
    )
