from django.db import models

from assistance.aid.models.payments import Payment
from assistance.households.queries import ID_PLACE
from ground.audit.sealing import HashField, SealedField, SealedRow


class Beneficiary(SealedRow):
    """受助人: whom a payment helps, where that is no family on file or one member of it (a student).

    Written with the payment and never again (trigger). A place has a name too, and its list is signed
    there. By the hash of the number a person without a file is known when a file is made later.
    """

    payment = models.OneToOneField(
        Payment, primary_key=True, on_delete=models.PROTECT, related_name="beneficiary"
    )
    name = models.CharField("受助人", max_length=40)
    id_no = SealedField("身份证号")
    id_hash = HashField(of="id_no", place=ID_PLACE)
    id_tail = models.CharField("身份证后四位", max_length=4, blank=True)
    is_place = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["id_hash"], name="beneficiary_by_person", condition=~models.Q(id_hash="")
            ),
        ]

    def __str__(self) -> str:
        return f"beneficiary of {self.payment_id}"


class Payee(SealedRow):
    """Who gets a payment and onto which account, as it was when the batch was locked.

    Frozen (trigger), whatever is corrected in the file later; removed only with a batch that is sent
    back. `card_tail` is all of the account that is readable.
    """

    class Relation(models.TextChoices):
        HOLDER = "holder", "户主本人"
        SELF = "self", "本人（未建档）"
        STUDENT_PARENT = "student_parent", "学生家长"
        OTHER = "other", "其他"

    payment = models.OneToOneField(Payment, on_delete=models.CASCADE, related_name="payee")
    name = models.CharField("收款人", max_length=40)
    relation = models.CharField("与家庭关系", max_length=14, choices=Relation)
    reason = models.CharField("代领原因", max_length=120, blank=True, db_default="")
    bank = models.CharField("开户银行", max_length=60, blank=True)
    branch = models.CharField("开户网点", max_length=80, blank=True)
    id_no = SealedField("身份证号")
    id_tail = models.CharField("身份证后四位", max_length=4, blank=True)
    account_no = SealedField("账号")
    card_tail = models.CharField("卡号后四位", max_length=4, blank=True)

    def __str__(self) -> str:
        return f"payee of {self.payment_id}"
