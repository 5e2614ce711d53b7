"""The fixed cast and the ground that every test stands on."""

import gc
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from availability import incidents
from availability.models import Component, Maintenance
from availability.status import middleware as copies
from istockist_sla.core import remembered, roles, triggers
from istockist_sla.core.models import User
from tests.factories import LONG_AGO, AdministratorFactory, ClientFactory, FactFactory, UserFactory
from tickets import inputs, lifecycle
from tickets.inputs import publications
from tickets.models import Article, Ticket
from tickets.seed import seed

# How fast an example is depends on what else the machine does. The short way of running the tests
# tries fewer of them than the long one, on PostgreSQL.
hypothesis_settings.register_profile(
    "untimed",
    deadline=None,
    max_examples=100 if connection.vendor == "postgresql" else 40,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("untimed")

# Each request asks whether what was kept still holds.
copies.CHECK_SECONDS = 0.0
remembered.SECONDS = 0.0

OPENED = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
_flush = TransactionTestCase._fixture_teardown


def _flush_past_the_guards(self: TransactionTestCase) -> None:
    """Append-only tables refuse the flush: take the guards away, flush, put all back."""
    triggers.remove(connection)
    _flush(self)
    triggers.install(connection)
    seed(apps.get_model)
    roles.sync()


TransactionTestCase._fixture_teardown = _flush_past_the_guards


def pytest_sessionfinish(session, exitstatus):
    """A skipped test is a failure: what a machine lacks is deselected by its marker."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = 1


def pytest_collection_finish(session):
    """What was collected stays to the end: it need not be looked through for garbage."""
    gc.collect()
    gc.freeze()


# The book of what the seed publishes, with which every test begins.
SEEDED: list = []
COUNTING = {"django_assert_num_queries", "django_assert_max_num_queries"}


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests(request):
    """A cache in the database is rolled back with the test; others are emptied here. Where
    queries are counted, also the book is read anew."""
    inputs.forget()
    if COUNTING.isdisjoint(request.fixturenames):
        publications._shelf[:] = SEEDED
        for held in SEEDED:
            held.book.__dict__.pop("picture", None)
    copies.COPIES.folder = None
    copies.COPIES.forget()
    copies.CHECKED.forget()
    if settings.REDIS_URL:
        cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        roles.sync()
        inputs.book()
    SEEDED[:] = publications._shelf


@pytest.fixture(params=["some", pytest.param("all", marks=pytest.mark.fuzz)])
def chosen(request):
    """Of many cases some, always the same; all of them by the marker."""

    def choose(cases, most):
        cases = list(cases)
        if request.param == "all" or len(cases) <= most:
            return cases
        return Random(request.node.originalname).sample(cases, most)

    return choose


def member(email: str, name: str, *groups: str) -> User:
    user = UserFactory(email=email, name=name, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.fixture
def aoife(db):
    """A support agent."""
    return member("aoife@istockist.example", "Aoife Brennan", roles.SUPPORT)


@pytest.fixture
def declan(db):
    """Another support agent."""
    return member("declan@istockist.example", "Declan Moore", roles.SUPPORT)


@pytest.fixture
def niamh(db):
    """A manager."""
    return member("niamh@istockist.example", "Niamh Kearney", roles.MANAGER)


@pytest.fixture
def orla(db):
    """Another manager."""
    return member("orla@istockist.example", "Orla Byrne", roles.MANAGER)


@pytest.fixture
def ruairi(db):
    """Of Operations."""
    return member("ruairi@istockist.example", "Ruairí O'Dwyer", roles.TECHNICAL, roles.OPERATIONS)


@pytest.fixture
def sys(db):
    """A system administrator."""
    return member("sys@istockist.example", "Sinéad Walsh", roles.ADMINISTRATOR)


@pytest.fixture
def meadow(db):
    """A covered client: Custom enterprise, long past its first order."""
    client = ClientFactory(name="Meadow & Finch Ltd", code="meadow")
    FactFactory(client=client, kind="plan", value="custom")
    FactFactory(client=client, kind="first_order", value=LONG_AGO.isoformat())
    return client


@pytest.fixture
def clara(meadow):
    """The administrator of Meadow & Finch who opens tickets."""
    return AdministratorFactory(client=meadow, name="Clara Whitcombe", email="clara@meadow.example")


@pytest.fixture
def charlie(db):
    """The stranger: administrator of another client, who must see nothing of Meadow's."""
    client = ClientFactory(name="Northgate Fixings", code="northgate")
    FactFactory(client=client, kind="plan", value="self-service")
    FactFactory(client=client, kind="first_order", value=LONG_AGO.isoformat())
    return AdministratorFactory(client=client, name="Charlie Stone", email="charlie@north.example")


@pytest.fixture
def open_ticket(clara):
    """Opens a ticket of Clara's; Tuesday 10 March 2026, 09:00 GMT, unless told otherwise."""

    def opened(at=OPENED, administrator=clara, **columns):
        return lifecycle.open_ticket(
            **{
                "administrator": administrator,
                "channel": "portal",
                "subject": "Orders do not come in",
                "text": "Since this morning nothing arrives.",
                "at": at,
                "recorded_at": at,
                "by": administrator.user,
                **columns,
            }
        )

    return opened


@pytest.fixture
def ticket(open_ticket):
    return open_ticket()


@pytest.fixture
def plan_work(ruairi):
    """Publishes work of the night before the ticket, a day ahead unless told otherwise."""

    def planned(**given):
        return incidents.announce(
            **{
                "kind": Maintenance.Kind.TECHNICAL,
                "title": "New disks for the database servers",
                "text": "",
                "components": [Component.objects.get(code="ordering")],
                "starts_at": OPENED - timedelta(hours=12),
                "ends_at": OPENED - timedelta(hours=11),
                "by": ruairi,
                "at": OPENED - timedelta(hours=36),
                **given,
            }
        )

    return planned


@pytest.fixture
def new_disks(plan_work):
    return plan_work()


def gmt(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """An instant of 2026."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=UTC)


@pytest.fixture
def missed(open_ticket, declan, aoife, ruairi, plan_work):
    """Opened on Friday 29 May at 15:20:08, qualified as Medium, taken in charge on Wednesday:
    a miss over a weekend, a bank holiday and work that ended early."""
    work = plan_work(
        title="Database servers get new disks",
        starts_at=gmt(6, 2, 10),
        ends_at=gmt(6, 2, 12),
        at=gmt(5, 26, 9),
    )
    ticket = open_ticket(
        at=gmt(5, 29, 15, 20, 8), subject="Checkout total differs from the price list"
    )
    incidents.begin_work(work, by=ruairi, at=gmt(6, 2, 10))
    incidents.end_work(work, by=ruairi, at=gmt(6, 2, 11, 30))
    lifecycle.take(ticket.pk, by=declan, at=gmt(6, 3, 9, 12, 41), seen=None)
    lifecycle.qualify(ticket.pk, class_test="degraded", by=aoife, at=gmt(6, 3, 9, 20), seen=None)
    return Ticket.objects.select_related("client").get(pk=ticket.pk)


@pytest.fixture
def keys(db):
    """A help article."""
    return Article.objects.create(
        title="Renew an API key",
        slug="renew-an-api-key",
        body="Make the new one first.\n\nThen remove the <old> one.",
        is_published=True,
        updated_at=OPENED,
    )


@pytest.fixture
def labels(db):
    """Another help article."""
    return Article.objects.create(
        title="Labels print twice",
        slug="labels",
        body="Key off.",
        is_published=True,
        updated_at=OPENED,
    )
