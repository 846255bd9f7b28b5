"""The form in sections, and the inputs of each: made from the fields that it writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models

from assistance.households import queries, rules
from assistance.households.models import Item, Member
from ground.audit.sealing import SealedField
from ground.places.models import Division
from ground.web.fields import CHOOSE
from ground.web.rows import rows_of

KEPT = "已登记，留空则不变"
LONG = {"situation"}


@dataclass(frozen=True)
class Section:
    """A page of the form: the part of `FormIn` that it writes, and the fields."""

    slug: str
    label: str
    part: str
    names: tuple[str, ...]


_WORK = (
    "employer",
    "ownership",
    "employer_state",
    "industry",
    "work_since",
    "contract_on",
    "contract_term",
    "contract_months",
    "union_member_no",
    "is_union_member",
    "is_migrant",
    "lives_in_city",
)
_HOME = (
    "division",
    "postcode",
    "other_contact",
    "housing",
    "floor_area",
    "single_parent",
    "zero_employment",
    "self_help_capable",
    "dibao_amount",
    "dibao_since",
    "dibao_certificate",
)
_RELIEF = ("key_group", "measures", "planned_exit_on")
_PERSON = tuple(
    name
    for name in queries.PERSON_FIELDS
    if name not in {"relation", "standing", "gone_on", "lives_together"}
)
SECTIONS = [
    Section("head", "困难情况", "head", tuple(
        name for name in queries.HEAD_FIELDS if name not in {"annual_income", "rigid_expenses"}
    )),
    Section("holder", "本人", "holder", _PERSON),
    Section("members", "家庭成员", "members", ()),
    Section("work", "工作单位", "circumstances", _WORK),
    Section("income", "收入支出", "head", ("annual_income", "rigid_expenses")),
    Section("home", "住房与低保", "circumstances", _HOME),
    Section("property", "财产与突发事件", "circumstances", tuple(
        name for name in queries.CIRCUMSTANCE_FIELDS if name not in {*_WORK, *_HOME, *_RELIEF}
    )),
    Section("bank", "银行卡", "bank_card", tuple(queries.CARD_FIELDS)),
    Section("relief", "解困安排", "circumstances", _RELIEF),
]  # fmt: skip
BY_SLUG = {one.slug: one for one in SECTIONS}
FIELDS: dict[str, Mapping[str, Any]] = {
    "head": queries.HEAD_FIELDS,
    "holder": queries.PERSON_FIELDS,
    "circumstances": queries.CIRCUMSTANCE_FIELDS,
    "bank_card": queries.CARD_FIELDS,
}
MEMBER_NAMES = ("relation", *_PERSON, "lives_together", "standing", "gone_on")


def row_of(form: queries.Form, part: str) -> models.Model:
    """The row that a part of the form is about."""
    rows: dict[str, models.Model] = {
        "head": form.file,
        "holder": form.holder,
        "circumstances": form.circumstances,
        "bank_card": form.bank_card,
    }
    return rows[part]


class SectionForm(forms.Form):
    """The inputs of some fields of one row. Sealed values are never shown: empty keeps them."""

    def __init__(
        self,
        data: Any = None,
        *,
        fields: Mapping[str, Any],
        names: Iterable[str],
        row: models.Model,
        divisions: Iterable[Division] = (),
        asks_why: bool = False,
    ) -> None:
        initial = {}
        super().__init__(data)
        for name in names:
            field = fields[name]
            if isinstance(field, models.ForeignKey):
                self.fields[name] = _select(field, [(one.pk, one.name) for one in divisions])
            else:
                self.fields[name] = _input(field, row)
            if not isinstance(field, SealedField):
                value = getattr(row, field.attname)
                initial[name] = (
                    {True: "1", False: "0"}.get(value, value)
                    if isinstance(field, models.BooleanField)
                    else value
                )
        if asks_why:
            self.fields["why"] = forms.CharField(
                label="变更原因", max_length=300, widget=forms.Textarea({"rows": 2})
            )
        self.initial = initial

    def values(self) -> dict[str, Any]:
        """What was typed, as `FormIn` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "why"}


class ItemRow(forms.Form):
    """One income or expense. A row counts when anything is in it."""

    kind = forms.ChoiceField(label="项目", required=False, choices=[CHOOSE, *Item.Kind.choices])
    member = forms.ChoiceField(label="成员", required=False)
    spent = forms.CharField(label="总额（元）", required=False, max_length=20)
    reimbursed = forms.CharField(label="已报销（元）", required=False, max_length=20)
    amount = forms.CharField(
        label="金额（元）",
        required=False,
        max_length=20,
        help_text="支出填自付部分；可由总额减已报销算出",
    )
    proof = forms.CharField(label="凭证", required=False, max_length=80)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [("", "全家"), *people]  # type: ignore[attr-defined]
        for name in ("spent", "reimbursed", "amount"):
            self.fields[name].widget.attrs |= {"inputmode": "decimal", "class": "sl-num-input"}


ItemRows = rows_of(ItemRow, least=2)


def nearby(form: queries.Form) -> list[Division]:
    """The divisions a family of this unit lives in: around the unit's own, and the one on file."""
    own = form.file.unit.division
    chosen = models.Q(pk=form.circumstances.division_id)
    if own is not None:
        chosen |= models.Q(pk=own.pk) | models.Q(parent=own)
        if own.parent_id:
            chosen |= models.Q(parent=own.parent_id)
    return list(Division.objects.filter(chosen))


def people_of(form: queries.Form) -> list[tuple[str, str]]:
    return [(str(one.pk), queries.person_of(one).label) for one in form.present]


def _input(field: Any, row: models.Model) -> forms.Field:
    label, is_held = str(field.verbose_name), bool(row.__dict__.get(field.attname))
    made: forms.Field
    if isinstance(field, ArrayField):
        made = forms.MultipleChoiceField(
            choices=field.base_field.choices or [], widget=forms.CheckboxSelectMultiple
        )
    elif isinstance(field, models.BooleanField):
        empty = [("", "不清楚")] if field.null else []
        made = forms.ChoiceField(choices=[*empty, ("1", "是"), ("0", "否")])
    elif field.choices:
        sealed = isinstance(field, SealedField)
        empty = [] if not field.blank else [("", KEPT if sealed and is_held else "请选择")]
        emptied = [(rules.EMPTIED, "（清除）")] if sealed and is_held else []
        made = forms.ChoiceField(choices=[*empty, *_choices(field), *emptied])
    elif isinstance(field, models.DateField):
        made = forms.DateField()
    elif isinstance(field, models.DecimalField | models.PositiveSmallIntegerField):
        made = forms.CharField(
            max_length=20, widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        )
    else:
        widget: type[forms.Widget] = forms.Textarea if field.name in LONG else forms.TextInput
        made = forms.CharField(
            max_length=field.max_length or (2000 if field.name in LONG else 200),
            widget=widget({"autocomplete": "off"}),
        )
        if isinstance(field, SealedField) and is_held:
            made.widget.attrs["placeholder"] = KEPT
            made.help_text = f"填“{rules.EMPTIED}”清除"
    made.label, made.required = label, False
    return made


def _choices(field: Any) -> list[tuple[str, str]]:
    """Everything that may be chosen here: a member is not the holder once more."""
    return [
        (str(value), str(label))
        for value, label in field.choices
        if (field.model, field.name, value) != (Member, "relation", Member.Relation.HOLDER)
    ]


def _select(field: Any, choices: list[tuple[Any, str]]) -> forms.Field:
    return forms.ChoiceField(
        label=str(field.verbose_name), required=False, choices=[CHOOSE, *choices]
    )
