"""What an office types to make a kind of campaign: its head, its days, its numbers."""

from decimal import Decimal
from itertools import product
from typing import Any, cast

from django import forms

from assistance.aid.models import AidType
from campaigns import screening
from campaigns.forms.planning import offer
from campaigns.kinds import (
    ANCHORS,
    DAYS,
    ENROLS,
    FORMS_OF_HELP,
    CampaignKind,
    Day,
    KindRule,
    KindStandard,
    KindWindows,
    Term,
)
from campaigns.models import KindVersion, KindVersionQuerySet
from campaigns.permissions import KEEP_KINDS
from ground.accounts.models import Organisation, User
from ground.web.local_rules import words_of_rule

NOTE = "写明依据的文件，或为什么要改；发布的人凭它核对"


class MakeKindForm(forms.Form):
    """From which kind, under which name, of which office."""

    copied_from = forms.ModelChoiceField(
        KindVersion.objects.none(), label="从哪一类复制", help_text="复制后各项都可以改"
    )
    label = forms.CharField(label="名称", max_length=20, help_text="例如“夏送清凉”")
    owner = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="制定单位",
        help_text="本单位和它的下级都可以用这个类型开展活动",
    )
    change_note = forms.CharField(label="依据或改动说明", max_length=200, help_text=NOTE)

    def __init__(
        self,
        user: User,
        versions: KindVersionQuerySet,
        offices: tuple[str, ...],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[KindVersion]", self.fields["copied_from"]).queryset = versions
        visible = Organisation.objects.visible_to(user, KEEP_KINDS.code)
        offer(self, "owner", visible.filter(kind__in=offices, is_active=True))


class NoteForm(forms.Form):
    change_note = forms.CharField(label="依据或改动说明", max_length=200, help_text=NOTE)


class StopForm(forms.Form):
    reason = forms.CharField(label="停用原因", max_length=200)


class PartForm(forms.Form):
    """A part of a kind. `told()` is what `change_kind` is called with."""

    def told(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def placed(self, fields: dict[str, str]) -> dict[str, str]:
        """Where the errors of a service stand in this form."""
        return fields


class HeadPart(PartForm):
    label = forms.CharField(label="名称", max_length=20)
    slogan = forms.CharField(label="主题口号", max_length=60, required=False)
    season = forms.CharField(
        label="时间说明",
        max_length=60,
        required=False,
        help_text="一句话，例如“6月至8月，高温期间”",
    )
    aid_type = forms.ChoiceField(
        label="帮扶类别",
        choices=AidType.choices,
        help_text="同一类别的活动合并计算每人每年的限额",
    )
    gives = forms.MultipleChoiceField(
        label="帮扶方式",
        choices=list(FORMS_OF_HELP.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="选了“物资”“上门走访”，活动就有物资和慰问路线的页面",
    )
    enrols = forms.ChoiceField(label="名单上列的是", choices=list(ENROLS.items()))
    once_a_year = forms.BooleanField(label="同一类别一人一年只资助一次", required=False)
    reason = forms.CharField(label="款项事由", max_length=40, help_text="写在发放单上")
    report = forms.CharField(label="统计表名称", max_length=40, help_text="例如“统计表”")
    notice = forms.CharField(
        label="公示用语", max_length=200, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, kind: CampaignKind, typed: Any = None) -> None:
        super().__init__(typed, initial={name: getattr(kind, name) for name in self.base_fields})

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "gives": tuple(self.cleaned_data["gives"])}


class DaysPart(PartForm):
    """Each day is so many days from a feast, or a day of a month."""

    def __init__(self, kind: CampaignKind, typed: Any = None) -> None:
        super().__init__(typed)
        for name, label in DAYS.items():
            held: Day = getattr(kind.windows, name)
            fixed = held.anchor == "fixed"
            self.fields[name] = forms.ChoiceField(
                label=f"{label}：从哪一天算起", choices=list(ANCHORS.items()), initial=held.anchor
            )
            self.fields[f"{name}_days"] = forms.IntegerField(
                label="加减天数",
                initial=None if fixed else held.days,
                required=False,
                help_text="之前的填负数，例如 -14；固定日期不填",
            )
            self.fields[f"{name}_month"] = forms.IntegerField(
                label="固定日期：月", initial=held.month if fixed else None, required=False
            )
            self.fields[f"{name}_day"] = forms.IntegerField(
                label="固定日期：日", initial=held.day if fixed else None, required=False
            )
            self.fields[f"{name}_years"] = forms.ChoiceField(
                label="固定日期：哪一年",
                choices=[("0", "活动年度"), ("-1", "上一年")],
                initial=str(held.years),
                required=False,
            )
            self.fields[f"{name}_is_workday"] = forms.BooleanField(
                label="遇休息日提前到工作日", initial=held.is_workday, required=False
            )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (label, [one for one in self if one.name == name or one.name.startswith(f"{name}_")])
            for name, label in DAYS.items()
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for name in DAYS:
            if told.get(name) != "fixed":
                continue
            for part in ("month", "day"):
                field = f"{name}_{part}"
                if told.get(field) is None and field not in self.errors:
                    self.add_error(field, "固定日期要填写月和日")
        return told

    def told(self) -> dict[str, Any]:
        return {"windows": KindWindows(**{name: self._day(name) for name in DAYS})}

    def _day(self, name: str) -> Day:
        told = self.cleaned_data
        is_workday = told[f"{name}_is_workday"]
        if told[name] != "fixed":
            return Day(told[name], told[f"{name}_days"] or 0, is_workday)
        return Day(
            "fixed",
            is_workday=is_workday,
            month=told[f"{name}_month"],
            day=told[f"{name}_day"],
            years=int(told[f"{name}_years"] or 0),
        )


class NumbersPart(PartForm):
    """Standards by class and stage, the rules of screening with their limits, the days of notice."""

    def __init__(self, kind: CampaignKind, typed: Any = None) -> None:
        super().__init__(typed)
        self.kind = kind
        self.cells: dict[str, tuple[str, str]] = {}
        held = {(one.person_class, one.stage): one for one in kind.standards}
        for person_class, stage in product(kind.classes, kind.stages or (Term("", ""),)):
            key = (person_class.code, stage.code)
            name = f"standard_{key[0]}_{key[1]}"
            label = f"{person_class.label}{f'·{stage.label}' if stage.label else ''}（元）"
            standard = held.get(key)
            self.fields[name] = _amount(label, standard.amount if standard else None)
            self.fields[name].help_text = _by_rule(standard.rule if standard else "", "没有标准")
            self.cells[name] = key
        used = {one.code: one for one in kind.rules}
        for rule in screening.all_rules():
            own = used.get(rule.code)
            self.fields[f"on_{rule.code}"] = forms.BooleanField(
                label=rule.words.replace("{}", "规定的数"), required=False, initial=own is not None
            )
            if rule.has_value:
                self.fields[f"value_{rule.code}"] = _amount(
                    "限额（元）", own.value if own else None
                )
                self.fields[f"value_{rule.code}"].help_text = _by_rule(
                    own.local_rule if own else "", "启用上面一条时必填"
                )
        self.fields["notice_days"] = forms.IntegerField(
            label="批准前公示（工作日）",
            required=False,
            initial=kind.notice_days,
            help_text=_by_rule(kind.notice_rule, "不公示"),
        )

    @property
    def standards(self) -> list[forms.BoundField]:
        return [one for one in self if one.name in self.cells]

    @property
    def rules(self) -> list[forms.BoundField]:
        return [one for one in self if one.name.startswith(("on_", "value_"))]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        own = {one.code: one.local_rule for one in self.kind.rules}
        for rule in screening.all_rules():
            field = f"value_{rule.code}"
            missing = rule.has_value and told.get(f"on_{rule.code}") and told.get(field) is None
            if missing and not own.get(rule.code) and field not in self.errors:
                self.add_error(field, "请填写限额")
        return told

    def told(self) -> dict[str, Any]:
        told = self.cleaned_data
        by_rule = {(one.person_class, one.stage): one.rule for one in self.kind.standards}
        own = {one.code: one.local_rule for one in self.kind.rules}
        return {
            "standards": tuple(
                KindStandard(*key, rule=by_rule.get(key, ""), amount=told[name])
                for name, key in self.cells.items()
                if told[name] is not None or by_rule.get(key)
            ),
            "rules": tuple(
                KindRule(code, own.get(code, ""), told.get(f"value_{code}"))
                for code in dict.fromkeys([*own, *(one.code for one in screening.all_rules())])
                if told[f"on_{code}"]
            ),
            "notice_days": told["notice_days"],
        }


def _amount(label: str, initial: Decimal | None) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=12,
        decimal_places=2,
        required=False,
        initial=initial,
        widget=forms.TextInput({"inputmode": "decimal", "class": "sl-num-input"}),
    )


def _by_rule(code: str, otherwise: str) -> str:
    """What holds where nothing is typed."""
    return f"留空按地方规则“{words_of_rule(code).label}”" if code else f"留空：{otherwise}"
