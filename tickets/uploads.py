"""A form's field for several files, for the desk and for the portal."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from tickets.attachments import Upload


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """At most `UPLOAD_MAX_FILES` files, each of at most `UPLOAD_MAX_BYTES`, read into memory."""

    widget = FilesInput

    def __init__(self, *, required: bool = False, label: str = "Files", **options: Any) -> None:
        super().__init__(required=required, label=label, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > settings.UPLOAD_MAX_FILES:
            raise forms.ValidationError(
                f"At most {settings.UPLOAD_MAX_FILES} files at a time; these are {len(files)}. "
                "Choose them again."
            )
        return [self._upload(super(FilesField, self).clean(file, initial)) for file in files]

    def _upload(self, file: UploadedFile) -> Upload:
        limit = settings.UPLOAD_MAX_BYTES
        if (file.size or 0) > limit:
            raise forms.ValidationError(
                f"“{file.name}” is larger than {filesizeformat(limit)}. Choose your files again "
                "without it."
            )
        return Upload(file.name or "file", file.read())
