"""The papers of a file, which of them a region asks for, and what the people signed."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assistance.households.models.files import HardshipFile
from assistance.households.models.members import Member
from ground.accounts.models import User
from ground.files.models import StoredFile
from ground.places.models import Division


class PaperKind(models.TextChoices):
    """Kinds of attachments (domain.md, 2.3: Yueyang 2018, a Hubei school)."""

    APPLICATION = "application", "申请书"
    APPROVAL_FORM = "approval_form", "建档申请审批表"
    ID_COPY = "id_copy", "身份证复印件"
    REGISTER = "register", "户口簿复印件"
    INCOME = "income", "一年工资单或收入证明（失业证明）"
    BANK_CARD = "bank_card", "银行卡复印件"
    UNION_CARD = "union_card", "工会会员证或证明"
    NOTICE_COPY = "notice_copy", "公示复印件"
    MINUTES = "minutes", "工会会议记录"
    AUTHORISATION = "authorisation", "家庭经济状况核对授权书"
    DIBAO = "dibao", "低保证明（一年内年审）"
    DIAGNOSIS = "diagnosis", "二级以上医院诊断证明"
    BILLS = "bills", "一年内自付费用票据"
    DISABILITY = "disability", "残疾证（一至三级）"
    ACCIDENT = "accident", "公安或民政部门事故（灾害）证明"
    SCHOOL = "school", "学生证或录取通知书"
    FEES = "fees", "缴费收据"
    CONTRACT = "contract", "一年以上劳动合同或事实劳动关系证明"
    CIVIL_STATUS = "civil_status", "离异（死亡）证明"
    VISIT_FORM = "visit_form", "入户调查表"
    OTHER = "other", "其他材料"


class PaperRule(models.Model):
    """Which paper a region asks for, of whom, from a day on. `when` empty: of everybody."""

    class When(models.TextChoices):
        ALWAYS = "", "所有家庭"
        DIBAO = "dibao", "享受低保的"
        ILLNESS = "illness", "因病致困的"
        DISABILITY = "disability", "有残疾成员的"
        ACCIDENT = "accident", "因灾或意外致困的"
        SCHOOLING = "schooling", "子女上学致困的"
        MIGRANT = "migrant", "农民工"
        CIVIL_STATUS = "civil_status", "离异或丧偶的"

    kind = models.CharField("材料", max_length=14, choices=PaperKind)
    when = models.CharField("对象", max_length=14, choices=When, blank=True)
    division = models.ForeignKey(
        Division, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)
    months = models.PositiveSmallIntegerField("出具后有效（月）", null=True, blank=True)
    is_asked = models.BooleanField("要求提供", default=True)  # False: not asked for here
    source = models.CharField("依据", max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "when", "division", "valid_from"],
                name="paper_rule_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.valid_from}"


class Paper(models.Model):
    """A paper of a file. Without `stored` the original was seen, and lies in the folder."""

    file = models.ForeignKey(HardshipFile, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField("材料", max_length=14, choices=PaperKind)
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="papers"
    )
    stored = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    pages = models.PositiveSmallIntegerField("页数", default=1)
    issued_by = models.CharField("出具单位", max_length=80, blank=True)
    issued_on = models.DateField("出具日期", null=True, blank=True)
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        ordering = ["file", "pk"]

    def __str__(self) -> str:
        return f"{self.file_id} {self.kind}"


class ConsentText(models.Model):
    """What people are told and sign, in its versions. Never changed once anybody signed it."""

    class Purpose(models.TextChoices):
        TRUTH = "truth", "如实申报声明"
        CHECK = "check", "家庭经济状况核对授权"
        SENSITIVE = "sensitive", "敏感个人信息单独同意"
        PUBLISH = "publish", "公开姓名等单独同意（自愿）"

    purpose = models.CharField("事项", max_length=12, choices=Purpose)
    version = models.PositiveSmallIntegerField("版本")
    title = models.CharField("标题", max_length=80)
    text = models.TextField("正文")
    valid_from = models.DateField("启用日期")

    class Meta:
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Consent(models.Model):
    """One person's signature under one text: of their own, or of a guardian under 14 (PIPL 29, 31)."""

    class Way(models.TextChoices):
        PAPER = "paper", "纸质签署"
        SCREEN = "screen", "屏幕手写"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    signed_on = models.DateField("签署日期")
    way = models.CharField("方式", max_length=8, choices=Way)
    guardian = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="signed_for"
    )
    stored = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="consents"
    )
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawn_why = models.CharField("撤回原因", max_length=200, blank=True)

    class Meta:
        ordering = ["member", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "text"],
                name="consent_stands_once",
                condition=Q(withdrawn_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"
