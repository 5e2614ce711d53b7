"""One command that runs the whole on one machine: checks, preparation, then the watch.

`checks` says what would not work, `prepare` brings database and files up to date, `children`
are the processes, `watch` keeps them alive, `work` is what runs inside a child.
"""

from istockist_sla.server.startup_checks import StartupError
from istockist_sla.server.supervisor import run

__all__ = ["StartupError", "run"]
