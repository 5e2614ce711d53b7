"""How values leave the house as JSON: each export with instants in one form."""

from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from istockist_sla.core.lib.time import zulu


class Encoder(DjangoJSONEncoder):
    """Django's own, but instants in UTC and whole seconds, whatever zone they came in."""

    def default(self, value: Any) -> Any:
        return zulu(value) if isinstance(value, datetime) else super().default(value)
