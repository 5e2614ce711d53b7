"""One command that runs everything on one machine: it checks, prepares, starts and supervises.

`startup_checks` find what would not work, `prepare` brings database and files up to date,
`processes` are the operating system's, `supervisor` and `heartbeat` keep them alive, `workers` is
what runs inside them, `web` the web server among them.
"""

from istockist_sla.server.startup_checks import StartupError
from istockist_sla.server.supervisor import run

__all__ = ["StartupError", "run"]
