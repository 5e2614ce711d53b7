"""What is read from a mail: its head, its text and its files."""

import re
from datetime import UTC, datetime

import pytest

from istockist_sla.core.lib.tokens import TOKEN
from tests.tickets.mailroom.mails import NAMES, OUR_SERVER, mail, raw
from tickets.mailroom.parsing import Incoming, message, parse

LETTER = b"From: Ann <ann@client.example>\nSubject: Hello\nDate: Tue, 24 Nov 2026 10:00:00 +0000\n"


def letter(*fields: str, body: str = "Text.") -> Incoming:
    return parse(LETTER + "\n".join([*fields, "", body]).encode(), received_by=OUR_SERVER)


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_is_read_without_the_net(name):
    ours = message.OurServer(OUR_SERVER, OUR_SERVER)
    message.read(raw(name), ours, TOKEN, message.MAX_BYTES)


@pytest.mark.parametrize("name", NAMES)
def test_line_ends_of_the_wire_change_nothing_that_is_read(name):
    as_sent = parse(raw(name).replace(b"\n", b"\r\n"))
    as_kept = parse(raw(name))
    assert (as_sent.subject, as_sent.text, as_sent.quoted, as_sent.html, as_sent.problems) == (
        (as_kept.subject, as_kept.text, as_kept.quoted, as_kept.html, as_kept.problems)
    )


def test_a_plain_mail_is_read():
    read = mail("plain")
    assert read.message_id == "<3f0c9b7e-5d1a@greengrocer.example>"
    assert read.subject == "Orders of this morning are not created"
    assert read.text.startswith(
        "Hello,\n\nsince 8:50 no order reaches us: the shop says “accepted”"
    )
    assert (read.quoted, read.html, read.attachments) == ("", "", ())
    assert (read.automatic, read.problems, read.truncated) == ("", (), ())


def test_addresses_are_lower_case_and_names_are_not():
    read = mail("plain")
    assert read.from_address == "maeve.doyle@greengrocer.example"
    assert read.from_name == "Maeve Doyle"
    assert read.to == ("support@istockist.example",)
    assert read.cc == ("sean@greengrocer.example", "till4@greengrocer.example")


def test_the_receipt_is_that_of_our_own_server():
    assert mail("plain").received_at == datetime(2026, 11, 10, 9, 14, 37, tzinfo=UTC)


def test_the_senders_clock_is_kept_apart():
    assert mail("plain").sent_at == datetime(2026, 11, 10, 9, 14, 31, tzinfo=UTC)


def test_a_receipt_without_a_zone_is_no_instant():
    read = letter(f"Received: from a by {OUR_SERVER}; Tue, 24 Nov 2026 10:00:00")
    assert read.received_at is None
    assert "The time at which the mail server received it cannot be read." in read.problems


def test_a_receipt_in_an_unnamed_zone_of_utc_is_one():
    read = letter(f"Received: from a by {OUR_SERVER}; Tue, 24 Nov 2026 10:00:00 -0000 (no zone)")
    assert read.received_at == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", [OUR_SERVER.upper(), f"{OUR_SERVER}.", f"{OUR_SERVER} (Postfix)"])
def test_our_own_server_is_known_however_its_name_is_written(name):
    read = letter(f"Received: from a\n\tby {name} with ESMTP; Tue, 24 Nov 2026 10:00:00 +0000")
    assert read.received_at == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["mx.other.example", f"not{OUR_SERVER}", f"{OUR_SERVER}.other.example", ""]
)
def test_a_receipt_that_any_other_server_or_the_sender_wrote_is_none(name):
    """A sender can write any header (O1)."""
    read = letter(f"Received: from a by {name}; Tue, 24 Nov 2026 10:00:00 +0000")
    assert read.received_at is None


def test_of_our_own_receipts_the_topmost_counts():
    ours = f"Received: from a by {OUR_SERVER}; Tue, 24 Nov 2026 1"
    read = letter(
        f"Received: from a by b; Tue, 24 Nov 2026 12:00:00 +0000\n"
        f"{ours}1:00:00 +0000\n{ours}0:00:00 +0000"
    )
    assert read.received_at == datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def test_without_the_name_of_our_server_no_receipt_is_believed():
    raw = f"Received: from a by {OUR_SERVER}; Tue, 24 Nov 2026 10:00:00 +0000\n\nText".encode()
    assert parse(raw).received_at is None


def test_a_mail_without_receipt_has_none():
    read = letter()
    assert read.received_at is None
    assert not any("received" in problem for problem in read.problems)


@pytest.mark.parametrize(
    "date", ["Tue, 24 Nov 99999 10:00:00 +0000", "Fri, 31 Dec 9999 23:59:59 -1400", "x" * 9999, ";"]
)
def test_an_impossible_date_is_no_date(date):
    assert parse(f"From: a@b.example\nDate: {date}\n\nText".encode()).sent_at is None


def test_only_html_becomes_text():
    assert mail("html_only").text.split("\n") == [
        "Good morning,",
        "",
        "the page Reports <https://admin.istockist.example/reports?a=1&b=2> takes 40 seconds"
        " – see:",
        "",
        "- first call: 41 s",
        "- second call: 38 s",
        "",
        "Monday 12 s",
        "Tuesday 40 s",
        "",
        "do not click nor here",
        "",
        "Tom",
        "Bakery & Sons",
    ]


def test_of_two_forms_of_a_text_the_plain_one_is_read():
    assert mail("attachments").text == "The totals in the invoice are wrong, see both files."


def test_the_other_form_is_kept_as_html():
    assert "<i>wrong</i>" in mail("attachments").html


def test_files_come_with_their_content():
    invoice, totals = mail("attachments").attachments
    assert (invoice.name, invoice.content_type) == ("invoice 2026-11.pdf", "application/pdf")
    assert invoice.content.startswith(b"%PDF-1.4")
    assert totals.content == "article;total\nCrème;12,50".encode()
    assert not invoice.inline


def test_a_file_name_cannot_leave_its_ticket():
    assert mail("attachments").attachments[1].name == "totals.csv"


def test_a_picture_inside_the_letter_is_kept_apart_from_files():
    (logo,) = mail("inline_signature_image").attachments
    assert logo.inline
    assert logo.content_id == "image001.png@01DA0001.5C0FFEE0"
    assert f"cid:{logo.content_id}" in mail("inline_signature_image").html


def test_text_before_and_after_a_picture_is_one_text():
    read = mail("apple_mixed")
    assert read.text == "Before the update:\n\nAfter the update everything is grey."
    assert [file.name for file in read.attachments] == ["before.png"]


def test_file_names_are_read_in_every_way_that_mailers_write_them():
    assert [file.name for file in mail("encoded_file_names").attachments] == [
        "reçu été.pdf",
        "relevé de commandes € 2026.pdf",
        "été.pdf",
        "relevé.pdf",
    ]


def test_a_forwarded_message_is_one_file_named_after_its_subject():
    inner = mail("forwarded_rfc822").attachments[0]
    assert (inner.name, inner.content_type) == ("Order 88172_ it failed.eml", "message/rfc822")
    assert parse(inner.content).attachments[0].name == "proof.png"


def test_a_forwarded_message_is_read_with_its_files():
    read = mail("forwarded_rfc822")
    assert read.text == "Please see the mail enclosed."
    assert read.quoted.endswith("Subject: Order 88172: it failed\n\nError 502.")
    assert [file.name for file in read.attachments][1:] == ["proof.png"]


def test_an_automatic_mail_inside_does_not_make_its_bearer_automatic():
    assert mail("forwarded_rfc822").automatic == ""


def test_an_invitation_is_a_file_beside_its_text():
    read = mail("calendar_invite")
    assert read.text == "Can we talk on Monday at 10?"
    assert [file.name for file in read.attachments] == ["attachment-1.ics"]


def test_only_a_file_is_no_empty_mail():
    read = mail("only_attachment")
    assert (read.text, read.problems) == ("", ())
    assert [file.name for file in read.attachments] == ["attachment-1.pdf"]


def test_an_empty_mail_says_so():
    assert mail("empty_body").problems == ("It is empty.",)


def test_a_mail_in_spanish_is_a_mail_like_any_other():
    read = mail("spanish")
    assert read.from_name == "Lucía Peña"
    assert read.subject == "No podemos crear pedidos desde el sábado"
    assert "la página muestra «Error 502»" in read.text


def test_a_character_cut_between_two_encoded_words_is_read():
    assert mail("japanese").subject == "注文が届きません"
    assert mail("japanese").from_name == "山田太郎"
    assert mail("japanese").text == "注文が届きません。"


def test_a_subject_in_eight_bits_is_read():
    assert mail("eight_bit_subject").subject == "Bestellungen für Köln kommen nicht an"


@pytest.mark.parametrize("name", ["wrong_charset", "claims_utf8_sends_latin1"])
def test_a_wrongly_named_charset_damages_nothing(name):
    assert mail(name).text.startswith("La página de administración no carga")
    assert mail(name).problems == ()


def test_an_unknown_charset_is_read_as_well_as_it_can_and_reported():
    assert mail("unknown_charset").text == "La señal se pierde."
    assert mail("unknown_charset").problems == ("Its character set is unknown (x-martian-9).",)


@pytest.mark.parametrize("charset", ["idna", "punycode", "unicode_escape", "zlib", "rot13", "\0"])
def test_what_is_no_charset_is_not_used_as_one(charset):
    read = letter(f"Content-Type: text/plain; charset={charset}", body="a\\u0041-b")
    assert read.text == "a\\u0041-b"


def test_missing_fields_are_reported():
    read = mail("missing_headers")
    assert read.text == "There is nothing but a sender here."
    assert read.problems == (
        "It has no identification of its own (Message-ID).",
        "It does not say when it was sent.",
    )


def test_bytes_without_a_head_are_all_text():
    read = parse(b"Just a line from a pipe.\nAnd another one.")
    assert read.text == "Just a line from a pipe.\nAnd another one."
    assert read.problems == ("It has no head, so sender and subject are unknown.",)


def test_a_malformed_mail_is_read_as_far_as_it_goes():
    read = mail("malformed")
    assert read.from_address == ""
    assert "this line is no field at all" in read.text
    assert "It names no sender that can be read." in read.problems
    assert "Its parts could not be told apart." in read.problems


def test_a_mail_that_was_cut_off_says_so():
    read = mail("no_end")
    assert read.text == "The file is enclosed."
    assert read.attachments[0].content.startswith(b"\x89PNG")
    assert read.problems == ("It has no proper end; something may be missing.",)


def test_a_damaged_file_is_kept_and_reported():
    read = letter(
        "Content-Type: image/png; name=a.png", "Content-Transfer-Encoding: base64", body="QUJDR*="
    )
    assert read.attachments[0].content == b"ABCD"[:3]
    assert "The attachment a.png is damaged." in read.problems


def test_an_encrypted_mail_says_so():
    assert mail("encrypted").problems == (
        "It is encrypted or sealed, so its content could not be read.",
    )


def test_nul_bytes_are_taken_out():
    read = mail("nul_bytes")
    assert (read.from_name, read.subject) == ("Tom Byrne", "A subject with NUL")
    assert read.text == "The log says nothing."


def test_a_subject_cannot_bring_in_fields():
    assert mail("header_injection").subject == "Hello Bcc: victim@home.example Injected"


def test_a_name_cannot_bring_in_an_address():
    read = mail("header_injection")
    assert read.from_address == "tom@bakery.example"
    assert "\n" not in read.from_name


def test_a_bare_carriage_return_starts_no_field():
    assert mail("header_injection").problems == ()


def test_a_file_name_cannot_bring_in_fields():
    assert mail("header_injection").attachments[0].name == "a Set-Cookie_ x.txt"


def test_nothing_turns_the_direction_of_writing():
    read = mail("bidi")
    shown = read.from_name + read.subject + read.text + read.attachments[0].name
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\x1b]", shown)
    assert read.attachments[0].name == "invoicefdp.exe"


def test_separators_of_lines_become_line_ends():
    assert mail("bidi").text.startswith("Please open it.\nIt is ")


def test_a_forgotten_quote_around_a_comma_loses_no_sender():
    read = parse(b"From: Doyle, Maeve <maeve@greengrocer.example>\n\nx")
    assert (read.from_address, read.from_name) == ("maeve@greengrocer.example", "Maeve")


def test_a_comma_in_an_encoded_name_separates_nothing():
    read = parse(b"From: =?utf-8?Q?Doyle,_Maeve?= <maeve@greengrocer.example>\n\nx")
    assert (read.from_address, read.from_name) == ("maeve@greengrocer.example", "Doyle, Maeve")


def test_an_address_with_a_comment_has_its_name_from_it():
    read = parse(b'From: tom@bakery.example (Tom "T" Byrne)\n\nx')
    assert (read.from_address, read.from_name) == ("tom@bakery.example", 'Tom "T" Byrne')


@pytest.mark.parametrize(
    "sender",
    [
        "<admin@client.example><mallory@evil.example>",
        "admin@client.example <mallory@evil.example> <>",
        '"admin@client.example"',
        "admin@@client.example",
        "ad min@client.example",
        "ad\u200bmin@client.example",
        "Nobody",
        "a" * 250 + "@client.example",
    ],
)
def test_an_ambiguous_address_is_no_address(sender):
    assert parse(f"From: {sender}\n\nx".encode()).from_address == ""


def test_members_of_a_group_are_read():
    read = parse(b"From: a@b.example\nTo: Team: x@y.example, Zoe <z@y.example>;\n\nx")
    assert read.to == ("x@y.example", "z@y.example")


def test_ids_keep_their_brackets():
    assert mail("reply_outlook").references == (
        "<first@greengrocer.example>",
        "<t1042-k3v5q2m7x6c4b6n2.7f3a@istockist.example>",
    )


def test_an_id_without_brackets_gets_them():
    assert letter("In-Reply-To: 77@istockist.example").in_reply_to == ("<77@istockist.example>",)


def test_a_picture_written_into_the_text_is_reported():
    read = letter("Content-Type: text/html", body='<p>See</p><img src="data:image/png;base64,AA">')
    assert read.html == "<p>See</p>"
    assert "Pictures inside its text are only in the original." in read.problems


def test_the_charset_that_only_the_html_names_is_used():
    body = b'<meta charset="koi8-r"><p>' + "Привет".encode("koi8-r")
    assert parse(LETTER + b"Content-Type: text/html\n\n" + body).text == "Привет"


def test_a_mail_that_cannot_be_read_at_all_still_gives_an_answer(monkeypatch, caplog):
    monkeypatch.setattr(message, "read", lambda *args: 1 / 0)
    assert parse(b"x").problems == ("It could not be read; only its original is kept.",)
    assert "could not be read" in caplog.text
