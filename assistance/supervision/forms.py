"""Forms of the assessment. A line of a scheme writes its scale as one figure, or as steps."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from assistance.supervision.measures import all_measures
from assistance.supervision.models import AssessmentScheme, Award, ScoreItem
from assistance.supervision.rules.scales import EMPTY, KINDS, shown
from assistance.supervision.rules.schemes import MOST_ITEMS, Item
from ground.accounts.models import Organisation
from ground.web.rows import RowsFormSet
from ground.web.uploads import FilesField

JUDGED = ""
PIECES = {"each", "lose"}


class SchemeForm(forms.Form):
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    title = forms.CharField(label="名称", max_length=80)
    copied_from = forms.ModelChoiceField(
        label="指标来源",
        queryset=AssessmentScheme.objects.none(),
        required=False,
        empty_label="系统模板（九项100分，另有加分扣分）",
        help_text="复制往年方案的全部指标，再逐项修改",
    )
    self_score_from = forms.DateField(label="自评开始")
    self_score_until = forms.DateField(label="自评截止")

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copied_from"].queryset = among  # type: ignore[attr-defined]


class HeadForm(forms.Form):
    title = forms.CharField(label="名称", max_length=80)
    full_marks = forms.DecimalField(label="满分", max_digits=6, decimal_places=2)
    self_score_from = forms.DateField(label="自评开始")
    self_score_until = forms.DateField(label="自评截止")


def _measures() -> list[tuple[str, str]]:
    return [(JUDGED, "人工评定"), *((one.code, one.label) for one in all_measures())]


class ItemRow(forms.Form):
    code = forms.CharField(label="编码", max_length=12)
    section = forms.CharField(label="内容", max_length=30)
    content = forms.CharField(label="指标", max_length=120)
    criteria = forms.CharField(label="评分办法和标准", max_length=300, required=False)
    kind = forms.ChoiceField(label="类别", choices=ScoreItem.Kind.choices, initial="basic")
    maximum = forms.DecimalField(label="分值", max_digits=6, decimal_places=2)
    measure = forms.ChoiceField(label="取数", choices=_measures, required=False)
    scale_kind = forms.ChoiceField(
        label="计分方式", choices=[("", "—"), *KINDS.items()], required=False
    )
    figure = forms.DecimalField(
        label="目标数或每件分值", required=False, max_digits=14, decimal_places=2
    )
    steps = forms.CharField(label="分档（数量:得分）", max_length=100, required=False)
    empty = forms.ChoiceField(label="没有应办事项时", choices=EMPTY.items(), required=False)
    evidence_wanted = forms.CharField(label="佐证材料", max_length=200, required=False)

    def item(self) -> Item:
        said = self.cleaned_data
        scale: dict[str, Any] = {"kind": said["scale_kind"], "empty": said["empty"] or "full"}
        scale["points" if said["scale_kind"] in PIECES else "target"] = said["figure"]
        scale["steps"] = [
            part.replace("：", ":").split(":", 1)
            for part in said["steps"].replace("，", ",").split(",")
            if part.strip()
        ]
        return Item(
            code=said["code"],
            section=said["section"],
            content=said["content"],
            criteria=said["criteria"],
            kind=said["kind"],
            maximum=said["maximum"],
            measure=said["measure"],
            scale=scale if said["measure"] else {},
            evidence_wanted=said["evidence_wanted"],
        )


ItemRows: type[RowsFormSet] = forms.formset_factory(  # type: ignore[assignment]
    ItemRow, formset=RowsFormSet, extra=0, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS
)


def row_of(item: Item) -> dict[str, Any]:
    """A line of a scheme as its row shows it."""
    scale = item.scale
    figure = scale.get("points") or scale.get("target")
    return {
        "code": item.code,
        "section": item.section,
        "content": item.content,
        "criteria": item.criteria,
        "kind": item.kind,
        "maximum": plain_number(item.maximum),
        "measure": item.measure,
        "scale_kind": scale.get("kind", ""),
        "figure": plain_number(Decimal(figure)) if figure else "",
        "steps": "，".join(f"{least}:{points}" for least, points in scale.get("steps", ())),
        "empty": scale.get("empty", "full"),
        "evidence_wanted": item.evidence_wanted,
    }


def plain_number(value: Decimal) -> str:
    return shown(value).replace(",", "")


class SheetForm(forms.Form):
    """One pair of inputs a line: the points and a remark, named by the code of the item."""

    def __init__(
        self, *args: Any, prefix_of: str, items: Mapping[str, ScoreItem], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for code, item in items.items():
            self.fields[f"{prefix_of}_{code}"] = forms.DecimalField(
                label=f"{item.content}得分",
                required=False,
                max_digits=6,
                decimal_places=2,
                widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
            )
            self.fields[f"remark_{code}"] = forms.CharField(
                label=f"{item.content}说明", required=False, max_length=300
            )


class TargetsForm(forms.Form):
    promises = forms.CharField(
        label="责任事项", required=False, widget=forms.Textarea({"rows": 4}), max_length=2000
    )

    def __init__(self, *args: Any, items: Mapping[str, ScoreItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, item in items.items():
            self.fields[f"target_{code}"] = forms.DecimalField(
                label=f"{code} {item.content}", required=False, max_digits=12, decimal_places=2
            )


class SignForm(forms.Form):
    signatory = forms.CharField(label="签字人", max_length=40, help_text="责任人（主要领导）的姓名")


class EvidenceForm(forms.Form):
    evidence = FilesField(label="佐证材料", required=True)


class AppealForm(forms.Form):
    reason = forms.CharField(label="申诉理由", widget=forms.Textarea({"rows": 3}), max_length=1000)
    evidence = forms.CharField(
        label="证据",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        max_length=1000,
        help_text="写明在哪里可以核实：记录、文件、证明人",
    )


class DecisionForm(forms.Form):
    score = forms.DecimalField(
        label="复核得分", max_digits=6, decimal_places=2, help_text="维持原分就填原来的得分"
    )
    reason = forms.CharField(label="复核理由", widget=forms.Textarea({"rows": 3}), max_length=1000)


class AwardForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=Award.Kind.choices)
    agency = forms.ModelChoiceField(
        label="单位", queryset=Organisation.objects.none(), empty_label="请选择"
    )
    person = forms.CharField(label="姓名", max_length=40, required=False, help_text="先进个人填写")
    citation = forms.CharField(label="评语", max_length=300, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = among  # type: ignore[attr-defined]


class PeriodForm(forms.Form):
    starts_on = forms.DateField(label="起")
    ends_on = forms.DateField(label="止")


class BulletinForm(forms.Form):
    title = forms.CharField(label="标题", max_length=120)
    opening = forms.CharField(label="总体情况", widget=forms.Textarea({"rows": 6}), max_length=4000)
    closing = forms.CharField(label="工作要求", widget=forms.Textarea({"rows": 5}), max_length=4000)
