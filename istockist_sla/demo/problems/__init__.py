"""What goes wrong for the demo's clients, in their words and in Support's."""

from istockist_sla.demo.problems.access import ACCESS
from istockist_sla.demo.problems.catalogue import CATALOGUE
from istockist_sla.demo.problems.orders import ORDERS
from istockist_sla.demo.problems.problem import Problem

__all__ = ["PROBLEMS", "Problem"]

PROBLEMS: list[Problem] = [*ORDERS, *CATALOGUE, *ACCESS]
