"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from istockist_sla.core.head import bodiless_head

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "istockist_sla.settings")
application = bodiless_head(get_wsgi_application())
