from assistance.aid.events import (
    PaymentPlanned,
    PaymentReleased,
    PaymentsPaid,
    PaymentsReturned,
    PaymentsUndone,
    PaymentVoided,
)
from assistance.rights.events import FilesDestroyed
from assistance.rights.models import DisposalLine
from campaigns import services
from ground.events import handles
from ground.events.events import DayBegan
from ground.places.events import CalendarDaySet


@handles(PaymentPlanned)
def take_in_payment(happened: PaymentPlanned) -> None:
    if happened.origin:
        services.take_in_payment(happened.payment_id)


@handles(PaymentsPaid)
def mark_reached(happened: PaymentsPaid) -> None:
    services.mark_reached(happened.payment_ids)


@handles(PaymentsUndone)
def mark_under_way(happened: PaymentsUndone) -> None:
    services.mark_under_way(happened.payment_ids)


@handles(PaymentsReturned)
def mark_back_again(happened: PaymentsReturned) -> None:
    """Also what the bank had paid before it sent it back (成功后退票)."""
    services.mark_under_way(happened.payment_ids)


@handles(PaymentVoided)
def free_the_budget(happened: PaymentVoided) -> None:
    services.give_up_payment(happened.payment_id)


@handles(PaymentReleased)
def free_what_came_back(happened: PaymentReleased) -> None:
    services.give_up_payment(happened.payment_id)


@handles(DayBegan)
def advance_campaigns(happened: DayBegan) -> None:
    services.advance_on(on=happened.on)
    services.end_publications(happened.on)


@handles(CalendarDaySet)
def move_deadlines(happened: CalendarDaySet) -> None:
    services.move_deadlines()


@handles(FilesDestroyed)
def forget_enrolments(happened: FilesDestroyed) -> None:
    lines = DisposalLine.objects.filter(disposal=happened.disposal_id, disposal__state="done")
    services.forget_files(files=list(lines.values_list("file_id", flat=True)))
