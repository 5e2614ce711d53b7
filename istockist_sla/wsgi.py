"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from istockist_sla.core.head import bodiless_head
from istockist_sla.server.content_type import with_readable_content_type

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "istockist_sla.settings")
application = bodiless_head(with_readable_content_type(get_wsgi_application()))
