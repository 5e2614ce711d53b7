"""What is measured."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.db.models import Q

from availability.coverage import SPEAKS_FOR
from istockist_sla.core.lib.text import join_words

# The time between two measurements of a component (A5).
MEASUREMENT_INTERVAL = timedelta(minutes=1)
# A measurement speaks for at most two intervals; what no measurement speaks for is unknown (A6).
MEASUREMENT_COVERS = SPEAKS_FOR


class ComponentQuerySet(models.QuerySet["Component"]):
    def contractual(self) -> "Component | None":
        """The one whose figure is judged (A5)."""
        return self.filter(is_contractual=True).first()


class Component(models.Model):
    """A part of the service with a line of its own on the status page (A5).

    It rests on what it depends on: an application on systems and on other applications, a
    system on other systems.
    """

    class Layer(models.TextChoices):
        SYSTEM = "system", "System: hosting, database, network"
        APPLICATION = "application", "Application"

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    layer = models.CharField(max_length=12, choices=Layer, default=Layer.APPLICATION)
    depends_on = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="dependants"
    )
    is_contractual = models.BooleanField(
        "decides the contractual figure", default=False, editable=False
    )
    certificate_ends_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="As the last answer over TLS showed it.",
    )
    monitored_since = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="The first measurement; empty: none yet."
    )

    objects = ComponentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_contractual"],
                condition=Q(is_contractual=True),
                name="component_one_contractual",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_text(self) -> str:
        """As it stands inside a sentence: `the API`, `Ordering`."""
        return f"the {self.name}" if self.name.isupper() else self.name


def names_in_text(components: Iterable[Component]) -> str:
    """`Ordering, Reports and the API`, each once."""
    return join_words(list(dict.fromkeys(component.in_text for component in components)))
