"""Actions about findings: those on a ticket, and those on a finding itself."""

from tickets.admin.findings.contest_form import RecordContestForm
from tickets.admin.findings.decision_forms import (
    ApproveForm,
    DeclineForm,
    UpholdForm,
    WithdrawForm,
)
from tickets.admin.findings.exclusion_forms import (
    ProposeClientErrorForm,
    ProposeClientNegligenceForm,
    ProposeMaintenanceForm,
    ProposeNoFaultForm,
)
from tickets.admin.findings.proposal_forms import (
    ProposeDuplicateForm,
    ProposeInvoicingForm,
    ProposeRectificationForm,
    ProposeSpamForm,
)

TICKET_ACTION_FORMS = (
    ProposeClientErrorForm,
    ProposeClientNegligenceForm,
    ProposeMaintenanceForm,
    ProposeNoFaultForm,
    ProposeRectificationForm,
    ProposeDuplicateForm,
    ProposeSpamForm,
    ProposeInvoicingForm,
    RecordContestForm,
)
ACTION_FORMS = (ApproveForm, DeclineForm, UpholdForm, WithdrawForm)
