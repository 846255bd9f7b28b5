from assistance.aid.events import PaymentPaid, PaymentPlanned
from campaigns import services
from ground.events import handles


@handles(PaymentPlanned)
def take_in_payment(happened: PaymentPlanned) -> None:
    if happened.origin:
        services.take_in_payment(happened.payment_id)


@handles(PaymentPaid)
def mark_reached(happened: PaymentPaid) -> None:
    if happened.origin:
        services.mark_reached(happened.payment_id)
