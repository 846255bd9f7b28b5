"""The people of a family."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from assistance.households.models.codes import (
    DisabilityGrade,
    DisabilityKind,
    Education,
    Health,
    Hukou,
    Marital,
    ModelWorker,
    Political,
    WorkState,
)
from assistance.households.models.files import HardshipFile
from ground.audit.sealing import SealedField, SealedRow


class Member(SealedRow):
    """A person of the family. The holder (户主) is the worker on whose name the file stands.

    `in_open_file` follows the file's life, so that the database refuses a person in two open files.
    `tokens` are what a search finds the person by: pieces of the name, and keyed hashes of number
    tails (`ground.kernel.searching`).
    """

    class Relation(models.TextChoices):
        HOLDER = "holder", "本人"
        SPOUSE = "spouse", "配偶"
        CHILD = "child", "子女"
        PARENT = "parent", "父母"
        SIBLING = "sibling", "兄弟姐妹"
        GRANDPARENT = "grandparent", "祖父母"
        GRANDCHILD = "grandchild", "孙子女"
        OTHER = "other", "其他"

    class Sex(models.TextChoices):
        MALE = "m", "男"
        FEMALE = "f", "女"

    class Standing(models.TextChoices):
        """Whether the person still belongs to the family."""

        PRESENT = "present", "在家庭中"
        DECEASED = "deceased", "已故"
        LEFT = "left", "已迁出或分户"

    file = models.ForeignKey(HardshipFile, on_delete=models.CASCADE, related_name="members")
    relation = models.CharField("关系", max_length=12, choices=Relation)
    name = models.CharField("姓名", max_length=40)
    tokens = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    id_no = SealedField("身份证号")
    id_hash = models.CharField(max_length=64, blank=True)
    in_open_file = models.BooleanField(default=True)
    standing = models.CharField("状况", max_length=10, choices=Standing, default=Standing.PRESENT)
    gone_on = models.DateField("变动日期", null=True, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    sex = models.CharField("性别", max_length=1, choices=Sex, blank=True)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    political = models.CharField("政治面貌", max_length=10, choices=Political, blank=True)
    health = SealedField("健康状况", choices=Health)
    disability_kind = SealedField("残疾类别", choices=DisabilityKind)
    disability_grade = SealedField("残疾等级", choices=DisabilityGrade)
    medical_insurance = SealedField("医保状况")
    marital = models.CharField("婚姻状况", max_length=10, choices=Marital, blank=True)
    hukou = models.CharField("户口类型", max_length=10, choices=Hukou, blank=True)
    work_state = models.CharField("工作状态", max_length=16, choices=WorkState, blank=True)
    model_worker = models.CharField("劳模类型", max_length=12, choices=ModelWorker, blank=True)
    place_of_work = models.CharField("学校或工作单位", max_length=80, blank=True)
    education = models.CharField("就学阶段", max_length=12, choices=Education, blank=True)
    enrolled_year = models.PositiveSmallIntegerField("入学年份", null=True, blank=True)
    school_years = models.PositiveSmallIntegerField("学制（年）", null=True, blank=True)
    monthly_income = models.DecimalField(
        "月收入", max_digits=14, decimal_places=2, null=True, blank=True
    )
    lives_together = models.BooleanField("共同生活", default=True)

    class Meta:
        ordering = ["file", "pk"]
        indexes = [
            GinIndex(fields=["tokens"], name="member_by_token"),
            models.Index(fields=["id_hash"], name="member_by_id_hash"),
            # few of all, and looked for among all: what the work lists ask for
            models.Index(
                fields=["file", "relation", "gone_on"],
                name="member_gone",
                condition=~Q(standing="present"),
            ),
            models.Index(
                fields=["file"],
                name="holder_retired",
                condition=Q(relation="holder", work_state="retired"),
            ),
            models.Index(
                fields=["file"],
                name="holder_unnumbered",
                condition=Q(relation="holder", id_hash=""),
            ),
        ]
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
