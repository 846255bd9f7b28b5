"""What is typed: one row of each kind."""

from typing import Any

from django import forms

from assistance.criteria.rules import CATEGORIES
from assistance.editions.forms import ClauseForm, code_field
from assistance.standards.models import AidRule
from assistance.standards.rules import AID_TYPES, LEVELS, PAPERS, SOURCE_KINDS, TIERS
from assistance.standards.rules.kinds import COUNTS, SCOPE, SPANS, TIME, WHOM

ALL_LEVELS = "不选表示不分阶段；只用于助学"


def _choice(label: str, choices: dict[str, str], empty: str = "") -> forms.ChoiceField:
    offered = [("", empty)] if empty else []
    return forms.ChoiceField(label=label, choices=[*offered, *choices.items()], required=not empty)


def _figure(label: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        **more,
    )


def _several(label: str, choices: dict[str, str], **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(choices.items()), widget=forms.CheckboxSelectMultiple, **more
    )


class RuleForm(ClauseForm):
    OWN = (*ClauseForm.OWN, *SCOPE)

    code = code_field("living_deep")
    aid_type = _choice("救助项目", AID_TYPES, "各项救助")
    source_kind = _choice("资金来源", SOURCE_KINDS, "各种资金")
    category = _choice("困难类别", CATEGORIES, "各类")
    tier = _choice("建档标准", TIERS, "各级")
    field_order = ("label", "code", *SCOPE)

    def written(self) -> dict[str, Any]:
        return {**super().written(), "scope": {name: self.cleaned_data[name] for name in SCOPE}}


class FixedForm(RuleForm):
    amount = _figure("金额（元）")
    levels = _several("就学阶段", LEVELS, required=False, help_text=ALL_LEVELS)


class MonthsForm(RuleForm):
    months = _figure("当地低保标准的月数", help_text="按地方规则里的低保标准，每人每月")
    last_year = forms.BooleanField(label="按上年末的低保标准", required=False)
    levels = _several("就学阶段", LEVELS, required=False, help_text=ALL_LEVELS)


class CostsForm(RuleForm):
    percent = _figure("自付费用的比例（%）", help_text="有分段的，填分段金额以内的比例")
    first = _figure("分段金额（元）", required=False, help_text="例如 10000")
    above_percent = _figure("以上部分的比例（%）", required=False)


class CapForm(RuleForm):
    whom = _choice("对象", WHOM)
    span = _choice("期间", SPANS)
    counts = _choice("已得救助怎样计入", COUNTS)
    amount = _figure("不超过（元）", required=False, help_text="三项只填一项")
    months = _figure("或不超过当地低保标准的月数", required=False)
    percent = _figure("或不超过自付费用的比例（%）", required=False)
    levels = _several("就学阶段", LEVELS, required=False, help_text=ALL_LEVELS)


class OneItemForm(RuleForm):
    types = _several(
        "已得这些项目的不再救助", AID_TYPES, required=False, help_text="不选表示其他任何项目"
    )


class OnceForm(RuleForm):
    whom = _choice("对象", WHOM)
    span = _choice("期间", {key: label for key, label in SPANS.items() if key != TIME})


class RetestForm(RuleForm):
    upper = _figure("不高于低保标准的倍数")
    inclusive = forms.BooleanField(label="正好等于也救助（≤）", required=False)


class PapersForm(RuleForm):
    papers = _several("申请材料", PAPERS)


FORMS: dict[str, type[RuleForm]] = {
    "fixed": FixedForm,
    "months": MonthsForm,
    "costs": CostsForm,
    "cap": CapForm,
    "one_item": OneItemForm,
    "once": OnceForm,
    "retest": RetestForm,
    "papers": PapersForm,
}


def typed_of(row: AidRule) -> dict[str, Any]:
    """A row as its form shows it."""
    return {
        "label": row.label,
        "code": row.code,
        "source": row.source,
        **row.scope,
        **row.parameters,
    }
