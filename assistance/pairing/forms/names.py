"""Organisations as people write them: by name, short name or alias; and whom one may choose from."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse_lazy

from assistance.pairing import queries
from assistance.pairing.models import Cadre, GroupMember, PairingGroup
from ground.accounts.models import Organisation
from ground.accounts.queries import organisation_named

if TYPE_CHECKING:
    from django.db.models import QuerySet

MEMBER_ROWS = 6


class NameInput(forms.TextInput):
    """A name with suggestions: what has been typed is looked up while it is typed."""

    def __init__(self, *, lookup: Any, suggestions: str, **attrs: Any) -> None:
        super().__init__(
            {
                "list": suggestions,
                "autocomplete": "off",
                "hx-get": lookup,
                "hx-trigger": "input changed delay:250ms",
                "hx-target": f"#{suggestions}",
                "hx-swap": "innerHTML",
                **attrs,
            }
        )


class NamesInput(forms.Widget):
    """Several names, one input each; what is left empty does not count."""

    template_name = "pairing/names_input.html"
    use_fieldset = True
    takes_several = True

    def __init__(self, one: NameInput) -> None:
        super().__init__(one.attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        names = [text for text in (value or []) if text]
        names += [""] * max(MEMBER_ROWS - len(names), 1)
        context["widget"]["names"] = list(enumerate(names, 1))
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:  # noqa: ARG002 -- Django calls it so
        found = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [text for text in found if text.strip()]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_1" if id_ else id_


class OrganisationName(forms.CharField):
    """The one organisation that a text names, among those that the person may choose from."""

    among: "QuerySet[Organisation]" = Organisation.objects.none()

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return named(text, self.among) if text else None


class OrganisationNames(forms.Field):
    """Several organisations by their names."""

    among: "QuerySet[Organisation]" = Organisation.objects.none()

    def clean(self, value: Any) -> list[Organisation]:
        names = super().clean(value) or []
        return [named(text.strip(), self.among) for text in names]


def named(text: str, among: "QuerySet[Organisation]") -> Organisation:
    """The organisation of this name, or an error that says what to do instead."""
    found = organisation_named(text, among)
    if found is not None:
        return found
    near = list(queries.organisations_like(among, text)[:4])
    if any(text in {one.name, one.short_name} for one in near):
        raise forms.ValidationError(f"有多个单位叫“{text}”，请填写全称")
    if near:
        hints = "、".join(one.name for one in near[:3])
        raise forms.ValidationError(f"没有名为“{text}”的单位。是不是：{hints}？")
    raise forms.ValidationError(
        f"没有找到“{text}”，或不在您的管理范围内。请核对名称，或请管理员先登记该单位"
    )


LOOKUP = reverse_lazy("pairing:names")


def agencies_of(group: PairingGroup) -> "QuerySet[Organisation]":
    """The agencies of a group, to choose from."""
    members = GroupMember.objects.present().filter(group=group)
    agencies: QuerySet[Organisation] = Organisation.objects.filter(
        pk__in=members.values("agency_id")
    )
    return agencies


def cadres_of(group: PairingGroup) -> "QuerySet[Cadre]":
    """The serving cadres of a group's agencies, to choose from."""
    cadres: QuerySet[Cadre] = (
        Cadre.objects.serving()
        .filter(agency__in=agencies_of(group))
        .select_related("agency")
        .order_by("agency_id", "name")
    )
    return cadres


class CadreChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic at runtime
    """A cadre, by name with post and agency: names alone are not enough."""

    def label_from_instance(self, cadre: Any) -> str:
        post = f" {cadre.post}" if cadre.post else ""
        return f"{cadre.name}{post}（{cadre.agency}）"
