from django.db import models

from assistance.aid.models.batches import Batch
from assistance.aid.models.payments import Payment


class BatchProblem(models.Model):
    """Why a payment kept its batch from being locked, as the latest check found it.

    Written anew by every check; gone once the batch is locked, given up, or rid of the payment.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="problems")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="problems")
    says = models.CharField("问题", max_length=300)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.says
