"""What is typed about routes and meetings."""

from typing import Any, cast

from django import forms

from assistance.households.models import Gate, HardshipFile, MeetingDecision, Route
from assistance.households.permissions import KEEP_FILES
from ground.accounts.models import Organisation, User
from ground.kernel import clock
from ground.kernel.identifiers import masked_name
from ground.places.models import Division
from ground.places.queries import divisions_on
from ground.web.uploads import ANY_FILE, FilesField


class RouteForm(forms.Form):
    name = forms.CharField(label="名称", max_length=60)
    valid_from = forms.DateField(
        label="施行日期", help_text="这一天起提交的档案按这份流程办理，已提交的仍按原来的"
    )
    source = forms.CharField(
        label="依据", max_length=200, widget=forms.Textarea({"rows": 2}), help_text="文件名称和文号"
    )


class DraftRouteForm(RouteForm):
    division = forms.ModelChoiceField(
        label="适用地区", queryset=Division.objects.none(), required=False
    )
    copied_from = forms.ModelChoiceField(
        label="以哪一份为底稿",
        queryset=Route.objects.none(),
        required=False,
        empty_label="空白",
        help_text="复制它的全部环节，再逐个调整",
    )
    field_order = ("name", "division", "copied_from", "valid_from", "source")

    def __init__(self, *args: Any, kept: set[int] | None, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area = cast("forms.ModelChoiceField[Division]", self.fields["division"])
        divisions = divisions_on(clock.today())
        area.queryset = divisions if kept is None else divisions.filter(pk__in=kept)
        area.required = kept is not None
        area.empty_label = "全部地区" if kept is None else "请选择"
        copied = cast("forms.ModelChoiceField[Route]", self.fields["copied_from"])
        copied.queryset = among.select_related("division")
        copied.label_from_instance = lambda obj: (  # type: ignore[method-assign]
            f"{obj.division or '全部地区'} {obj}（{obj.valid_from}起）"
        )


class GateForm(forms.Form):
    kind = forms.ChoiceField(
        label="类型", choices=Gate.Kind.choices, help_text="决定这个环节做什么；名称可以自定"
    )
    label = forms.CharField(label="名称", max_length=30, help_text="例如：街道工会意见")
    actor = forms.ChoiceField(label="经办", choices=Gate.Actor.choices)
    workdays = forms.IntegerField(
        label="期限（工作日）",
        required=False,
        help_text="不限期的留空；公示的天数按地方规则，不在这里填",
    )


class MeetingForm(forms.Form):
    """The head of a meeting, and below it a decision and an opinion for each file that waits."""

    organisation = forms.ModelChoiceField(
        label="研究单位", queryset=Organisation.objects.none(), empty_label=None
    )
    held_on = forms.DateField(label="会议日期")
    people = forms.CharField(label="参加人", max_length=120)
    minutes = FilesField(label="会议记录", accept=ANY_FILE, most=1, required=False)

    def __init__(self, user: User, files: list[HardshipFile], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        visible = Organisation.objects.visible_to(user, KEEP_FILES.code)
        field.queryset = visible.filter(is_active=True)
        for file in files:
            self.fields[f"decision-{file.pk}"] = forms.ChoiceField(
                label="决定",
                required=False,
                choices=[("", "本次不研究"), *MeetingDecision.Decision.choices],
            )
            self.fields[f"opinion-{file.pk}"] = forms.CharField(
                label="意见",
                required=False,
                max_length=300,
                widget=forms.TextInput({"aria-label": f"{file}的意见"}),
            )
            self.fields[f"decision-{file.pk}"].widget.attrs["aria-label"] = f"{file}的决定"
        self.files_of_meeting = files

    def rows(self) -> list[dict[str, object]]:
        """Each file with its two inputs."""
        return [
            {
                "file": file,
                "name": masked_name(getattr(file, "holder_name", "") or ""),
                "decision": self[f"decision-{file.pk}"],
                "opinion": self[f"opinion-{file.pk}"],
            }
            for file in self.files_of_meeting
        ]
