"""Help articles (the FAQ that the second check of O2 speaks of)."""

from django.db import models


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        return self.filter(is_published=True)


class Article(models.Model):
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    body = models.TextField(help_text="Plain text; an empty line begins a new paragraph.")
    is_published = models.BooleanField("published", default=False)
    updated_at = models.DateTimeField()

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = "help article"

    def __str__(self) -> str:
        return self.title
