"""What applications do about the events below: a payment given up, families destroyed."""

from assistance.aid.events import PaymentReleased, PaymentVoided
from assistance.applications import services
from assistance.rights.events import FilesDestroyed
from assistance.rights.models import DisposalLine
from ground.events import handles


@handles(PaymentVoided)
def lapse_application(event: PaymentVoided) -> None:
    services.lapse_application(payment_id=event.payment_id)


@handles(PaymentReleased)
def lapse_after_return(event: PaymentReleased) -> None:
    services.lapse_application(payment_id=event.payment_id)


@handles(FilesDestroyed)
def forget_applications(event: FilesDestroyed) -> None:
    lines = DisposalLine.objects.filter(disposal=event.disposal_id, disposal__state="done")
    services.forget_files(files=list(lines.values_list("file_id", flat=True)))
