"""Help articles (the FAQ that the second check of O2 speaks of)."""

import re

from django.db import models
from django.db.models import Q

# A search reads so many words at most, and a hint for a report only those that say something.
MOST_WORDS, LEAST_LETTERS = 8, 4


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        return self.filter(is_published=True)

    def with_every_word(self, words: str) -> "ArticleQuerySet":
        """Those whose title or text holds each word."""
        found = self
        for word in words.split()[:MOST_WORDS]:
            found = found.filter(Q(title__icontains=word) | Q(body__icontains=word))
        return found

    def like(self, subject: str, most: int = 3) -> list["Article"]:
        """Those that share most words with a report's subject; a word of the title counts twice."""
        words = {word.lower() for word in re.findall(r"\w+", subject) if len(word) >= LEAST_LETTERS}
        chosen = sorted(words, key=len, reverse=True)[:MOST_WORDS]
        if not chosen:
            return []
        any_word = Q()
        for word in chosen:
            any_word |= Q(title__icontains=word) | Q(body__icontains=word)
        found = [(article.shares(chosen), article) for article in self.filter(any_word)]
        found.sort(key=lambda pair: (-pair[0], pair[1].title))
        return [article for _, article in found[:most]]


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

    def shares(self, words: list[str]) -> int:
        title, body = self.title.lower(), self.body.lower()
        return sum(2 * (word in title) + (word in body) for word in words)
