"""What people give: a workbook, which column is which, and whether to accept what was found."""

from typing import TYPE_CHECKING, Any

from django import forms

from ground.accounts.models import Organisation
from ground.intake.kinds import ImportKind
from ground.intake.models import Intake
from ground.sheets.limits import MOST_BYTES
from ground.sheets.refusals import refusal

if TYPE_CHECKING:
    from django.db.models import QuerySet

ACCEPTED = ".xlsx,.xls,.csv"
COLUMN = "column_"


class SendForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label="导入到",
        queryset=Organisation.objects.none(),
        empty_label=None,
        help_text="只能导入这个单位及其下级的内容",
    )
    file = forms.FileField(
        label="Excel 文件",
        widget=forms.ClearableFileInput({"accept": ACCEPTED}),
        help_text=f"您自己的表格或本页的模板，.xlsx、.xls 或 .csv，不超过{MOST_BYTES >> 20}MB",
        error_messages={"required": "请选择文件", "empty": refusal("sheet_empty").message},
    )

    def __init__(self, *args: Any, among: "QuerySet[Organisation]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = among  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(refusal("sheet_too_large").message)
        return sent


class MappingForm(forms.Form):
    """For each field of a kind the column that holds it; and how the sheet is to be read."""

    skip_totals = forms.BooleanField(label="跳过合计行和落款", required=False)
    in_ten_thousands = forms.BooleanField(label="金额以万元为单位", required=False)

    def __init__(self, *args: Any, intake: Intake, kind: type[ImportKind], **kwargs: Any) -> None:
        kwargs["initial"] = {
            "skip_totals": intake.options.get("skip_totals", True),
            "in_ten_thousands": intake.options.get("scale", 1) != 1,
            **{COLUMN + key: at for key, at in intake.mapping.items()},
        }
        super().__init__(*args, **kwargs)
        self.kind = kind
        offered = [("", "表中没有"), *enumerate(_named(intake.layout["labels"]))]
        for one in kind.fields:
            self.fields[COLUMN + one.key] = forms.TypedChoiceField(
                label=one.label,
                choices=offered,
                coerce=int,
                empty_value=None,
                required=False,
                help_text=one.hint,
            )

    def mapping(self) -> dict[str, int]:
        return {
            one.key: at
            for one in self.kind.fields
            if (at := self.cleaned_data[COLUMN + one.key]) is not None
        }


class LayoutForm(forms.Form):
    sheet = forms.ChoiceField(label="工作表", required=False)
    heading_row = forms.IntegerField(label="表头在第几行", min_value=1, max_value=40)

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        layout = intake.layout
        kwargs["initial"] = {"sheet": layout["sheet"], "heading_row": layout["bottom"]}
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(one, one) for one in layout["sheets"]]  # type: ignore[attr-defined]
        if len(layout["sheets"]) < 2:  # noqa: PLR2004 -- nothing to choose
            self.fields["sheet"].widget = forms.HiddenInput()


class AcceptForm(forms.Form):
    only_good = forms.BooleanField(required=False)
    reason = forms.CharField(label="放行原因", max_length=200, required=False)


def _named(labels: list[str]) -> list[str]:
    """The headings as they are offered; one without words is named by its letter."""
    return [label or f"（第{at + 1}列，无表头）" for at, label in enumerate(labels)]
