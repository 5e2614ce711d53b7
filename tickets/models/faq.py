"""Help articles (the FAQ that the second check of O2 speaks of), and what readers say of them."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        """Those that clients read, the public ones among them."""
        return self.filter(is_published=True).exclude(audience=Article.Audience.INTERNAL)

    def public(self) -> "ArticleQuerySet":
        """Those that everybody reads."""
        return self.filter(is_published=True, audience=Article.Audience.PUBLIC)

    def with_feedback(self) -> "ArticleQuerySet":
        """Each with how many it `helped`, how many it did `not_helped`, and for how many it
        `solved` the matter without a ticket."""
        return self.annotate(
            **{
                kind.name.lower(): Count("feedback", filter=Q(feedback__kind=kind))
                for kind in ArticleFeedback.Kind
            }
        )


class Article(models.Model):
    class Audience(models.TextChoices):
        PUBLIC = "public", "Everybody"
        CLIENTS = "clients", "Clients"
        INTERNAL = "internal", "Support only"

    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    section = models.CharField(max_length=60, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.CLIENTS)
    body = models.TextField(help_text="Markdown.")
    is_published = models.BooleanField("published", default=False)
    updated_at = models.DateTimeField()

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = "help article"

    def __str__(self) -> str:
        return self.title


class ArticleFeedback(models.Model):
    """What one reader said of an article, once of each kind."""

    class Kind(models.TextChoices):
        HELPED = "helped", "It helped"
        NOT_HELPED = "not-helped", "It did not help"
        SOLVED = "solved", "It saved a ticket"

    article = models.ForeignKey(Article, models.PROTECT, related_name="feedback")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["article", "reader", "kind"], name="feedback_once_a_reader_and_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.article}"
