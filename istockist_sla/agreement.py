"""What availability is told of the standard agreement."""

from availability.agreement import StandardAgreement
from tickets import inputs

standard = StandardAgreement(inputs.availability_terms, inputs.months)
