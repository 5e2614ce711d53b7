"""What was written and not yet sent, and the forms that were."""

from django.conf import settings
from django.db import models
from django.utils.datastructures import MultiValueDict


class FormDraft(models.Model):
    """The unsent fields of one form, for the person who writes them and for nobody else."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    form = models.CharField(
        max_length=250, help_text="The page's address and, after a #, the form on it."
    )
    fields = models.JSONField(default=dict)
    files = models.JSONField(
        default=list, help_text="Names of files that were chosen; they are chosen again."
    )
    updated_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "form"], name="draft_once_a_form")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.form}"

    @property
    def typed(self) -> MultiValueDict[str, str]:
        """The fields as a form's data."""
        return MultiValueDict(self.fields)

    @property
    def text(self) -> str:
        return self.typed.get("text") or ""

    @property
    def mode(self) -> str:
        """To whom the text of a composer was going."""
        return self.typed.get("mode") or ""


class Submission(models.Model):
    """A form that was carried out, stored by the act's own transaction: a second click on it
    finds this row."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    once = models.CharField(max_length=64, help_text="The token of the form as it was shown.")
    act = models.CharField(max_length=64, help_text="Digest of the address and of what was sent.")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "once", "act"], name="submission_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.once}"
