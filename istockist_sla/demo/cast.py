"""The people of Support and the clients of the demo, as tables."""

from dataclasses import dataclass
from typing import NamedTuple

from istockist_sla.core import roles

DOMAIN = "istockist.example"


class Colleague(NamedTuple):
    login: str
    name: str
    groups: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


AGENTS = [
    Colleague("aoife", "Aoife Brennan", (roles.SUPPORT,)),
    Colleague("declan", "Declan Moore", (roles.SUPPORT,)),
    Colleague("saoirse", "Saoirse Nolan", (roles.SUPPORT,)),
    Colleague("tomasz", "Tomasz Wilk", (roles.SUPPORT,)),
]
OPERATIONS = [
    Colleague("ruairi", "Ruairí O'Dwyer", (roles.TECHNICAL, roles.OPERATIONS)),
    Colleague("grace", "Grace Adeyemi", (roles.TECHNICAL, roles.OPERATIONS)),
]
DEVELOPMENT = [
    Colleague("cormac", "Cormac Daly", (roles.TECHNICAL, roles.DEVELOPMENT)),
    Colleague("linnea", "Linnea Berg", (roles.TECHNICAL, roles.DEVELOPMENT)),
]
MANAGERS = [
    Colleague("niamh", "Niamh Kearney", (roles.MANAGER,)),
    Colleague("brian", "Brian Foley", (roles.MANAGER,)),
]
ADMINISTRATORS = [
    Colleague("sinead", "Sinéad Walsh", (roles.ADMINISTRATOR,)),
    Colleague("padraig", "Pádraig Lyons", (roles.ADMINISTRATOR,)),
]
STAFF = [*AGENTS, *OPERATIONS, *DEVELOPMENT, *MANAGERS, *ADMINISTRATORS]


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """`ends` and `begins` are days before the demo's now; None: always."""

    login: str
    name: str
    copies: bool = False
    begins: int | None = None
    ends: int | None = None


class DemoFact(NamedTuple):
    """A dated fact that begins `days` before now; an empty value is that instant."""

    kind: str
    value: str
    days: int
    evidence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Company:
    """`joined` in days before now; `weight` is how often it turns to Support."""

    code: str
    name: str
    plan: str
    joined: int
    weight: int
    people: list[Person]
    facts: list[DemoFact]
    contact: str = ""

    @property
    def domain(self) -> str:
        return f"{self.code}.example"


CLIENTS = [
    Company(
        code="meadow",
        name="Meadow & Finch Ltd",
        plan="custom",
        joined=1900,
        weight=14,
        people=[
            Person(login="clara", name="Clara Whitcombe"),
            Person(login="george", name="George Adair", copies=True),
        ],
        facts=[DemoFact("first_order", "", 1880, "Order log of the first week")],
        contact="Orla Hennessy",
    ),
    Company(
        code="harbour",
        name="Harbour & Hale Seafood",
        plan="custom",
        joined=1500,
        weight=12,
        people=[Person(login="jonas", name="Jonas Hale"), Person(login="brid", name="Bríd Hale")],
        facts=[
            DemoFact("first_order", "", 1470, "Order log of the first week"),
            DemoFact("premium", "yes", 900, "SLA Premium, signed by both"),
        ],
        contact="Orla Hennessy",
    ),
    Company(
        code="atlantic",
        name="Atlantic Timber Merchants",
        plan="custom",
        joined=1300,
        weight=12,
        people=[
            Person(login="sheila", name="Sheila Concannon"),
            Person(login="owen", name="Owen Tighe", copies=True),
        ],
        facts=[
            DemoFact("first_order", "", 1290, "Order log of the first week"),
            DemoFact("premium", "yes", 180, "SLA Premium, signed by both"),
        ],
        contact="Hugh Mannion",
    ),
    Company(
        code="northgate",
        name="Northgate Fixings",
        plan="self-service",
        joined=1200,
        weight=10,
        people=[Person(login="charlie", name="Charlie Stone")],
        facts=[DemoFact("first_order", "", 1195, "Order log of the first week")],
    ),
    Company(
        code="sligosurf",
        name="Sligo Surf Company",
        plan="custom",
        joined=1000,
        weight=8,
        people=[Person(login="mick", name="Mick Feeney"), Person(login="ana", name="Ana Ribeiro")],
        facts=[
            DemoFact("first_order", "", 980, "Order log of the first week"),
            DemoFact("order_volume", "yes", 150, "Daily orders 2.6 times the median of 8 weeks"),
            DemoFact("order_volume", "no", 95, "Back between half and twice the median"),
        ],
        contact="Hugh Mannion",
    ),
    Company(
        code="dolmen",
        name="Dolmen Stationery",
        plan="self-service",
        joined=1100,
        weight=8,
        people=[Person(login="paul", name="Paul Garvey"), Person(login="rita", name="Rita Garvey")],
        facts=[
            DemoFact("first_order", "", 1090, "Order log of the first week"),
            DemoFact("rate_limit", "yes", 75, "Account limited after three reminders"),
            DemoFact("interruption", "yes", 70, "Import of 4 million lines stopped by Operations"),
            DemoFact("interruption", "no", 69, "Import released again"),
            DemoFact("rate_limit", "no", 48, "Account settled"),
        ],
    ),
    Company(
        code="wexford",
        name="Wexford Growers Co-op",
        plan="custom",
        joined=1700,
        weight=10,
        people=[
            Person(login="noreen", name="Noreen Power", ends=120),
            Person(login="liam", name="Liam Furlong", begins=118),
            Person(login="tess", name="Tess Roche", copies=True),
        ],
        facts=[DemoFact("first_order", "", 1660, "Order log of the first week")],
        contact="Hugh Mannion",
    ),
    Company(
        code="loughlane",
        name="Lough Lane Cosmetics",
        plan="free",
        joined=700,
        weight=6,
        people=[Person(login="eva", name="Eva Lindqvist")],
        facts=[
            DemoFact("first_order", "", 640, "Order log of the first week"),
            DemoFact("plan", "self-service", 150, "Changed in the shop, confirmed by mail"),
        ],
    ),
    Company(
        code="brennan",
        name="Brennan Bakery Supplies",
        plan="free",
        joined=800,
        weight=5,
        people=[Person(login="tom", name="Tom Brennan")],
        facts=[DemoFact("first_order", "", 760, "Order log of the first week")],
    ),
    Company(
        code="copperkettle",
        name="Copper Kettle Coffee",
        plan="self-service",
        joined=60,
        weight=5,
        people=[Person(login="isla", name="Isla Moran")],
        facts=[
            DemoFact("first_order", "none", 60, "No order yet"),
            DemoFact("first_order", "", 20, "Order 1"),
        ],
    ),
    Company(
        code="claddagh",
        name="Claddagh Cycles",
        plan="self-service",
        joined=40,
        weight=7,
        people=[Person(login="finn", name="Finn Joyce")],
        facts=[DemoFact("first_order", "none", 40, "No order yet")],
    ),
    Company(
        code="burren",
        name="Burren Botanicals",
        plan="custom",
        joined=600,
        weight=7,
        people=[
            Person(login="sorcha", name="Sorcha Linnane"),
            Person(login="max", name="Max Oyelaran"),
        ],
        facts=[DemoFact("first_order", "", 590, "Order log of the first week")],
    ),
]

# Response and fix limits of Harbour & Hale's own agreement, in support hours (P4).
OWN_AGREEMENT = ("harbour", {"critical": (2, 4), "medium": (4, 8), "low": (8, 16)})
