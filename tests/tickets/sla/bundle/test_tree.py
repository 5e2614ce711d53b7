"""Each card leads to the root, and to no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.sla.bundle.tree import leaf_of, node_of, proof_of, root_by, root_of, text_digest

LEAVES = st.lists(st.integers(0, 10**6), min_size=1, max_size=40, unique=True).map(
    lambda numbers: [leaf_of({"salt": number}) for number in numbers]
)


def as_read(proof):
    return [list(step) for step in proof]


def card(met, part):
    figures = {"critical": [0, 0], "low": [0, 0], "medium": [0, 0], **met}
    return {"figures": figures, "part": part * 32}


FIRST = leaf_of(card({"medium": [1, 2]}, "11"))
SECOND = leaf_of(card({"critical": [1, 1]}, "22"))
THIRD = leaf_of(card({}, "33"))


def test_three_cards_come_to_the_hashes_that_are_published():
    assert [each[:8] for each in (FIRST, SECOND, THIRD)] == ["0735ab26", "f081f4f6", "5b149a80"]
    assert node_of(FIRST, THIRD)[:8] == "85f74ce0"
    assert root_of([FIRST, SECOND, THIRD])[:8] == "a19293ee"


def test_their_proofs_go_from_the_leaf_up():
    every = [FIRST, SECOND, THIRD]
    assert proof_of(FIRST, every) == [("right", THIRD), ("right", SECOND)]
    assert proof_of(SECOND, every) == [("left", node_of(FIRST, THIRD))]


@given(LEAVES)
def test_every_leaf_leads_to_the_root(leaves):
    root = root_of(leaves)
    assert {root_by(leaf, as_read(proof_of(leaf, leaves))) for leaf in leaves} == {root}


@given(LEAVES, st.randoms())
def test_the_order_in_which_they_come_is_no_matter(leaves, chance):
    turned = list(leaves)
    chance.shuffle(turned)
    assert root_of(turned) == root_of(leaves)


@given(LEAVES, st.data())
def test_no_other_leaf_leads_there(leaves, data):
    leaf = data.draw(st.sampled_from(leaves))
    other = leaf_of({"salt": "other"})
    assert root_by(other, as_read(proof_of(leaf, leaves))) != root_of(leaves)


@given(LEAVES.filter(lambda leaves: len(leaves) > 1), st.data())
def test_a_step_that_is_turned_or_left_out_leads_elsewhere(leaves, data):
    leaf = data.draw(st.sampled_from(leaves))
    proof = as_read(proof_of(leaf, leaves))
    place = data.draw(st.integers(0, len(proof) - 1))
    shorter = proof[:place] + proof[place + 1 :]
    side, other = proof[place]
    proof[place] = ["left" if side == "right" else "right", other]
    assert root_of(leaves) not in (root_by(leaf, proof), root_by(leaf, shorter))


@pytest.mark.parametrize(
    "step",
    [
        ["up", "0" * 64],
        ["Left", "0" * 64],
        ["left", "0" * 63],
        ["left", "A" * 64],
        ["left"],
        ["left", "0" * 64, 1],
        "left",
        None,
        ["left", None],
    ],
)
def test_what_is_no_step_leads_nowhere(step):
    assert root_by(FIRST, [step]) is None


@pytest.mark.parametrize("leaf", ["", "0" * 63, None, "Z" * 64])
def test_what_is_no_leaf_leads_nowhere(leaf):
    assert root_by(leaf, []) is None


def test_a_single_card_is_the_root():
    assert root_by(FIRST, as_read(proof_of(FIRST, [FIRST]))) == FIRST == root_of([FIRST])


def test_there_is_no_tree_of_nothing():
    with pytest.raises(ValueError, match="leaf"):
        root_of([])


def test_a_text_is_hidden_by_its_nonce():
    digests = {text_digest("Log", bytes([n]) * 16) for n in range(3)}
    assert len(digests) == 3
    assert text_digest("Log", b"\0" * 16) in digests
