"""Files in forms: by key where the page has sent them, with the form where it could not."""

from uuid import UUID

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from ground.files import services
from ground.kernel.errors import RuleBroken
from ground.web.uploads import FilesField
from tests.files import samples

pytestmark = pytest.mark.django_db


class Report(forms.Form):
    evidence = FilesField(label="佐证材料", most=2)


def sent(*keys: object, files: tuple[bytes, ...] = ()) -> Report:
    typed = QueryDict(mutable=True)
    typed.setlist("evidence", [str(key) for key in keys])
    uploads = [SimpleUploadedFile("a.pdf", one) for one in files]
    return Report(typed, MultiValueDict({"evidence-files": uploads}))


def test_keys_and_files_are_kept_together(person):
    liaison = person("liaison")
    before = services.keep(by=liaison, content=samples.PDF, name="先传.pdf")
    form = sent(before.pk, files=(samples.PDF,))
    assert form.is_valid()
    assert [one.name for one in form.cleaned_data["evidence"].kept(by=liaison)] == [
        "先传.pdf",
        "a.pdf",
    ]
    assert "先传.pdf" in str(form["evidence"])


def test_a_key_of_somebody_else_is_no_key(person):
    other = services.keep(by=person("office"), content=samples.PDF, name="a.pdf")
    form = sent(other.pk, UUID(int=5))
    assert form.is_valid()
    with pytest.raises(RuleBroken) as said:
        form.cleaned_data["evidence"].kept(by=person("liaison"))
    assert said.value.code == "file_unknown"


def test_nothing_and_too_much_are_said():
    assert sent().errors == {"evidence": ["请选择文件"]}
    assert sent("no key").errors == {"evidence": ["请选择文件"]}
    assert sent(UUID(int=1), UUID(int=2), UUID(int=3)).errors == {
        "evidence": ["最多2个文件，请去掉一些"]
    }
