"""Merge two files of one family; part a family in two."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assistance.households import looks, queries, services
from assistance.households.models import HardshipFile, Member
from assistance.households.permissions import APPROVE_FILE, KEEP_FILES
from assistance.households.views.parts import file_in_scope
from ground.accounts.models import Organisation
from ground.accounts.permissions import Permission
from ground.kernel.errors import RuleBroken
from ground.web.pages import acting, carried_out, page, posted

RELATIONS = [one for one in Member.Relation.choices if one[0] != Member.Relation.HOLDER]


class MergeForm(forms.Form):
    gone = forms.CharField(
        label="并入的档案编号", max_length=20, help_text="这份档案的成员转到本档，档案随之注销"
    )
    relation = forms.ChoiceField(label="该档本人与本档本人的关系", choices=RELATIONS)
    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea({"rows": 2}))


class SplitForm(forms.Form):
    members = forms.MultipleChoiceField(
        label="分出的成员", widget=forms.CheckboxSelectMultiple, help_text="本人留在原档案"
    )
    holder = forms.ChoiceField(label="新档案的户主")
    unit = forms.ModelChoiceField(Organisation.objects.none(), label="新档案所在单位")
    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea({"rows": 2}))


@page(KEEP_FILES)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft or old file is merged into this one by those who keep files."""
    return _merged(request, pk, KEEP_FILES)


@page(APPROVE_FILE)
def merge_active(request: HttpRequest, pk: int) -> HttpResponse:
    """An active file is merged into this one, which cancels it: the approver's."""
    return _merged(request, pk, APPROVE_FILE)


@page(KEEP_FILES)
def split(request: HttpRequest, pk: int) -> HttpResponse:
    file = file_in_scope(request, pk, KEEP_FILES)
    others = [
        one for one in queries.form_of(file).present if one.relation != Member.Relation.HOLDER
    ]
    offered = [(str(one.pk), queries.person_of(one).label) for one in others]
    form = SplitForm(posted(request), initial={"unit": file.unit_id})
    form.fields["members"].choices = offered  # type: ignore[attr-defined]
    form.fields["holder"].choices = offered  # type: ignore[attr-defined]
    units = Organisation.objects.visible_to(acting(request), KEEP_FILES.code)
    form.fields["unit"].queryset = units.filter(is_active=True)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        by_key = {str(one.pk): one for one in others}
        new = carried_out(
            form,
            services.split_file,
            by=acting(request),
            file=file,
            members=[by_key[one] for one in form.cleaned_data["members"]],
            holder=by_key[form.cleaned_data["holder"]],
            unit=form.cleaned_data["unit"],
            reason=form.cleaned_data["reason"],
        )
        if new:
            messages.success(request, f"已分户，新档案编号 {new.file_no}，请继续完善")
            return redirect("households:section", new.pk, "head")
    return _shown(
        request,
        file,
        form,
        "分户",
        "分出的成员另建一份待完善的档案，重新按流程办理；在原档案登记为已分户",
    )


def _merged(request: HttpRequest, pk: int, permission: Permission) -> HttpResponse:
    file = file_in_scope(request, pk, permission)
    form = MergeForm(posted(request))
    if request.method == "POST" and form.is_valid():

        def taken() -> HardshipFile:
            wanted = form.cleaned_data["gone"].strip().upper().replace("\x00", "")
            seen = HardshipFile.objects.visible_to(acting(request), permission.code)
            gone = seen.filter(file_no=wanted).first()
            if gone is None:
                raise RuleBroken(
                    "file_unknown", "没有找到这份档案，请核对编号", fields={"gone": "没有找到"}
                )
            holder = Member.objects.get(file=gone, relation=Member.Relation.HOLDER)
            return services.merge_files(
                by=acting(request),
                keep=file,
                gone=gone,
                reason=form.cleaned_data["reason"],
                relations={holder.pk: form.cleaned_data["relation"]},
            )

        if carried_out(form, taken):
            messages.success(request, "已并户，请核对成员关系和收入支出")
            return redirect("households:file", pk)
    return _shown(
        request,
        file,
        form,
        "并户",
        "两份档案是同一户时，把另一份并入本档；发放记录留在原档案，两边都能查到",
    )


def _shown(
    request: HttpRequest, file: HardshipFile, form: forms.Form, title: str, told: str
) -> HttpResponse:
    context = {
        "file": file,
        "holder": looks.holder_of(file),
        "form": form,
        "title": title,
        "told": told,
    }
    return render(request, "households/family_form.html", context)
