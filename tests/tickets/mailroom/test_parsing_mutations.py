"""The corpus, damaged in thousands of ways: nothing raises, hangs or disappears."""

import time
from random import Random

import pytest

from tests.conftest import OPENED
from tests.tickets.mailroom.mails import raw
from tests.tickets.mailroom.mutations import MAILS, MUTATIONS, mutate
from tests.tickets.mailroom.test_parsing_hostile import examine
from tickets.mailroom import intake
from tickets.models import InboundMail

SEEDS = 12
CASES = [(name, seed) for name in MAILS for seed in range(SEEDS)]
NOT_SETTLED = (InboundMail.State.RECEIVED, InboundMail.State.PARKED)
SLOWEST = 1.0  # seconds of the processor


def test_no_damage_is_too_much_for_the_reader(chosen):
    for name, seed in chosen(CASES, 250):
        examine(mutate(name, seed))


@pytest.mark.fuzz
def test_no_damage_takes_a_second():
    slow = {}
    for case in CASES:
        data = mutate(*case)
        start = time.process_time()
        examine(data)
        if (taken := time.process_time() - start) > SLOWEST:
            slow[case] = taken
    assert slow == {}


@pytest.mark.django_db
def test_no_damaged_mail_is_dropped(chosen, clara):
    """Each is kept byte for byte and ends somewhere that people see; none is parked, which is for
    faults of ours."""
    lost = []
    for name, seed in chosen(CASES[::5], 40):
        data = mutate(name, seed).replace(b"ann@client.example", b"clara@meadow.example")
        mail = intake.receive(data, at=OPENED)
        if mail.state in NOT_SETTLED or bytes(mail.raw) != data:
            lost.append((name, seed, mail.state, mail.note))
    assert lost == []


def test_every_way_of_damage_is_met():
    """A way that never changes a mail would prove nothing."""
    changed = {way.__name__ for way in MUTATIONS for seed in range(5) if _changes(way, seed)}
    assert changed == {way.__name__ for way in MUTATIONS}


def _changes(way, seed: int) -> bool:
    data = raw(MAILS[seed])
    return way(data, Random(seed)) != data
