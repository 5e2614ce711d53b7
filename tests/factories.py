"""Rows for tests, with defaults that make sense together."""

from datetime import UTC, date, datetime

import factory

from istockist_sla.core.models import User
from tickets.models import Client, ClientAdministrator, ClientFact

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")


class ClientFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Client

    name = factory.Sequence(lambda n: f"Client {n} Ltd")
    code = factory.Sequence(lambda n: f"client-{n}")
    created_at = LONG_AGO


class FactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClientFact

    client = factory.SubFactory(ClientFactory)
    kind = ClientFact.Kind.PLAN
    value = ClientFact.Plan.SELF_SERVICE
    since = LONG_AGO
    evidence = "Signed order"
    author = factory.SubFactory(UserFactory)
    recorded_at = factory.SelfAttribute("since")


class AdministratorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClientAdministrator

    client = factory.SubFactory(ClientFactory)
    name = factory.Sequence(lambda n: f"Administrator {n}")
    email = factory.Sequence(lambda n: f"admin{n}@client.example")
    user = factory.SubFactory(
        UserFactory,
        email=factory.SelfAttribute("..email"),
        name=factory.SelfAttribute("..name"),
    )
    since = date(2020, 1, 1)
