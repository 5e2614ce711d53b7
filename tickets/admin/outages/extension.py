"""What an outage's page in the desk shows and offers of tickets."""

from availability.models import Outage
from istockist_sla.desk.site import Extension, site
from tickets.admin.outages.actions import AttachForm, InformForm
from tickets.admin.outages.tickets import tables

site.extend(Outage, Extension(actions=(AttachForm, InformForm), tables=tables))
