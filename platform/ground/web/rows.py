"""Forms with rows of the same kind (families of a visit, tasks of a meeting).

    TaskRows = rows_of(TaskRow, least=3)
    rows = TaskRows(posted(request), prefix="tasks")

A row left empty is not there. Without JavaScript a submit button named `add_row` brings one more
row and keeps what was typed (`one_more`); with it, `web/rows.js` adds it in place.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from ground.kernel.errors import RuleBroken

T = TypeVar("T")
MOST_ROWS = 60


class RowsFormSet(forms.BaseFormSet[forms.Form]):
    """Rows of which those that were filled in count."""

    def initial_form_count(self) -> int:
        """What was sent counts as typed, whether the row began empty or not: an emptied row is gone."""
        return 0 if self.is_bound else super().initial_form_count()

    def filled(self) -> list[forms.Form]:
        return [form for form in self.forms if form.has_changed()]


def rows_of(form: type[forms.Form], *, least: int) -> type[RowsFormSet]:
    """A class of rows that shows at least so many, filled or not."""
    return forms.formset_factory(  # type: ignore[return-value]  # it names its base only
        form, formset=RowsFormSet, extra=least, max_num=MOST_ROWS, absolute_max=MOST_ROWS
    )


def is_adding_row(posted: Mapping[str, Any]) -> bool:
    """Whether the person asked for one more row, and not yet for saving."""
    return "add_row" in posted


def one_more(
    posted: QueryDict,
    form: type[forms.Form],
    rows: type[RowsFormSet],
    prefix: str,
    form_kwargs: dict[str, Any] | None = None,
) -> tuple[dict[str, Any], RowsFormSet]:
    """What was typed, as initial values of the form, and the rows with one more below them."""
    typed = {
        name: field.widget.value_from_datadict(posted, MultiValueDict(), name)
        for name, field in form.base_fields.items()
    }
    try:
        count = min(int(posted.get(f"{prefix}-TOTAL_FORMS", "0")), MOST_ROWS - 1)
    except ValueError:
        count = 0
    inner = rows.form.base_fields
    initial = [
        {name: posted.get(f"{prefix}-{number}-{name}", "") for name in inner}
        for number in range(count)
    ]
    more = rows(initial=initial, prefix=prefix, form_kwargs=form_kwargs)
    more.extra = 1
    return typed, more


def carried_out_with(
    rows: RowsFormSet, form: forms.BaseForm, service: Callable[..., T], **arguments: Any
) -> T | None:
    """As `carried_out`; the service names a row's input `tasks.0.due_on`, counting filled rows."""
    try:
        return service(**arguments)
    except RuleBroken as broken:
        told = False
        filled = rows.filled()
        for name, text in broken.fields.items():
            prefix, _, rest = name.partition(".")
            number, _, inner = rest.partition(".")
            if prefix == rows.prefix and number.isdecimal() and int(number) < len(filled):
                row = filled[int(number)]
                row.add_error(inner if inner in row.fields else None, text)
            elif name in form.fields:
                form.add_error(name, text)
                told = True
        if not told:
            form.add_error(None, broken.message)
        return None
