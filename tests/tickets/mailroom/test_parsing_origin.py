"""A machine or a person, proven or not, and an answer to which ticket."""

import re

import pytest

from tests.tickets.mailroom.mails import NAMES, OUR_SERVER, mail
from tickets.mailroom.parsing import Incoming, parse

BOUNCED = "t1055-a2b2c3d4e5f6g7h2.2"
TOKEN = "t1042-k3v5q2m7x6c4b6n2"
AUTOMATIC = {
    "vacation": "It says that it was sent automatically (Auto-Submitted).",
    "vacation_exchange": "It asks for no automatic answers (X-Auto-Response-Suppress).",
    "bounce": "It is a report about the delivery of a message.",
    "mailing_list": "It comes from a mailing list (List-Id).",
    "no_reply": "Nobody reads the answers to its sender.",
}


def letter(*fields: str, sender: str = "ann@client.example") -> Incoming:
    head = "\n".join([f"From: {sender}", *fields])
    return parse(f"{head}\n\nText".encode(), authserv_id=OUR_SERVER)


@pytest.mark.parametrize("name", AUTOMATIC)
def test_automatic_mail_is_known_by_its_reason(name):
    assert mail(name).automatic == AUTOMATIC[name]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in AUTOMATIC])
def test_mail_of_people_is_not_automatic(name):
    assert mail(name).automatic == ""


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-generated",
        "Auto-Submitted: AUTO-REPLIED; owner-email=a@b.example",
        "Precedence: bulk",
        "Precedence: junk",
        "X-Autoreply: yes",
        "X-Failed-Recipients: a@b.example",
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="x"',
    ],
)
def test_each_sign_of_a_machine_is_enough(field):
    assert letter(field).automatic


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: no",
        "Precedence: normal",
        "X-Auto-Response-Suppress: None",
        "Return-Path: <ann@client.example>",
        "Subject: Automatic reply does not work",
    ],
)
def test_signs_of_a_person_are_no_signs_of_a_machine(field):
    assert letter(field).automatic == ""


@pytest.mark.parametrize(
    "local",
    ["MAILER-DAEMON", "postmaster", "noreply", "no-reply", "no_reply", "do-not-reply", "DoNotReply",
     "no.reply", "noreply+7f", "bounce-77=a", "bounces", "never-reply"],
)  # fmt: skip
def test_senders_whom_nobody_reads_are_machines(local):
    assert letter(sender=f"{local}@client.example").automatic


@pytest.mark.parametrize("local", ["nora.reply", "ann", "replies", "bouncer", "noreen", "postbox"])
def test_names_that_look_alike_are_people(local):
    assert letter(sender=f"{local}@client.example").automatic == ""


def test_a_report_names_what_could_not_be_delivered():
    assert mail("bounce").failed_ids == (f"<{BOUNCED}@istockist.example>",)


def test_only_a_report_says_so():
    assert [name for name in NAMES if mail(name).failed_ids] == ["bounce"]


def test_the_token_of_a_reply_address_is_found():
    assert mail("reply_above_our_line").tokens == (TOKEN,)


def test_the_token_of_our_own_message_ids_is_found():
    assert mail("reply_outlook").tokens == (TOKEN,)


def test_a_token_is_named_once():
    assert mail("reply_gmail").tokens == (TOKEN,)


@pytest.mark.parametrize("field", ["Delivered-To", "X-Original-To", "Cc", "Envelope-To"])
def test_a_token_is_found_wherever_the_mail_was_sent_to(field):
    assert letter(f"{field}: support+{TOKEN}@istockist.example").tokens == (TOKEN,)


def test_a_token_keeps_its_letters():
    assert letter("To: Support+T1042-K3V5Q2M7X6C4B6N2@istockist.example").tokens == (
        "T1042-K3V5Q2M7X6C4B6N2",
    )


def test_what_has_another_form_is_no_token():
    assert letter("To: support+hello@istockist.example").tokens == ()


def test_the_form_of_a_token_can_be_given():
    raw = b"From: a@b.example\nTo: support+77@istockist.example\n\nx"
    assert parse(raw, token=re.compile(r"\d\d")).tokens == ("77",)


def test_a_thousand_tokens_are_not_all_tried():
    ids = " ".join(
        f"<t{1000 + number}-k3v5q2m7x6c4b6n2.1@istockist.example>" for number in range(1000)
    )
    assert len(letter(f"References: {ids}").tokens) == 20


def results(*said: str) -> str:
    return letter(*(f"Authentication-Results: {one}" for one in said)).authentication


@pytest.mark.parametrize(
    "said",
    [
        "dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=client.example",
        "dkim=pass header.d=client.example header.s=s1",
        "dkim=pass header.i=@client.example",
        "spf=pass (ok) smtp.mailfrom=bounce@client.example",
        "dkim=fail header.d=list.example; dkim=pass header.d=client.example",
    ],
)
def test_a_sender_is_proven_by_his_own_domain(said):
    assert results(f"{OUR_SERVER}; {said}") == "pass"


def test_the_parent_domain_proves_its_children():
    read = letter(
        f"Authentication-Results: {OUR_SERVER}; dkim=pass header.d=client.example",
        sender="ann@shop.client.example",
    )
    assert read.authentication == "pass"


@pytest.mark.parametrize(
    "said",
    [
        "dkim=pass header.d=evil.example",
        "dkim=pass header.d=notclient.example",
        "dkim=pass header.d=client.example.evil.example",
        "dkim=none; spf=none",
        "dmarc=none header.from=client.example",
        "none",
        "dkim=pass",
    ],
)
def test_another_domain_or_none_proves_nothing(said):
    assert results(f"{OUR_SERVER}; {said}") == "none"


@pytest.mark.parametrize(
    "said",
    [
        "dmarc=fail header.from=client.example; spf=pass smtp.mailfrom=client.example",
        "dkim=fail header.d=client.example",
        "spf=fail smtp.mailfrom=ann@client.example",
    ],
)
def test_a_disproven_sender_is_reported(said):
    assert results(f"{OUR_SERVER}; {said}") == "fail"


def test_results_of_other_servers_prove_nothing():
    assert results("mx.evil.example; dmarc=pass header.from=client.example") == "unverified"


def test_only_the_topmost_result_of_our_server_counts():
    assert mail("forged_results").authentication == "fail"


def test_an_unreadable_result_of_our_server_is_not_replaced_by_one_below():
    assert (
        results(f"{OUR_SERVER}; dkim=(((", f"{OUR_SERVER}; dmarc=pass header.from=client.example")
        == "unverified"
    )


def test_without_the_name_of_our_server_nothing_is_proven():
    raw = b"Authentication-Results: x; dmarc=pass header.from=b.example\nFrom: a@b.example\n\nx"
    assert parse(raw).authentication == "none"


def test_two_senders_are_nobody():
    read = mail("two_senders")
    assert (read.from_address, read.authentication) == ("", "none")
    assert read.problems == (
        "It names several senders (tom@evil.example, maeve.doyle@greengrocer.example).",
    )


def test_one_sender_named_twice_is_one():
    read = parse(b"From: Ann <a@b.example>\nFrom: a@B.example\n\nx")
    assert read.from_address == "a@b.example"
