from typing import Any, cast

from django import forms

from assistance.households.models import Member
from assistance.rights.models import PersonRequest
from ground.accounts.models import Organisation, User
from ground.kernel.identifiers import masked_name


class RequestForm(forms.Form):
    kind = forms.ChoiceField(label="申请事项", choices=PersonRequest.Kind.choices)
    member = forms.ModelChoiceField(
        Member.objects.none(), label="涉及的人", required=False, empty_label="全家"
    )
    asked_by = forms.ChoiceField(label="申请人", choices=PersonRequest.AskedBy.choices)
    received_on = forms.DateField(label="收到日期")
    content = forms.CharField(
        label="申请内容",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text="加密保存。写清要查阅、更正或删除什么",
    )
    identity_seen = forms.BooleanField(
        label="已核对有效证件",
        required=False,
        help_text="本人身份证件；监护人另核对关系证明，受托人另核对授权委托书",
    )

    def __init__(self, members: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Member]", self.fields["member"])
        field.queryset = members
        field.label_from_instance = (  # type: ignore[method-assign]
            lambda obj: f"{masked_name(obj.name)}（{obj.get_relation_display()}）"
        )


class AnswerForm(forms.Form):
    granted = forms.ChoiceField(
        label="决定",
        choices=[("yes", "支持，已办理"), ("no", "不支持，说明理由")],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="答复内容",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text="告诉申请人的话；不支持的写明理由和可以投诉的途径",
    )

    def __init__(self, *args: Any, may_grant: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_grant:
            field = cast("forms.ChoiceField", self.fields["granted"])
            field.choices, field.initial = [("no", "不支持，说明理由")], "no"

    def clean_granted(self) -> bool:
        return bool(self.cleaned_data["granted"] == "yes")


class AreaForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="单位", empty_label=None
    )

    def __init__(self, user: User, permission: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        field.queryset = Organisation.objects.visible_to(user, permission).filter(
            is_active=True, kind__in=[Organisation.Kind.UNION, Organisation.Kind.LINK_OFFICE]
        )


def _words(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, help_text=help_text, widget=forms.Textarea({"rows": 4})
    )


class ImpactForm(AreaForm):
    purpose = _words("处理目的和方式", "为什么处理、怎样收集、谁使用、保存多久")
    necessity = _words("合法、正当、必要性", "依据哪些规定，是否只收集必需的")
    risks = _words("对个人权益的影响和安全风险", "泄露、误认定、公示等会造成什么影响")
    measures = _words(
        "保护措施及其有效性", "加密、遮蔽、查看登记、公示只印遮蔽信息等是否与风险相适应"
    )
