"""The four checks before a report (O2), as their codes stand in `Ticket.checks`."""

from django.db import models


class PreCheck(models.TextChoices):
    USERS = "users", "Asked the people concerned"
    ARTICLES = "articles", "Searched the help articles"
    REPRODUCED = "reproduced", "Tried to reproduce it"
    NETWORK = "network", "Checked the local network"


class PreCheckState(models.TextChoices):
    """A check that nobody speaks of is *not stated*: its code is absent."""

    DONE = "done", "Done"
    NOT_DONE = "not done", "Not done"
    NOT_APPLICABLE = "not applicable", "Does not apply"
