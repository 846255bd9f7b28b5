"""The file form (困难职工档案表): one layout, which the PDF and the Word document both follow."""

from typing import Any

from assistance.households.models import Step
from assistance.households.queries import Form, content_of, field_at
from assistance.ledgers.queries import shown_at
from assistance.ledgers.rules import net_per_person
from ground.kernel import money

# Rows of (part, field) pairs; three pairs make a row, one alone takes the whole of it.
ROWS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("head", "tier"), ("head", "category"), ("head", "legacy_category")),
    (("holder", "name"), ("holder", "sex"), ("holder", "ethnicity")),
    (("holder", "id_no"), ("holder", "born_on"), ("holder", "political")),
    (("holder", "health"), ("holder", "disability_kind"), ("holder", "disability_grade")),
    (("holder", "work_state"), ("holder", "model_worker"), ("holder", "marital")),
    (("holder", "hukou"), ("head", "mobile"), ("circumstances", "other_contact")),
    (("head", "address"),),
    (("circumstances", "employer"), ("circumstances", "ownership"), ("circumstances", "employer_state")),
    (("circumstances", "industry"), ("circumstances", "work_since"), ("circumstances", "is_migrant")),
    (("circumstances", "housing"), ("circumstances", "floor_area"), ("circumstances", "single_parent")),
    (("circumstances", "zero_employment"), ("circumstances", "self_help_capable"), ("holder", "monthly_income")),
    (("head", "annual_income"), ("head", "rigid_expenses"), ("computed", "net")),
    (("holder", "medical_insurance"), ("circumstances", "dibao_amount"), ("circumstances", "dibao_since")),
    (("head", "primary_cause"), ("head", "secondary_causes"), ("circumstances", "key_group")),
    (("bank_card", "holder_name"), ("bank_card", "bank"), ("bank_card", "card_no")),
    (("circumstances", "measures"),),
    (("head", "situation"),),
)  # fmt: skip
PEOPLE = (
    "name", "relation", "sex", "id_no", "born_on", "health", "work_state", "place_of_work", "monthly_income",
)  # fmt: skip
OPINIONS = ("基层党组织或行政意见", "基层工会（办事处）意见", "系统工会意见", "县级以上工会意见")
MAKERS = ("建档人", "审核人", "录入人")
COMPUTED = {"net": "人均月纯收入"}


def facts_of(form: Form) -> dict[str, Any]:
    """Everything that the form prints, as text; sealed values are open in it."""
    content, file, people = content_of(form), form.file, form.present
    holder = f"members.{form.holder.pk}"
    net = net_per_person(file.annual_income, file.rigid_expenses, len(people))

    def cell(part: str, name: str) -> dict[str, str]:
        if part == "computed":
            return {"label": COMPUTED[name], "value": "" if net is None else money.shown(net)}
        place = f"{holder}.{name}" if part == "holder" else f"{part}.{name}"
        value = content.get(place)
        return {"label": _label(place), "value": "" if value is None else shown_at(place, value)}

    said = [
        one.opinion for one in Step.objects.filter(file=file, kind=Step.Kind.PASSED) if one.opinion
    ]
    return {
        "file_no": file.file_no,
        "unit": file.unit.name,
        "opened_on": file.opened_on.isoformat(),
        "state": file.get_state_display(),
        "people": len(people),
        "rows": [[cell(part, name) for part, name in row] for row in ROWS],
        "headings": [_label(f"{holder}.{name}") for name in PEOPLE],
        "members": [
            [_value(f"members.{one.pk}.{name}", content) for name in PEOPLE]
            for one in people
            if one is not form.holder
        ],
        "items": [
            {
                "kind": one.get_kind_display(),
                "amount": money.shown(one.amount),
                "proof": one.proof,
            }
            for one in form.items
        ],
        "opinions": [{"label": label} for label in OPINIONS],
        "said": said,
        "makers": list(MAKERS),
    }


def _value(place: str, content: dict[str, Any]) -> str:
    value = content.get(place)
    return "" if value is None else shown_at(place, value)


def _label(place: str) -> str:
    return str(field_at(place).verbose_name)
