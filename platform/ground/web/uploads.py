"""Files in forms: sent one by one while the form is being filled in, named in it by their keys.

    evidence = FilesField(label="佐证材料", required=False)
    …
    complete_task(by=user, evidence=form.cleaned_data["evidence"].kept(by=user), …)

Chosen files stay chosen when the form comes back with errors. Without JavaScript they are sent with
the form itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile

from ground.accounts.models import User
from ground.files import services
from ground.files.models import StoredFile

ANY_FILE = "image/*,.heic,.heif,.pdf,.docx,.xlsx"
PICTURES = "image/*,.heic,.heif"
MOST_FILES = 12


@dataclass(frozen=True)
class Chosen:
    """The files of one field as they were sent: keys of those already kept, and new ones."""

    keys: Sequence[UUID] = ()
    uploads: Sequence[UploadedFile] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.keys or self.uploads)

    def kept(self, *, by: User) -> list[StoredFile]:
        """Keep what came with the form. Raises RuleBroken as `ground.files.services.keep` does."""
        return services.keep_all(by=by, keys=self.keys, uploads=self.uploads)


class FilesInput(forms.Widget):
    """Chosen files with a button to choose more; `web/upload.js` sends them at once."""

    template_name = "web/upload_input.html"
    needs_multipart_form = True

    def __init__(self, *, accept: str, most: int) -> None:
        super().__init__()
        self.accept, self.most = accept, most

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        keys = value.keys if isinstance(value, Chosen) else value or ()
        known = StoredFile.objects.in_bulk(keys)
        context["widget"] |= {
            "accept": self.accept,
            "most": self.most,
            "kept": [known[key] for key in keys if key in known],
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Chosen:
        keys = []
        for text in data.getlist(name) if hasattr(data, "getlist") else data.get(name, ()):
            try:
                keys.append(UUID(str(text)))
            except ValueError:
                continue
        uploads = files.getlist(f"{name}-files") if hasattr(files, "getlist") else ()
        return Chosen(keys, uploads)


class SignatureInput(FilesInput):
    """A pad to sign on; `web/signing.js` sends what is drawn before the form goes."""

    template_name = "web/signature_input.html"


class FilesField(forms.Field):
    """Several files. Its cleaned value is `Chosen`."""

    input_class = FilesInput

    def __init__(self, *, accept: str = ANY_FILE, most: int = MOST_FILES, **kwargs: Any) -> None:
        super().__init__(widget=self.input_class(accept=accept, most=most), **kwargs)
        self.most = most

    def clean(self, value: Any) -> Chosen:
        chosen = value if isinstance(value, Chosen) else Chosen()
        if self.required and not chosen:
            raise forms.ValidationError("请选择文件")
        if len(chosen.keys) + len(chosen.uploads) > self.most:
            raise forms.ValidationError(f"最多{self.most}个文件，请去掉一些")
        return chosen

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ARG002 -- Django calls it so
        return bool(data)


class SignatureField(FilesField):
    """A signature drawn on the screen: one picture, or none. It needs JavaScript."""

    input_class = SignatureInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(accept=PICTURES, most=1, **kwargs)
