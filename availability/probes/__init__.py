"""The probes: what is asked of each component, what the answers mean, and what a second place saw.

Direction of imports: targets < destinations < exchange < asking; recording; rounds above both;
signing < places; watching, tallies.
"""

from availability.probes.asking import ask_all, measure
from availability.probes.recording import record
from availability.probes.rounds import probe_all
from availability.probes.targets import Result, Target, targets

__all__ = ["Result", "Target", "ask_all", "measure", "probe_all", "record", "targets"]
