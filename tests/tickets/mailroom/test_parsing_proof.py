"""What our own mail server said of the sender, read from a field that the sender partly writes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.mailroom.mails import OUR_SERVER
from tickets.mailroom.parsing.headers import read_head
from tickets.mailroom.parsing.proof import authentication

ANSWERS = {"pass", "none", "fail", "unverified", "temperror"}


def said(*results: str, server: str = OUR_SERVER) -> str:
    raw = "".join(f"Authentication-Results: {server}{one}\n" for one in results) + "\n"
    data = raw.encode("utf-8", "surrogatepass")
    return authentication(read_head(data, 0, len(data))[0], OUR_SERVER, "client.example")


@pytest.mark.parametrize(
    "results",
    [
        "; dmarc=fail; spf=pass smtp.mailfrom=a(b@evil.example",
        "; spf=pass smtp.mailfrom=a(b@evil.example; dmarc=fail header.from=client.example",
        '; dkim=pass header.b="(" header.d=evil.example; dmarc=fail; spf=pass smtp.mailfrom=x)@e.e',
        '; spf=pass smtp.mailfrom="a@evil.example; dmarc=fail header.from=client.example',
        "; dmarc=FAIL (p=reject) header.from=client.example; dkim=pass header.d=client.example",
        "; dmarc=pass header.from=client.example; dmarc=fail header.from=client.example",
        " 1; dmarc = fail header.from=client.example",
        "; spf=fail smtp.mailfrom=a(b@client.example",
    ],
)
def test_no_crafted_sender_hides_that_they_were_disproved(results):
    assert said(results) == "fail"


@pytest.mark.parametrize(
    "results",
    [
        "; dmarc=permerror header.from=client.example",
        "; spf=permerror smtp.mailfrom=client.example",
        "; dkim=pass (header.d=client.example",
        "; nothing that is a verdict",
        ";",
        "",
        "; dkim=(((",
        "; spf=pass " + "x" * 9000,
    ],
)
def test_an_error_for_good_and_an_unreadable_field_leave_the_sender_unverified(results):
    assert said(results) == "unverified"


def test_without_a_field_of_our_server_the_sender_is_unverified():
    assert said() == "unverified"


def test_a_server_whose_name_only_starts_like_ours_is_another():
    assert said("; dmarc=pass header.from=client.example", server=f"{OUR_SERVER}.evil") == (
        "unverified"
    )


@pytest.mark.parametrize(
    "results",
    [
        "; dmarc=temperror header.from=client.example",
        "; spf=temperror smtp.mailfrom=client.example",
    ],
)
def test_an_error_that_passes_is_told_apart(results):
    assert said(results) == "temperror"


def test_a_proof_of_one_kind_outweighs_an_error_of_another():
    assert said("; spf=temperror; dkim=pass header.d=client.example") == "pass"


@pytest.mark.parametrize(
    "results", ["; none", ";none", "; dmarc=none", "; dkim=none; spf=softfail"]
)
def test_what_our_server_did_not_judge_is_none(results):
    assert said(results) == "none"


def test_a_crafted_sender_after_the_proof_takes_nothing_from_it():
    assert said("; dmarc=pass header.from=client.example; spf=none smtp.mailfrom=a(b") == "pass"


def test_what_other_products_write_into_the_field_is_read():
    assert (
        said(
            "; spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=client.example; dkim=pass "
            "(signature was verified) header.d=client.example;dmarc=pass action=none "
            "header.from=client.example;compauth=pass reason=100"
        )
        == "pass"
    )


@settings(deadline=None, max_examples=200, database=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_nothing_around_a_refusal_turns_it_into_a_proof(before, after):
    clean = [
        text.translate(dict.fromkeys(range(33), " ")).replace(";", ",") for text in (before, after)
    ]
    answer = said(f"; spf=pass smtp.mailfrom={clean[0]}; dmarc=fail header.from=x{clean[1]}")
    assert answer == "fail"


@settings(deadline=None, max_examples=200, database=None)
@given(st.text(max_size=200))
def test_any_field_has_an_answer(results):
    assert said(results.replace("\n", " ")) in ANSWERS
