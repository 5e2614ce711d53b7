"""Steps of the desk and their pages."""

from istockist_sla.steps.pages import NOT_NOW, StepAdmin
from istockist_sla.steps.step import Confirm, Doing, Offered, Section, Step, StepForm

__all__ = ["NOT_NOW", "Confirm", "Doing", "Offered", "Section", "Step", "StepAdmin", "StepForm"]
