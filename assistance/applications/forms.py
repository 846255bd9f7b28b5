"""What is typed about an application. Sealed values are never shown again: an empty input keeps them."""

from typing import Any, cast

from django import forms

from assistance.applications import rules
from assistance.applications.permissions import KEEP_APPLICATIONS
from assistance.applications.services import Asked, Outsider
from assistance.households.models import HardshipFile, Member
from assistance.standards.rules import PAPERS, SOURCE_KINDS
from ground.accounts.models import Organisation, User
from ground.kernel.identifiers import masked_name
from ground.web.fields import CHOOSE
from ground.web.uploads import FilesField

NO_FILL = {"autocomplete": "off"}
MONEY = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})


class AskForm(forms.Form):
    """What a family asks for."""

    aid_type = forms.ChoiceField(label="救助项目", choices=[CHOOSE, *rules.ON_FILE.items()])
    member = forms.ChoiceField(
        label="为哪位家庭成员", required=False, help_text="医疗救助、子女助学必选"
    )
    occasion = forms.CharField(
        label="事项",
        max_length=rules.LONGEST_OCCASION,
        required=False,
        help_text="一年内同一项目再次申请的，写明是哪一件，例如“3月住院”；不写姓名和号码",
    )
    asked = forms.CharField(
        label="申请金额（元）",
        max_length=20,
        required=False,
        widget=MONEY,
        help_text="提交复核前必填",
    )
    out_of_pocket = forms.CharField(
        label="本年自付医疗费（元）",
        max_length=20,
        required=False,
        widget=MONEY,
        help_text="医疗救助必填：本年全部票据的自付部分合计",
    )
    source_kind = forms.ChoiceField(
        label="拟用资金来源", choices=[("", "尚未确定"), *SOURCE_KINDS.items()], required=False
    )
    is_relative = forms.ChoiceField(
        label="是否工作人员亲属",
        choices=[CHOOSE, ("no", "不是"), ("yes", "是")],
        required=False,
        help_text="提交复核前必选；与工会、帮扶中心或所在单位经办人员有亲属关系的，审批时会提示",
    )
    relative_note = forms.CharField(
        label="与工作人员的关系", max_length=80, required=False, help_text="是亲属的填写"
    )
    reason = forms.CharField(
        label="申请事由",
        max_length=rules.LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="提交复核前必填；加密保存，修改时不填表示不变",
    )

    def __init__(self, *args: Any, file: HardshipFile | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Member.objects.none()
        if file is not None:
            people = Member.objects.filter(file=file, standing=Member.Standing.PRESENT)
        else:
            cast("forms.ChoiceField", self.fields["aid_type"]).choices = [
                CHOOSE,
                *rules.WITHOUT_FILE.items(),
            ]
        if file is None:
            del self.fields["member"], self.fields["out_of_pocket"]
        else:
            cast("forms.ChoiceField", self.fields["member"]).choices = [
                ("", "全家"),
                *(
                    (one.pk, f"{one.get_relation_display()} {masked_name(one.name)}")
                    for one in people
                ),
            ]

    def asks(self, *, reason: str = "") -> Asked:
        """What was typed; `reason` stands in where none was typed anew."""
        said = self.cleaned_data
        return Asked(
            aid_type=said["aid_type"],
            member=int(said["member"]) if said.get("member") else None,
            occasion=said["occasion"],
            reason=said["reason"] or reason,
            asked=said["asked"],
            out_of_pocket=said.get("out_of_pocket", ""),
            source_kind=said["source_kind"],
            is_relative={"yes": True, "no": False}.get(said["is_relative"]),
            relative_note=said["relative_note"],
        )


class FindForm(forms.Form):
    """Which family: by the number of its file."""

    file_no = forms.CharField(
        label="档案编号",
        max_length=40,
        help_text="须为在档的困难职工家庭",
        widget=forms.TextInput(NO_FILL),
    )


class OutsideForm(AskForm):
    """A family without a file: who asks, and for what."""

    unit = forms.ModelChoiceField(Organisation.objects.none(), label="所在单位")
    name = forms.CharField(label="姓名", max_length=40, widget=forms.TextInput(NO_FILL))
    id_no = forms.CharField(
        label="身份证号",
        max_length=20,
        widget=forms.TextInput(NO_FILL),
        help_text="用于查重，加密保存，以后只显示首3位和末4位",
    )
    mobile = forms.CharField(
        label="联系电话", max_length=20, required=False, widget=forms.TextInput(NO_FILL)
    )
    field_order = ("unit", "name", "id_no", "mobile")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Organisation.objects.visible_to(user, KEEP_APPLICATIONS.code)
        field = cast("forms.ModelChoiceField[Organisation]", self.fields["unit"])
        field.queryset = units.filter(is_active=True)

    def person(self) -> Outsider:
        said = self.cleaned_data
        return Outsider(name=said["name"], id_no=said["id_no"], mobile=said["mobile"])


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label="材料", choices=[CHOOSE, *PAPERS.items()])
    upload = FilesField(
        label="照片或扫描件",
        required=False,
        most=1,
        help_text="不上传即登记为“已看原件”，原件留在档案袋",
    )


class ReviewForm(forms.Form):
    opinion = forms.CharField(
        label="复核意见",
        max_length=rules.LONGEST_OPINION,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class DecideForm(forms.Form):
    amount = forms.CharField(label="批准金额（元）", max_length=20, widget=MONEY)
    decided_reason = forms.CharField(
        label="理由",
        max_length=rules.LONGEST_OPINION,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="与建议金额不同或没有建议金额的必填",
    )
    opinion = forms.CharField(
        label="审批意见",
        max_length=rules.LONGEST_OPINION,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
