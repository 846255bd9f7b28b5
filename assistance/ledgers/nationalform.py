"""The national system's form: its fields in the order in which they are typed in, with its codes."""

from collections.abc import Iterator, Sequence
from typing import Any

from assistance.households.queries import Form, field_at
from assistance.ledgers.queries import Differing, shown_at
from assistance.ledgers.rules import net_per_person
from ground.sheets.ledgers import Sheet
from ground.sheets.writing import SheetColumn

# Part and field in the order of the form (domain.md, 2.3): head, person, work, home, insurance …
FAMILY: Sequence[tuple[str, str]] = (
    ("head", "tier"), ("head", "category"), ("head", "legacy_category"),
    ("holder", "name"), ("holder", "ethnicity"), ("holder", "sex"), ("holder", "political"),
    ("holder", "id_no"), ("holder", "born_on"), ("holder", "health"), ("holder", "disability_kind"),
    ("holder", "disability_grade"), ("holder", "work_state"), ("holder", "model_worker"),
    ("holder", "marital"), ("holder", "hukou"), ("head", "mobile"), ("circumstances", "other_contact"),
    ("circumstances", "postcode"), ("head", "address"),
    ("circumstances", "employer"), ("circumstances", "ownership"), ("circumstances", "employer_state"),
    ("circumstances", "industry"), ("circumstances", "work_since"), ("circumstances", "contract_on"),
    ("circumstances", "contract_term"), ("circumstances", "union_member_no"), ("circumstances", "is_migrant"),
    ("circumstances", "housing"), ("circumstances", "floor_area"), ("circumstances", "single_parent"),
    ("circumstances", "zero_employment"), ("circumstances", "self_help_capable"),
    ("holder", "monthly_income"), ("head", "annual_income"), ("head", "rigid_expenses"),
    ("holder", "medical_insurance"), ("circumstances", "dibao_amount"), ("circumstances", "dibao_since"),
    ("circumstances", "dibao_certificate"),
    ("head", "primary_cause"), ("head", "secondary_causes"), ("head", "situation"),
    ("circumstances", "key_group"), ("circumstances", "measures"), ("circumstances", "planned_exit_on"),
    ("bank_card", "holder_name"), ("bank_card", "bank"), ("bank_card", "branch"), ("bank_card", "card_no"),
)  # fmt: skip
MEMBER = (
    "name", "relation", "sex", "political", "id_no", "born_on", "health", "disability_kind",
    "disability_grade", "medical_insurance", "monthly_income", "work_state", "place_of_work", "education",
    "enrolled_year", "school_years", "hukou", "standing", "gone_on",
)  # fmt: skip
CODED = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"}
CHANGES = {"added": "新增", "changed": "变更", "ended": "退出"}


def sheets_of(found: Sequence[Differing]) -> list[Sheet]:
    """Families, their members, and what changed: one row each, in the order of the form."""
    first = [
        SheetColumn("情况", width=8),
        SheetColumn("档案编号", width=16),
        SheetColumn("建档单位", width=24),
    ]
    family = [
        *first,
        *(SheetColumn(_label(part, name), width=16) for part, name in FAMILY),
        SheetColumn("家庭人口", "number", 8),
        SheetColumn("人均月纯收入", "money", 12),
    ]
    member = [
        SheetColumn("情况", width=8),
        SheetColumn("档案编号", width=16),
        *(SheetColumn(_label("members", name), width=16) for name in MEMBER),
    ]
    change = [*first, SheetColumn("变更项", width=80)]
    return [
        Sheet("档案", family, (_family(one) for one in found), noun="户"),
        Sheet("家庭成员", member, (row for one in found for row in _members(one)), noun="人"),
        Sheet("变更说明", change, ([*_first(one), one.labels] for one in found), noun="户"),
    ]


def _first(one: Differing) -> list[object]:
    file = one.form.file
    return [CHANGES[one.change], file.file_no, file.unit.name]


def _family(one: Differing) -> list[object]:
    form, content = one.form, one.content
    places = {"holder": f"members.{form.holder.pk}"}
    cells = [_coded(f"{places.get(part, part)}.{name}", content) for part, name in FAMILY]
    people = len(form.present)
    net = net_per_person(form.file.annual_income, form.file.rigid_expenses, people)
    return [*_first(one), *cells, people, net]


def _members(one: Differing) -> Iterator[list[object]]:
    form: Form = one.form
    for member in form.members:
        if member is not form.holder:
            cells = [_coded(f"members.{member.pk}.{name}", one.content) for name in MEMBER]
            yield [CHANGES[one.change], form.file.file_no, *cells]


def _coded(place: str, content: dict[str, Any]) -> str:
    """A value with the form's number before it, where its list is numbered: `6 患重特大疾病`."""
    value = content.get(place)
    if value is None:
        return ""
    field = field_at(place)
    base: Any = getattr(field, "base_field", field)
    if not base.choices:
        return shown_at(place, value)
    several = value if isinstance(value, list) else [value]
    labels = [shown_at(place, one) for one in several]
    return "、".join(
        f"{code} {label}" if str(code) in CODED else label
        for code, label in zip(several, labels, strict=True)
    )


def _label(part: str, name: str) -> str:
    place = f"members.0.{name}" if part in {"holder", "members"} else f"{part}.{name}"
    return str(field_at(place).verbose_name)
