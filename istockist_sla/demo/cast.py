"""The people of Support and the clients of the demo, as tables."""

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
ADMINISTRATORS = [Colleague("sinead", "Sinéad Walsh", (roles.ADMINISTRATOR,))]
STAFF = [*AGENTS, *OPERATIONS, *DEVELOPMENT, *MANAGERS, *ADMINISTRATORS]


class Person(NamedTuple):
    """`ends` and `begins` are days before the demo's now; None: always."""

    login: str
    name: str
    copies: bool = False
    begins: int | None = None
    ends: int | None = None


class DemoFact(NamedTuple):
    """A fact that begins `days` before now; `none_yet` clients have no first order (G4)."""

    kind: str
    value: str
    days: int
    evidence: str


class Company(NamedTuple):
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
        "meadow", "Meadow & Finch Ltd", "custom", 1900, 14,
        [Person("clara", "Clara Whitcombe"), Person("george", "George Adair", copies=True)],
        [DemoFact("first_order", "", 1880, "Order log of the first week")],
        contact="Orla Hennessy",
    ),
    Company(
        "harbour", "Harbour & Hale Seafood", "custom", 1500, 12,
        [Person("jonas", "Jonas Hale"), Person("brid", "Bríd Hale")],
        [
            DemoFact("first_order", "", 1470, "Order log of the first week"),
            DemoFact("premium", "yes", 900, "SLA Premium, signed by both"),
        ],
        contact="Orla Hennessy",
    ),
    Company(
        "atlantic", "Atlantic Timber Merchants", "custom", 1300, 12,
        [Person("sheila", "Sheila Concannon"), Person("owen", "Owen Tighe", copies=True)],
        [
            DemoFact("first_order", "", 1290, "Order log of the first week"),
            DemoFact("premium", "yes", 180, "SLA Premium, signed by both"),
        ],
        contact="Hugh Mannion",
    ),
    Company(
        "northgate", "Northgate Fixings", "self-service", 1200, 10,
        [Person("charlie", "Charlie Stone")],
        [DemoFact("first_order", "", 1195, "Order log of the first week")],
    ),
    Company(
        "sligosurf", "Sligo Surf Company", "custom", 1000, 8,
        [Person("mick", "Mick Feeney"), Person("ana", "Ana Ribeiro")],
        [
            DemoFact("first_order", "", 980, "Order log of the first week"),
            DemoFact("order_volume", "yes", 150, "Daily orders 2.6 times the median of 8 weeks"),
            DemoFact("order_volume", "no", 95, "Back between half and twice the median"),
        ],
        contact="Hugh Mannion",
    ),
    Company(
        "dolmen", "Dolmen Stationery", "self-service", 1100, 8,
        [Person("paul", "Paul Garvey"), Person("rita", "Rita Garvey")],
        [
            DemoFact("first_order", "", 1090, "Order log of the first week"),
            DemoFact("rate_limit", "yes", 75, "Account limited after three reminders"),
            DemoFact("interruption", "yes", 70, "Import of 4 million lines stopped by Operations"),
            DemoFact("interruption", "no", 69, "Import released again"),
            DemoFact("rate_limit", "no", 48, "Account settled"),
        ],
    ),
    Company(
        "wexford", "Wexford Growers Co-op", "custom", 1700, 10,
        [
            Person("noreen", "Noreen Power", ends=120),
            Person("liam", "Liam Furlong", begins=118),
            Person("tess", "Tess Roche", copies=True),
        ],
        [DemoFact("first_order", "", 1660, "Order log of the first week")],
        contact="Hugh Mannion",
    ),
    Company(
        "loughlane", "Lough Lane Cosmetics", "free", 700, 6,
        [Person("eva", "Eva Lindqvist")],
        [
            DemoFact("first_order", "", 640, "Order log of the first week"),
            DemoFact("plan", "self-service", 150, "Changed in the shop, confirmed by mail"),
        ],
    ),
    Company(
        "brennan", "Brennan Bakery Supplies", "free", 800, 5,
        [Person("tom", "Tom Brennan")],
        [DemoFact("first_order", "", 760, "Order log of the first week")],
    ),
    Company(
        "copperkettle", "Copper Kettle Coffee", "self-service", 60, 5,
        [Person("isla", "Isla Moran")],
        [DemoFact("first_order", "none", 60, "No order yet"),
         DemoFact("first_order", "", 20, "Order 1")],
    ),
    Company(
        "claddagh", "Claddagh Cycles", "self-service", 40, 7,
        [Person("finn", "Finn Joyce")],
        [DemoFact("first_order", "none", 40, "No order yet")],
    ),
    Company(
        "burren", "Burren Botanicals", "custom", 600, 7,
        [Person("sorcha", "Sorcha Linnane"), Person("max", "Max Oyelaran")],
        [DemoFact("first_order", "", 590, "Order log of the first week")],
    ),
]  # fmt: skip

# Response and fix limits of Harbour & Hale's own agreement, in support hours (P4).
OWN_AGREEMENT = ("harbour", {"critical": (2, 4), "medium": (4, 8), "low": (8, 16)})
