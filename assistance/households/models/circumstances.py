"""What a family lives on and how: work, home, belongings, income and expenses, the account."""

from django.db import models
from django.db.models import Q

from assistance.criteria.rules import EVENTS, VEHICLES
from assistance.households.models.codes import (
    EmployerState,
    Housing,
    KeyGroup,
    Ownership,
)
from assistance.households.models.files import HardshipFile
from assistance.households.models.members import Member
from ground.audit.sealing import SealedField, SealedRow
from ground.places.models import Division


class Circumstances(SealedRow):
    """How a family lives: the holder's work, the home, what it owns, what was decided to relieve it.

    Kept apart from the file, so that lists stay light. Unknown is None: a rule then says “未填”.
    """

    file = models.OneToOneField(
        HardshipFile, on_delete=models.CASCADE, related_name="circumstances"
    )
    division = models.ForeignKey(
        Division, null=True, blank=True, on_delete=models.PROTECT, verbose_name="户口所在地"
    )
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    other_contact = SealedField("其他联系方式")
    # work of the holder
    employer = models.CharField("工作单位", max_length=80, blank=True)
    ownership = models.CharField("单位性质", max_length=12, choices=Ownership, blank=True)
    employer_state = models.CharField("企业状况", max_length=12, choices=EmployerState, blank=True)
    industry = models.CharField("所属行业", max_length=40, blank=True)
    work_since = models.DateField("参加工作时间", null=True, blank=True)
    contract_on = models.DateField("合同签订日期", null=True, blank=True)
    contract_term = models.CharField("合同期限", max_length=40, blank=True)
    union_member_no = models.CharField("工会会员号", max_length=40, blank=True)
    contract_months = models.PositiveSmallIntegerField(
        "合同或事实劳动关系（月）", null=True, blank=True
    )
    is_union_member = models.BooleanField("工会会员", null=True)
    is_migrant = models.BooleanField("农民工", null=True)
    lives_in_city = models.BooleanField("长期在城镇居住", null=True)
    # home
    housing = models.CharField("住房类型", max_length=12, choices=Housing, blank=True)
    floor_area = models.DecimalField(
        "建筑面积（平方米）", max_digits=7, decimal_places=2, null=True, blank=True
    )
    single_parent = models.BooleanField("单亲家庭", null=True)
    zero_employment = models.BooleanField("零就业家庭", null=True)
    self_help_capable = models.BooleanField("有自救能力", null=True)
    dibao_amount = SealedField("低保金额（月）")
    dibao_since = models.DateField("享受低保时间", null=True, blank=True)
    dibao_certificate = SealedField("低保证号")
    # what it owns, as declared; what speaks against a file (domain.md, 4.2). The words are the rules'.
    savings = models.DecimalField(
        "投资净资产和储蓄", max_digits=14, decimal_places=2, null=True, blank=True
    )
    dwellings = models.PositiveSmallIntegerField("住房套数", null=True, blank=True)
    vehicle = models.CharField("机动车情况", max_length=12, choices=VEHICLES, blank=True)
    employs_others = models.BooleanField("雇工经营", null=True)
    controls_company = models.BooleanField("企业控股或实际控制", null=True)
    high_fee_school = models.BooleanField("子女就读高收费民办学校", null=True)
    studies_abroad = models.BooleanField("自费出国留学", null=True)
    refuses_check = models.BooleanField("不接受核查或隐瞒", null=True)
    refuses_work = models.BooleanField("有劳动能力而拒绝就业", null=True)
    event = models.CharField("突发事件", max_length=12, choices=EVENTS, blank=True)
    has_casualty = models.BooleanField("有人员伤亡", null=True)
    event_costs = models.DecimalField(
        "突发事件自付费用或损失", max_digits=14, decimal_places=2, null=True, blank=True
    )
    # 解困脱困: what was decided to relieve the family
    key_group = models.CharField("重点群体", max_length=2, choices=KeyGroup, blank=True)
    measures = models.CharField("帮扶措施", max_length=200, blank=True)
    planned_exit_on = models.DateField("计划脱困日期", null=True, blank=True)

    def __str__(self) -> str:
        return f"circumstances of {self.file_id}"


class BankCard(SealedRow):
    """The account into which aid is paid: the holder's own, or the parent's for a student."""

    file = models.OneToOneField(HardshipFile, on_delete=models.CASCADE, related_name="bank_card")
    holder_name = models.CharField("开户人", max_length=40)
    bank = models.CharField("开户银行", max_length=60)
    branch = models.CharField("开户网点", max_length=80, blank=True)
    card_no = SealedField("银行卡号")

    def __str__(self) -> str:
        return f"bank card of {self.file_id}"


class Item(models.Model):
    """One kind of income or of rigid expense in the family's year, with its proof.

    Where a file has items of a side, its total is their sum: the database refuses any other total
    (trigger `file_totals_are_sums`).
    """

    class Side(models.TextChoices):
        INCOME = "income", "收入"
        EXPENSE = "expense", "刚性支出"

    class Kind(models.TextChoices):
        WAGE = "wage", "工资性收入"
        BUSINESS = "business", "经营净收入"
        PROPERTY = "property", "财产净收入"
        TRANSFER = "transfer", "转移净收入"
        OTHER_INCOME = "other_income", "其他收入"
        ILLNESS = "illness", "因病支出"
        DISABILITY = "disability", "因残支出"
        SCHOOLING = "schooling", "因学支出"
        HOUSING = "housing", "住房支出"
        EMPLOYMENT = "employment", "必要就业成本"
        OTHER_EXPENSE = "other_expense", "其他支出"

    file = models.ForeignKey(HardshipFile, on_delete=models.CASCADE, related_name="items")
    side = models.CharField(max_length=8, choices=Side)
    kind = models.CharField("项目", max_length=14, choices=Kind)
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="items"
    )
    spent = models.DecimalField("总额", max_digits=14, decimal_places=2, null=True, blank=True)
    reimbursed = models.DecimalField(
        "已报销", max_digits=14, decimal_places=2, null=True, blank=True
    )
    amount = models.DecimalField("金额（支出为自付）", max_digits=14, decimal_places=2)
    proof = models.CharField("凭证", max_length=80, blank=True)

    class Meta:
        ordering = ["file", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="household_item_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.kind} {self.amount}"
