"""One problem as everybody who touches it would describe it."""

from dataclasses import dataclass

from tickets.sla.terms import CLASS_TESTS


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Texts may hold {order}, {sku}, {product}, {shop}, {colleague}, {time} and {count}."""

    subject: str
    report: str
    test: str
    component: str
    question: str
    answer: str
    team: str
    brief: str
    finding: str
    workaround: str
    solution: str

    @property
    def fault_class(self) -> str:
        return CLASS_TESTS[self.test]
