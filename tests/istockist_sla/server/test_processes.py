"""A process of the supervisor and its restarts."""

from istockist_sla.server.processes import ManagedProcess
from tests.istockist_sla.server.processes import until


def test_a_process_that_keeps_ending_waits_longer_each_time():
    process, now, delays = ManagedProcess(name="x", arguments=["nonsense"]), 100.0, []
    for _ in range(3):
        assert process.start_if_due(now)
        delays.append(until(lambda now=now: process.check_exit(now)).delay)
        assert not process.start_if_due(now)
        now += delays[-1]
    assert delays == [1.0, 2.0, 4.0]


def test_a_process_that_ran_for_long_starts_again_soon():
    process = ManagedProcess(name="x", arguments=["nonsense"])
    process.failed_starts = 5
    process.start_if_due(100.0)
    assert until(lambda: process.check_exit(100.0 + 3600)).delay == 1.0
