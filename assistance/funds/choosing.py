"""A fund source chosen in a form of another room."""

from django import forms

from assistance.funds.models import FundSource


class SourceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Fund sources, each with the unit whose it is; the queryset brings `organisation` along."""

    def label_from_instance(self, obj: FundSource) -> str:
        return obj.with_unit
