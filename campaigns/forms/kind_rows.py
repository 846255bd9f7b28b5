"""The lists of a kind as rows: classes, stages, questions, papers, things to be done.

A row keeps its code from version to version; a new one gets the next that is free.
"""

from collections.abc import Collection
from typing import Any

from django import forms

from assistance.households.models.codes import Education
from campaigns.forms.kinds import PartForm
from campaigns.kinds import (
    CampaignKind,
    Duty,
    Material,
    PersonClass,
    Term,
    checks,
)

BLANK = 2  # empty rows at the end
MORE = 3
FILED = {
    "any": "建档和未建档的人",
    "filed": "在档的人",
    "unfiled": "未建档的人",
    "place": "地点或企业",
}
_FILED = {"any": None, "filed": True, "unfiled": False}


class RowsPart(PartForm):
    """Rows of one list; `more` empty ones are shown beyond those that there are."""

    PART: str
    NOUN: str
    LETTER: str  # how the codes of new rows begin

    def __init__(self, kind: CampaignKind, typed: Any = None) -> None:
        super().__init__(typed)
        self.kind = kind
        self.held: tuple[Any, ...] = getattr(kind, self.PART)
        self.number = len(self.held) + BLANK
        if typed is not None:
            asked = str(typed.get("rows", ""))
            self.number = min(int(asked) if asked.isdecimal() else 0, checks.MOST_ROWS + BLANK)
            self.number += MORE if "more" in typed else 0
        for at in range(1, self.number + 1):
            row = self.held[at - 1] if at <= len(self.held) else None
            self.fields[f"code_{at}"] = forms.CharField(
                required=False,
                max_length=20,
                widget=forms.HiddenInput,
                initial=row.code if row else "",
            )
            self.fields[f"label_{at}"] = forms.CharField(
                label=self.NOUN, max_length=40, required=False, initial=row.label if row else ""
            )
            for name, field in self.row_fields(row).items():
                self.fields[f"{name}_{at}"] = field
            if row is not None or typed is not None:
                self.fields[f"place_{at}"] = forms.IntegerField(
                    label="次序", required=False, initial=at, min_value=0, max_value=999
                )
                self.fields[f"drop_{at}"] = forms.BooleanField(label="删去这一行", required=False)

    def row_fields(self, row: Any) -> dict[str, forms.Field]:
        raise NotImplementedError

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [
            [one for one in self if one.name.rsplit("_", 1)[-1] == str(at)]
            for at in range(1, self.number + 1)
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        kept = [at for at in range(1, self.number + 1) if self._is_told(told, at)]
        self.order = sorted(kept, key=lambda at: (self._value(told, "place", at) or at, at))
        return told

    def _is_told(self, told: dict[str, Any], at: int) -> bool:
        if self._value(told, "drop", at):
            return False
        return bool(
            self._value(told, "label", at)
            or self._value(told, "code", at)
            or self.more_told(told, at)
        )

    def more_told(self, told: dict[str, Any], at: int) -> bool:  # noqa: ARG002 -- a part may ask
        return False

    @staticmethod
    def _value(told: dict[str, Any], name: str, at: int) -> Any:
        return told.get(f"{name}_{at}")

    def coded(self) -> list[tuple[int, str, str]]:
        """(row, code, name) of each row in its order; a code that is not one of this list is not believed."""
        known = {one.code for one in self.held}
        used: set[str] = set()
        found = []
        for at in self.order:
            code = self.cleaned_data[f"code_{at}"]
            if code not in known or code in used:
                code = free_code(self.LETTER, known | used)
            used.add(code)
            found.append((at, code, self.cleaned_data[f"label_{at}"]))
        return found

    def placed(self, fields: dict[str, str]) -> dict[str, str]:
        """Errors count rows that are told, in their order; here they stand at the row that was typed."""
        placed = {}
        for name, said in fields.items():
            beginning, _, number = name.rpartition("_")
            at = int(number) if number.isdecimal() else 0
            placed[f"{beginning}_{self.order[at - 1]}" if 0 < at <= len(self.order) else name] = (
                said
            )
        return placed


def free_code(letter: str, used: Collection[str]) -> str:
    number = 1
    while f"{letter}{number}" in used:
        number += 1
    return f"{letter}{number}"


class ClassesPart(RowsPart):
    PART, NOUN, LETTER = "classes", "对象类别", "c"

    def row_fields(self, row: PersonClass | None) -> dict[str, forms.Field]:
        held = next(key for key, value in _FILED.items() if value is (row.filed if row else None))
        if row is not None and row.is_place:
            held = "place"
        return {
            "filed": forms.ChoiceField(
                label="列入哪些人", choices=list(FILED.items()), initial=held, required=False
            )
        }

    def told(self) -> dict[str, Any]:
        rows = [
            PersonClass(
                code,
                label,
                _FILED.get(self.cleaned_data[f"filed_{at}"]),
                self.cleaned_data[f"filed_{at}"] == "place",
            )
            for at, code, label in self.coded()
        ]
        return {"classes": tuple(rows)}


class StagesPart(RowsPart):
    """Stages by which standards differ; of members, told by their education."""

    PART, NOUN, LETTER = "stages", "分档", "s"

    def row_fields(self, row: Term | None) -> dict[str, forms.Field]:
        held = [
            level
            for level, stage in self.kind.stages_of_education.items()
            if row is not None and stage == row.code
        ]
        return {
            "levels": forms.MultipleChoiceField(
                label="家庭成员的就学阶段",
                choices=Education.choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=held,
                help_text="按规则从档案列入时据此分档；名单上列家庭的不用选",
            )
        }

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        seen: dict[str, int] = {}
        for at in self.order:
            for level in told.get(f"levels_{at}") or []:
                if level in seen:
                    label = dict(Education.choices)[level]
                    self.add_error(f"levels_{at}", f"“{label}”已选在另一档，一个阶段只归一档")
                seen[level] = at
        return told

    def told(self) -> dict[str, Any]:
        coded = self.coded()
        return {
            "stages": tuple(Term(code, label) for _, code, label in coded),
            "stages_of_education": {
                level: code for at, code, _ in coded for level in self.cleaned_data[f"levels_{at}"]
            },
        }


class MaterialsPart(RowsPart):
    PART, NOUN, LETTER = "materials", "材料", "m"

    def row_fields(self, row: Material | None) -> dict[str, forms.Field]:
        return {
            "needed": forms.BooleanField(
                label="必交", required=False, initial=row.is_needed if row else True
            )
        }

    def told(self) -> dict[str, Any]:
        return {
            "materials": tuple(
                Material(code, label, self.cleaned_data[f"needed_{at}"])
                for at, code, label in self.coded()
            )
        }


class DutiesPart(RowsPart):
    PART, NOUN, LETTER = "checklist", "事项", "d"

    def row_fields(self, row: Duty | None) -> dict[str, forms.Field]:
        return {
            "says": forms.BooleanField(
                label="要写明办了什么", required=False, initial=row.says_what if row else False
            )
        }

    def told(self) -> dict[str, Any]:
        return {
            "checklist": tuple(
                Duty(code, label, self.cleaned_data[f"says_{at}"])
                for at, code, label in self.coded()
            )
        }
