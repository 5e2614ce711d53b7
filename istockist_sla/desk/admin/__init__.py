"""People of the desk, the record of events, and the outbox of letters."""

from istockist_sla.desk.admin import events, letters, people

__all__ = ["events", "letters", "people"]
