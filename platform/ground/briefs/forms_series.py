"""The masthead and the lists of a series, as an office fills them in."""

from typing import Any

from django import forms

from ground.accounts.models import Organisation, User
from ground.briefs.kinds import BRIEF, kinds
from ground.briefs.models import Series
from ground.briefs.permissions import EDIT_ISSUE
from ground.briefs.rules import privacy


class MastheadForm(forms.Form):
    """What each issue prints at its head and its foot, and how it is laid out."""

    title = forms.CharField(label="报头", max_length=60, help_text="例如：常德“双联”简报")
    issuer = forms.CharField(
        label="编发单位全称",
        max_length=80,
        help_text="印在报头下，例如：常德市“双联”工作领导小组办公室编",
    )
    marking = forms.ChoiceField(
        label="标识",
        required=False,
        choices=[(one, one or "不标") for one in privacy.MARKINGS_ALLOWED],
        help_text="涉密文件不得在本系统制作",
    )
    report_to = forms.CharField(label="报", max_length=300, required=False)
    send_to = forms.CharField(label="送", max_length=300, required=False)
    distribute_to = forms.CharField(label="发", max_length=300, required=False)
    print_run = forms.IntegerField(label="共印份数", min_value=1, max_value=100_000, required=False)
    has_contents = forms.BooleanField(label="两篇以上印目录", required=False, initial=True)
    data_page = forms.ChoiceField(
        label="本期数据",
        required=False,
        choices=Series.DataPage.choices,
        help_text="印在正文之后的数据表；随种类：简报和数据快报附，其他不附",
    )


class SeriesForm(MastheadForm):
    kind = forms.ChoiceField(
        label="种类",
        required=False,
        initial=BRIEF.code,
        help_text="决定每期从什么草稿开始，设立后不变",
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="编发单位", empty_label=None
    )
    paper_year = forms.IntegerField(
        label="已出纸质简报的年度", min_value=1949, max_value=2199, required=False
    )
    paper_number = forms.IntegerField(
        label="该年度已出到第几期",
        min_value=0,
        max_value=999,
        required=False,
        help_text="期号接着往下编",
    )

    field_order = ("kind", "title", "organisation")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, f"{one.label}（{one.hint}）") for one in kinds()]
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 -- narrows the type
        kind.choices = choices
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- narrows the type
        field.queryset = Organisation.objects.visible_to(user, EDIT_ISSUE.code).filter(
            is_active=True
        )

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or BRIEF.code

    def clean_paper_number(self) -> int:
        return self.cleaned_data["paper_number"] or 0
