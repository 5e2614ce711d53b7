"""March as it was closed."""

from tests.tickets.reports.closing.conftest import decided, march

__all__ = ["decided", "march"]
