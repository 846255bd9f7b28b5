"""What is typed: the head of an edition, and what every clause has."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

from ground.kernel import clock
from ground.places.models import Division
from ground.places.queries import divisions_on

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from assistance.editions.models import One


class HeadForm(forms.Form):
    name = forms.CharField(label="名称", max_length=80)
    valid_from = forms.DateField(label="自何日起")
    valid_to = forms.DateField(label="至何日止", required=False, help_text="不填表示长期有效")
    source = forms.CharField(
        label="依据",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="文件名称和文号",
    )


class DraftForm(HeadForm):
    division = forms.ModelChoiceField(
        label="适用地区", queryset=Division.objects.none(), required=False
    )
    copied_from: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="以哪一份为底稿",
        queryset=None,
        required=False,
        empty_label="空白",
        help_text="复制它的全部条款，再逐条修改",
    )
    field_order = ("name", "division", "copied_from", "valid_from", "valid_to", "source")

    def __init__(
        self, *args: Any, kept: set[int] | None, among: "QuerySet[One]", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        area, copied = self.fields["division"], self.fields["copied_from"]
        divisions = divisions_on(clock.today())
        area.queryset = divisions if kept is None else divisions.filter(pk__in=kept)  # type: ignore[attr-defined]
        area.required = kept is not None
        area.empty_label = "全部地区" if kept is None else "请选择"  # type: ignore[attr-defined]
        copied.queryset = among.select_related("division")  # type: ignore[attr-defined]
        copied.label_from_instance = lambda one: f"{one.area} {one}"  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    on = forms.DateField(label="自何日起不再适用", help_text="此前办过的事仍按这份标准")
    reason = forms.CharField(label="原因", max_length=300)


def code_field(example: str) -> forms.CharField:
    said = f"小写英文，各版本相同，用来对照，例如 {example}"
    return forms.CharField(label="代码", max_length=40, help_text=said)


class ClauseForm(forms.Form):
    """What every clause has; a room adds the `code` with an example of its own, and the parameters."""

    OWN: tuple[str, ...] = ("label", "code", "source")

    label = forms.CharField(label="名称", max_length=80)
    source = forms.CharField(label="依据", max_length=300)
    field_order: tuple[str, ...] | None = ("label", "code")

    def written(self) -> dict[str, Any]:
        """What the service that writes a clause takes."""
        said = self.cleaned_data
        return {
            "label": said["label"],
            "code": said["code"],
            "source": said["source"],
            "parameters": self._parameters(),
        }

    def _parameters(self) -> dict[str, Any]:
        """The plain values that the table keeps, by the names of the typed clause."""
        return {
            name: str(value) if isinstance(value, Decimal | int) and value is not True else value
            for name, value in self.cleaned_data.items()
            if name not in self.OWN and value is not False
        }
