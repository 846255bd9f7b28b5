"""What people type about notices and objections."""

from typing import Any, cast

from django import forms

from assistance.households.models import HardshipFile
from assistance.notices.models import NoticePicture, Objection
from assistance.notices.permissions import KEEP_DESK, KEEP_NOTICES
from assistance.notices.rules import LONGEST
from assistance.notices.services.objections import OUTCOMES
from ground.accounts.models import Organisation, User
from ground.web.fields import CHOOSE
from ground.web.uploads import ANY_FILE, FilesField

POSTS = [
    Organisation.Kind.LINK_OFFICE,
    Organisation.Kind.UNION,
    Organisation.Kind.AGENCY,
    Organisation.Kind.ENTERPRISE,
    Organisation.Kind.COMMUNITY,
]


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """Organisations of a person's reach, for one permission."""

    def reach(self, user: User, permission: str) -> None:
        visible = Organisation.objects.visible_to(user, permission)
        self.queryset = visible.filter(is_active=True, kind__in=POSTS)


class PostForm(forms.Form):
    organisation = OrganisationField(label="公示单位", queryset=Organisation.objects.none())
    title = forms.CharField(label="标题", max_length=LONGEST["title"], initial="困难职工建档公示")
    place = forms.CharField(
        label="张贴地点",
        max_length=LONGEST["place"],
        help_text="写场所，例如“厂区公示栏”，不写门牌号；到期前要在这里拍一张照片",
    )
    remark = forms.CharField(
        label="说明",
        required=False,
        max_length=LONGEST["remark"],
        widget=forms.Textarea({"rows": 2}),
        help_text="印在公示单上；不写姓名、号码和住址",
    )
    families = forms.ModelMultipleChoiceField(
        label="家庭", queryset=HardshipFile.objects.none(), required=False
    )

    def __init__(self, user: User, waiting: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("OrganisationField", self.fields["organisation"]).reach(user, KEEP_NOTICES.code)
        cast(
            "forms.ModelMultipleChoiceField[HardshipFile]", self.fields["families"]
        ).queryset = waiting


class DeskForm(forms.Form):
    organisation = OrganisationField(label="单位", queryset=Organisation.objects.none())
    phone = forms.CharField(
        label="监督电话", max_length=30, help_text="单位的座机或热线，印在公示单上"
    )
    contact = forms.CharField(label="受理部门", max_length=60, help_text="例如：权益保障部")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("OrganisationField", self.fields["organisation"]).reach(user, KEEP_DESK.code)


class PicturesForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=NoticePicture.Kind.choices)
    taken_on = forms.DateField(label="日期")
    pictures = FilesField(label="照片或扫描件", accept=ANY_FILE)


class ResultForm(forms.Form):
    result = forms.CharField(
        label="公示结果",
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        help_text="例如：公示期满，无异议",
    )
    sealed_on = forms.DateField(label="盖章日期")


class ObjectionForm(forms.Form):
    raised_on = forms.DateField(label="反映日期", help_text="对方说的那一天，不是登记的这一天")
    content = forms.CharField(
        label="反映内容",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="加密保存，只有办理人看得到",
    )
    is_anonymous = forms.BooleanField(label="匿名，不愿留名", required=False)
    who = forms.CharField(
        label="反映人",
        required=False,
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label="反映人电话",
        required=False,
        max_length=30,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel"}),
    )


class InvestigationForm(forms.Form):
    investigators = forms.CharField(label="调查人", max_length=120)
    investigated_on = forms.DateField(label="调查日期")
    finding = forms.CharField(
        label="调查情况", max_length=1000, widget=forms.Textarea({"rows": 4}), help_text="加密保存"
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label="认定",
        widget=forms.RadioSelect,
        choices=[
            (Objection.Decision.DISMISSED, "不成立，公示照常"),
            (Objection.Decision.UPHELD, "成立"),
        ],
    )
    outcome = forms.ChoiceField(
        label="成立的，档案如何处理",
        required=False,
        choices=[CHOOSE, *((code, label) for code, (label, _) in OUTCOMES.items())],
    )
    ground = forms.CharField(
        label="认定理由", max_length=1000, widget=forms.Textarea({"rows": 3}), help_text="加密保存"
    )
