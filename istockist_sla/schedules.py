"""What django-q2 runs: name, function, minutes between two runs."""

from typing import NamedTuple


class Job(NamedTuple):
    name: str
    function: str
    minutes: int = 1


JOBS = [
    Job("heartbeat", "istockist_sla.tasks.heartbeat"),
    Job("letters", "istockist_sla.tasks.send_letters"),
    Job("sweep", "tickets.tasks.sweep"),
    Job("mail", "tickets.tasks.fetch_mail"),
    Job("probe", "availability.tasks.probe"),
    Job("outages", "availability.tasks.publish_overdue"),
]
