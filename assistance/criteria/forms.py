"""What is typed: one criterion of each kind, and a family on the public page."""

from decimal import Decimal
from typing import Any

from django import forms

from assistance.criteria.models import Criterion
from assistance.criteria.rules import CATEGORIES, EVENTS, VEHICLES, Facts
from assistance.criteria.rules.kinds import DIVISORS, GROUNDS, MEASURES
from assistance.editions.forms import ClauseForm, code_field
from ground.web.fields import CHOOSE

NO_ANSWER = ("", "不清楚")
YES_NO = [NO_ANSWER, ("yes", "是"), ("no", "否")]
DECLARED = {
    "employs_others": "开店、办企业并雇用他人",
    "controls_company": "是企业的控股股东或实际控制人",
    "high_fee_school": "子女就读高收费民办学校",
    "studies_abroad": "子女自费出国留学",
    "refuses_check": "不愿意接受家庭经济状况核对",
    "refuses_work": "有劳动能力、没有工作，也不愿意就业",
}
RIGID = {
    "illness": "看病自付",
    "disability": "残疾康复、护理",
    "study": "子女上学",
    "housing": "房租或房贷",
    "other": "其他必需支出",
}


def _figure(label: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=7, decimal_places=2, **more)


class CriterionForm(ClauseForm):
    code = code_field("deep_income")


def _category(label: str = "困难类别") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(CATEGORIES.items()))


class IncomeTestForm(CriterionForm):
    category = _category()
    measure = forms.ChoiceField(label="计算口径", choices=list(MEASURES.items()))
    divisor = forms.ChoiceField(label="按多少人平均", choices=list(DIVISORS.items()))
    upper = _figure("不高于低保标准的倍数", help_text="1 表示低保标准本身")
    inclusive = forms.BooleanField(label="正好等于也符合（≤）", required=False)
    lower = _figure("不低于低保标准的倍数", required=False, help_text="例如“2至3倍”的 2")
    lower_inclusive = forms.BooleanField(label="正好等于下限也符合（≥）", required=False)
    gross_upper = _figure("不减支出时，不高于低保标准的倍数", required=False)
    gross_lower = _figure("不减支出时，高于低保标准的倍数", required=False)
    needs_event = forms.BooleanField(label="只适用于遭遇突发事件的家庭", required=False)


class CostShareTestForm(CriterionForm):
    category = _category()
    percent = _figure("自付费用或损失超过家庭年收入的百分比")
    needs_event = forms.BooleanField(label="必须是突发事件造成的", required=False)
    events = forms.MultipleChoiceField(
        label="有人员伤亡即符合的事件",
        choices=[(key, label) for key, label in EVENTS.items() if key != "none"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ExclusionForm(CriterionForm):
    ground = forms.ChoiceField(label="情形", choices=list(GROUNDS.items()))
    dwellings = forms.IntegerField(label="住房套数", required=False, help_text="只用于住房")
    area = _figure("且人均住房面积超过（平方米）", required=False, help_text="只用于住房")
    counts_used = forms.BooleanField(label="经常使用他人机动车也算（只用于机动车）", required=False)
    months = forms.IntegerField(
        label="劳动合同或事实劳动关系月数", required=False, help_text="只用于农民工"
    )


class BorderlineForm(CriterionForm):
    category = _category("以哪一类的收入标准为准")
    percent = _figure("高出不超过的百分比")


FORMS: dict[str, type[CriterionForm]] = {
    "income_test": IncomeTestForm,
    "cost_share_test": CostShareTestForm,
    "exclusion": ExclusionForm,
    "borderline": BorderlineForm,
}


def typed_of(row: Criterion) -> dict[str, Any]:
    """A criterion as its form shows it."""
    head = {"label": row.label, "code": row.code, "source": row.source, "category": row.category}
    return {**head, **row.parameters}


def _yuan(label: str, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=12,
        decimal_places=2,
        min_value=0,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        **more,
    )


def _number(label: str, most: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        max_value=most,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        **more,
    )


class SelfCheckForm(forms.Form):
    """A family as somebody without an account describes it. No name, no number, nothing kept."""

    place = forms.ChoiceField(label="户口或工作所在地")
    dibao = _yuan(
        "当地低保标准（每人每月，元）", required=False, help_text="列表中没有您所在的地方时填写"
    )
    members = _number("家庭人数", 30, min_value=1)
    living_together = _number(
        "其中共同生活的人数", 30, min_value=1, required=False, help_text="不填按全部家庭人数"
    )
    yearly_income = _yuan(
        "全家最近12个月的总收入（元）", help_text="工资、经营、房租、利息、养老金、赡养费等"
    )
    event = forms.ChoiceField(
        label="一年内有无突发事件", choices=[NO_ANSWER, *EVENTS.items()], required=False
    )
    event_costs = _yuan(
        "突发事件的自付费用或损失（元）",
        required=False,
        help_text="减去赔偿、保险报销和已得到的救助",
    )
    has_casualty = forms.ChoiceField(label="有无人员伤亡", choices=YES_NO, required=False)
    dwellings = _number(
        "住房套数", 99, min_value=0, required=False, help_text="租住的不算，没有填0"
    )
    area_per_head = _yuan("人均住房面积（平方米）", required=False)
    vehicle = forms.ChoiceField(
        label="机动车", choices=[NO_ANSWER, *VEHICLES.items()], required=False
    )
    declared = forms.MultipleChoiceField(
        label="家里有以下情形的请勾选，不勾表示没有",
        choices=list(DECLARED.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_migrant = forms.ChoiceField(label="是不是进城务工的农民工", choices=YES_NO, required=False)
    is_union_member = forms.ChoiceField(label="是不是工会会员", choices=YES_NO, required=False)
    lives_in_city = forms.ChoiceField(label="是不是长期在城镇生活", choices=YES_NO, required=False)
    contract_months = _number(
        "在本单位的劳动合同或工作时间（月）", 600, min_value=0, required=False
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [CHOOSE, *places, ("other", "其他地方")]  # type: ignore[attr-defined]
        for name, label in RIGID.items():
            self.fields[f"rigid_{name}"] = _yuan(label, required=False)

    def rigid(self) -> list[Any]:
        """The inputs of the expenses, for the page."""
        return [self[f"rigid_{name}"] for name in RIGID]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        members, together = said.get("members"), said.get("living_together")
        if members and together and together > members:
            self.add_error("living_together", "不能多于家庭人数")
        return said

    def causes(self) -> set[str]:
        """For which causes papers are wanted."""
        said = self.cleaned_data
        found = {name for name in RIGID if said[f"rigid_{name}"]}
        if said["event"] not in {"", "none"}:
            found.add("event")
        if said["is_migrant"] == "yes":
            found.add("migrant")
        return found

    def facts(self, dibao: Decimal | None) -> Facts:
        said = self.cleaned_data
        declared: dict[str, Any] = {ground: ground in said["declared"] for ground in DECLARED}
        return Facts(
            dibao=dibao or said["dibao"] or None,
            yearly_income=said["yearly_income"],
            rigid_expenses=sum((said[f"rigid_{one}"] or Decimal(0) for one in RIGID), Decimal(0)),
            members=said["members"],
            living_together=said["living_together"] or said["members"],
            event=said["event"] or None,
            event_costs=Decimal(0) if said["event"] == "none" else said["event_costs"],
            has_casualty=_answer(said["has_casualty"]),
            dwellings=said["dwellings"],
            area_per_head=said["area_per_head"],
            vehicle=said["vehicle"] or None,
            **declared,
            is_migrant=_answer(said["is_migrant"]),
            is_union_member=_answer(said["is_union_member"]),
            lives_in_city=_answer(said["lives_in_city"]),
            contract_months=said["contract_months"],
        )


def _answer(said: str) -> bool | None:
    return {"yes": True, "no": False}.get(said)
