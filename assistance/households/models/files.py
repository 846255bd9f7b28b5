from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assistance.visits.models import Clue
from ground.accounts.models import Organisation, User, below
from ground.audit.sealing import SealedField


class FileQuerySet(models.QuerySet["HardshipFile"]):
    def visible_to(self, user: User, permission: str | None = None) -> "FileQuerySet":
        """Files of workers whose unit is in this person's scope."""
        return self.filter(below("unit__path", user.scope(permission)))


class HardshipFile(models.Model):
    """The file of a family in hardship (困难职工档案): one family, many members, one active file.

    Category (who), tier (which money) and state (life) are three different things.
    """

    class Category(models.TextChoices):
        DEEP = "deep", "深度困难"
        RELATIVE = "relative", "相对困难"
        ACCIDENTAL = "accidental", "意外致困"

    class Tier(models.TextChoices):
        NATIONAL = "national", "全国级"
        PROVINCIAL = "provincial", "省级"
        PREFECTURE = "prefecture", "地市级"
        COUNTY = "county", "区县级"
        BASIC = "basic", "基层"

    class State(models.TextChoices):
        DRAFT = "draft", "待完善"
        SUBMITTED = "submitted", "待初审"
        REVIEWED = "reviewed", "待入户调查"
        INVESTIGATED = "investigated", "待经济核对"
        CHECKED = "checked", "待公示"
        NOTICE_POSTED = "notice_posted", "公示中"
        NOTICE_PASSED = "notice_passed", "待审批"
        ACTIVE = "active", "在档"
        REJECTED = "rejected", "未通过"
        EXITED = "exited", "已脱困"
        CANCELLED = "cancelled", "已注销"

    class Cause(models.TextChoices):
        """Code list of the national form (domain.md, 2.4)."""

        NO_ABILITY = "1", "无劳动能力"
        NOT_EMPLOYED = "2", "有劳动能力而未就业"
        LAID_OFF = "3", "下岗失业"
        NOT_INSURED = "4", "未参加社会保险"
        INSURANCE_SHORT = "5", "社会保险待遇落实不到位"
        ILLNESS = "6", "患重特大疾病"
        DISASTER = "7", "遭受自然灾害"
        ACCIDENT = "8", "遭受意外事故"
        SCHOOLING = "9", "子女上学"
        OTHER = "10", "其他"

    file_no = models.CharField("档案编号", max_length=20, unique=True)
    unit = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="hardship_files",
        verbose_name="所在单位",
    )
    clue = models.OneToOneField(Clue, null=True, on_delete=models.PROTECT, related_name="file")
    category = models.CharField("困难类别", max_length=12, choices=Category, blank=True)
    tier = models.CharField("建档标准", max_length=12, choices=Tier, default=Tier.BASIC)
    primary_cause = models.CharField("主要致困原因", max_length=2, choices=Cause, blank=True)
    situation = models.TextField("家庭情况", blank=True)
    annual_income = models.DecimalField(
        "家庭年收入", max_digits=14, decimal_places=2, null=True, blank=True
    )
    rigid_expenses = models.DecimalField(
        "年刚性支出", max_digits=14, decimal_places=2, null=True, blank=True
    )
    mobile = SealedField("联系电话")
    address = SealedField("家庭住址")
    state = models.CharField("状态", max_length=15, choices=State, default=State.DRAFT)
    notice_ends_on = models.DateField("公示截止", null=True, blank=True)
    opened_on = models.DateField("建档申请日期")
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField("批准日期", null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "unit"], name="file_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="file_approver_is_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="active")
                | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="file_active_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.file_no


class Member(models.Model):
    """A person of the family. The holder (户主) is the worker on whose name the file stands.

    `in_open_file` follows the file's life, so that the database refuses a person in two open files.
    """

    class Relation(models.TextChoices):
        HOLDER = "holder", "本人"
        SPOUSE = "spouse", "配偶"
        CHILD = "child", "子女"
        PARENT = "parent", "父母"
        OTHER = "other", "其他"

    file = models.ForeignKey(HardshipFile, on_delete=models.CASCADE, related_name="members")
    relation = models.CharField("关系", max_length=10, choices=Relation)
    name = models.CharField("姓名", max_length=40)
    id_no = SealedField("身份证号")
    id_hash = models.CharField(max_length=64, blank=True)
    in_open_file = models.BooleanField(default=True)

    class Meta:
        ordering = ["file", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["id_hash"],
                name="person_in_one_open_file",
                condition=Q(in_open_file=True) & ~Q(id_hash=""),
            ),
            models.UniqueConstraint(
                fields=["file"], name="file_has_one_holder", condition=Q(relation="holder")
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


class Step(models.Model):
    """One step on a file's way: who, which opinion, which day. Append-only in use."""

    class Kind(models.TextChoices):
        OPENED = "opened", "登记建档"
        SUBMITTED = "submitted", "提交申请"
        REVIEWED = "reviewed", "初审"
        INVESTIGATED = "investigated", "入户调查"
        CHECKED = "checked", "经济状况核对"
        NOTICE_POSTED = "notice_posted", "张榜公示"
        NOTICE_PASSED = "notice_passed", "公示无异议"
        APPROVED = "approved", "批准建档"
        RETURNED = "returned", "退回补充"
        REJECTED = "rejected", "不予建档"
        EXITED = "exited", "脱困退档"
        CANCELLED = "cancelled", "注销档案"

    file = models.ForeignKey(HardshipFile, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField("步骤", max_length=15, choices=Kind)
    on = models.DateField("日期")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    opinion = models.CharField("意见", max_length=300, blank=True)
    investigators = models.CharField("调查人", max_length=120, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.file_id} {self.kind} {self.on}"
