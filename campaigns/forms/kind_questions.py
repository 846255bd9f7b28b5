"""The questions of a kind as rows, with their options and what keeps somebody out."""

from typing import Any

from django import forms

from campaigns.forms.kind_rows import RowsPart, free_code
from campaigns.kinds import ANSWERS, Exclusion, Question, Term, checks

YES_NO = (Term("yes", "是"), Term("no", "否"))


class QuestionsPart(RowsPart):
    PART, NOUN, LETTER = "questions", "申报内容", "q"

    def row_fields(self, row: Question | None) -> dict[str, forms.Field]:
        lines = {"rows": 3}
        out = {one.answer for one in self.kind.exclusions if row and one.question == row.code}
        offered = row.choices or (YES_NO if row.answer == "yes_no" else ()) if row else ()
        return {
            "answer": forms.ChoiceField(
                label="怎样回答",
                choices=list(ANSWERS.items()),
                initial=row.answer if row else "text",
                required=False,
            ),
            "choices": forms.CharField(
                label="选项（一行一个）",
                widget=forms.Textarea(lines),
                required=False,
                initial="\n".join(one.label for one in row.choices) if row else "",
                help_text="只有“选项”要填写",
            ),
            "excluded": forms.CharField(
                label="这样回答的不予资助（一行一个）",
                widget=forms.Textarea(lines),
                required=False,
                initial="\n".join(one.label for one in offered if one.code in out),
                help_text="写上面的选项，是否题写“是”或“否”；审核条件要启用“不属于排除的情形”",
            ),
            "needed": forms.BooleanField(
                label="必填", required=False, initial=row.is_needed if row else False
            ),
        }

    def more_told(self, told: dict[str, Any], at: int) -> bool:
        return bool(told.get(f"choices_{at}") or told.get(f"excluded_{at}"))

    def told(self) -> dict[str, Any]:
        held = {one.code: one for one in self.held}
        said = {(one.question, one.answer): one.says for one in self.kind.exclusions}
        questions: list[Question] = []
        exclusions: list[Exclusion] = []
        for number, (at, code, label) in enumerate(self.coded(), 1):
            before = held.get(code)
            question = Question(
                code,
                label,
                self.cleaned_data[f"answer_{at}"] or "text",
                _choices(_lines(self.cleaned_data[f"choices_{at}"]), before),
                self.cleaned_data[f"needed_{at}"],
            )
            out = _lines(self.cleaned_data[f"excluded_{at}"])
            checks.check_excluded(number, question, out)
            codes = {one.label: one.code for one in (*question.choices, *YES_NO)}
            exclusions += [
                Exclusion(
                    code,
                    codes[one],
                    said.get((code, codes[one]), f"{label}为“{one}”，不属于资助范围"),
                )
                for one in out
            ]
            questions.append(question)
        return {"questions": tuple(questions), "exclusions": tuple(exclusions)}


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _choices(labels: list[str], before: Question | None) -> tuple[Term, ...]:
    """The options; one that has the name of one before is the same."""
    known = {one.label: one.code for one in before.choices} if before else {}
    used = set(known.values())
    found: list[Term] = []
    for label in labels:
        code = known.get(label) or free_code("o", used)
        used.add(code)
        found.append(Term(code, label))
    return tuple(found)
