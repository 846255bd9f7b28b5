from assistance.aid.events import PaymentPlanned, PaymentsPaid
from campaigns import services
from ground.events import handles


@handles(PaymentPlanned)
def take_in_payment(happened: PaymentPlanned) -> None:
    if happened.origin:
        services.take_in_payment(happened.payment_id)


@handles(PaymentsPaid)
def mark_reached(happened: PaymentsPaid) -> None:
    services.mark_reached(happened.payment_ids)
