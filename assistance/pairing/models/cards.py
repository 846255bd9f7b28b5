from django.db import models
from django.db.models import F, Q

from assistance.pairing.models.cadres import Cadre
from assistance.pairing.models.groups import PairingGroup
from ground.accounts.models import Organisation, User
from ground.audit.sealing import SealedField, SealedRow
from ground.files.models import StoredFile


class CardQuerySet(models.QuerySet["ContactCard"]):
    def visible_to(self, user: User, permission: str | None = None) -> "CardQuerySet":
        groups = PairingGroup.objects.visible_to(user, permission)
        return self.filter(group__in=groups.order_by().values("pk"))

    def led_by(self, user: User, permission: str) -> "CardQuerySet":
        """Cards of the groups whose lead agency this person acts for, or looks after."""
        return self.filter(
            group__in=PairingGroup.objects.led_by(user, permission).order_by().values("pk")
        )

    def in_force(self) -> "CardQuerySet":
        return self.filter(withdrawn_on__isnull=True)


class ContactCard(models.Model):
    """A card left with the link point (联系卡): who helps, their telephone, what was promised.

    Its QR code opens a page on which the enterprise says what it needs; a card that was withdrawn
    opens nothing. A renewed card takes the place of the one before.
    """

    group = models.ForeignKey(PairingGroup, on_delete=models.PROTECT, related_name="cards")
    promises = models.CharField("服务承诺", max_length=300, blank=True)
    hotline = models.CharField("服务热线", max_length=40, blank=True)
    issued_on = models.DateField("发放日期")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="renewed_as"
    )
    withdrawn_on = models.DateField("收回日期", null=True, blank=True)
    withdrawn_reason = models.CharField("收回原因", max_length=200, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group"], name="card_in_force_once", condition=Q(withdrawn_on__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("issued_on")),
                name="card_span",
            ),
        ]

    def __str__(self) -> str:
        return f"联系卡 {self.pk}"


class CardHolder(SealedRow):
    """A person whom a card names, as printed on it that day."""

    card = models.ForeignKey(ContactCard, on_delete=models.CASCADE, related_name="holders")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    cadre = models.ForeignKey(Cadre, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=60, blank=True)
    phone = SealedField("电话")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class CardPrint(models.Model):
    """A file of many cards, made in one go for whoever asked, to be printed and cut."""

    year = models.PositiveSmallIntegerField("年度")
    part = models.PositiveSmallIntegerField("第几份")
    cards = models.PositiveIntegerField("张数")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    job = models.UUIDField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["job", "part"], name="card_print_once"),
        ]

    def __str__(self) -> str:
        return f"{self.year}年联系卡 {self.part}"
