"""What signing in leaves behind: codes asked for, wrong guesses, networks known, links made."""

from datetime import datetime, timedelta

from django.db import models

from istockist_sla.core.models.users import User

# How long a code works after it was sent, and how long one that was asked for may still be sent.
CODE_LIFE = timedelta(minutes=10)
# A network stays known for so long after the last sign-in from it.
NETWORK_LIFE = timedelta(days=90)
# Wrong guesses are counted for so long; from so many on for one address, whatever the networks,
# the operators are told, and nothing is refused.
GUESSES_KEPT, MANY_GUESSES = timedelta(days=1), 20
# The text of a network: the longest is a /48 of IPv6.
NETWORK_CHARS = 43


class SignInRequestQuerySet(models.QuerySet["SignInRequest"]):
    def since(self, at: datetime) -> "SignInRequestQuerySet":
        return self.filter(asked_at__gt=at)

    def to_send(self, at: datetime) -> "SignInRequestQuerySet":
        """Those that no letter was queued for, while they are young enough for one."""
        return self.since(at - CODE_LIFE).filter(handled_at=None).order_by("pk")


class SignInRequest(models.Model):
    """Somebody asked for a code to be sent to an address, of a person or of nobody.

    `code_hash` stays empty until the code is made, which is when its letter is sent.
    """

    address = models.CharField(max_length=254)
    network = models.CharField(max_length=NETWORK_CHARS)
    asked_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    code_hash = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    guesses = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = SignInRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["address", "asked_at"], name="sign_in_request_address"),
            models.Index(fields=["network", "asked_at"], name="sign_in_request_network"),
            models.Index(
                fields=["asked_at"],
                name="sign_in_request_to_send",
                condition=models.Q(handled_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code_hash="", made_at=None)
                | (~models.Q(code_hash="") & models.Q(made_at__isnull=False)),
                name="sign_in_request_code_has_instant",
            )
        ]

    def __str__(self) -> str:
        return f"code asked for at {self.asked_at:%H:%M:%S}"

    def is_valid(self, at: datetime) -> bool:
        """Whether its code can be entered at `at`."""
        return self.made_at is not None and self.used_at is None and at - self.made_at < CODE_LIFE


class SignInThrottleQuerySet(models.QuerySet["SignInThrottle"]):
    def recent(self, at: datetime) -> "SignInThrottleQuerySet":
        return self.filter(failed_at__gt=at - GUESSES_KEPT)

    def lock(self, address: str, network: str) -> "SignInThrottle":
        """The row of both until the commit, made where there is none."""
        return self.select_for_update().get_or_create(address=address, network=network)[0]

    def outdated(self, at: datetime) -> "SignInThrottleQuerySet":
        """Those that say nothing any more, of people who have made no mistake too."""
        return self.exclude(failed_at__gte=at - GUESSES_KEPT)

    def guessed_often(self, at: datetime) -> "models.QuerySet[SignInThrottle, tuple[str, int]]":
        """Each address with `MANY_GUESSES` or more, and how many, the most first."""
        per_address = self.recent(at).values("address").annotate(total=models.Sum("failures"))
        often = per_address.filter(total__gte=MANY_GUESSES).order_by("-total", "address")
        return often.values_list("address", "total")


class SignInThrottle(models.Model):
    """Wrong guesses for an address from a network, and until when none is judged."""

    address = models.CharField(max_length=254)
    network = models.CharField(max_length=NETWORK_CHARS)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    blocked_until = models.DateTimeField(null=True, blank=True)

    objects = SignInThrottleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address", "network"], name="sign_in_throttle_one")
        ]

    def __str__(self) -> str:
        return f"{self.failures} wrong codes from {self.network}"


class KnownNetwork(models.Model):
    """A network from which a person has signed in."""

    user = models.ForeignKey(User, models.PROTECT, related_name="known_networks")
    network = models.CharField(max_length=NETWORK_CHARS)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "network"], name="known_network_one")
        ]

    def __str__(self) -> str:
        return self.network


class SignInLink(models.Model):
    """A link that an operator made for one sign-in; only the digest of its secret is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link for {self.user}"
