"""A machine's mail, perhaps a machine's, a person's."""

import itertools

import pytest

from tickets.mailroom.parsing import Incoming, Writer, parse

SOFT = [
    "X-Auto-Response-Suppress: DR, OOF, AutoReply",
    "List-Id: <shops.client.example>\nPrecedence: list",
    "Return-Path: <>",
    "Subject: Out of office until Monday",
]
ABSENCES = {
    "English": "Automatic reply: away until Monday",
    "English, Gmail": "Out of Office: Orders",
    "German": "Automatische Antwort: Bestellungen",
    "German, Notes": "Abwesenheitsnotiz: Bestellungen",
    "French": "Réponse automatique : Commandes",
    "Spanish": "Respuesta automática: Pedidos",
    "Italian": "Risposta automatica: Ordini",
    "Portuguese": "Resposta automática: Pedidos",
    "Dutch": "Automatisch antwoord: Bestellingen",
    "Polish": "Odpowiedź automatyczna: Zamówienia",
    "Russian": "Автоматический ответ: Заказы",
    "Ukrainian": "Автоматична відповідь: Замовлення",
    "Swedish": "Autosvar: Beställningar",
    "Japanese": "自動応答：注文",
    "Chinese": "自动答复: 订单",
    "Korean": "자동 회신: 주문",
}


def letter(*fields: str, sender: str = "ann@client.example", subject: str = "") -> Incoming:
    named = [f"Subject: {subject}"] if subject else []
    return parse("\n".join([f"From: {sender}", *named, *fields, "", "Text"]).encode())


@pytest.mark.parametrize("language", ABSENCES)
def test_an_absence_that_only_its_subject_shows_is_perhaps_automatic(language):
    assert letter(subject=ABSENCES[language]).writer == Writer.PERHAPS


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply does not work",
        "RE: Automatic reply: away until Monday",
        "Out of stock: 12 articles",
        "AW: Abwesenheitsnotiz: Bestellungen",
        "Automatic export: nothing arrives",
        "We are closed on holiday Monday",
    ],
)
def test_a_subject_that_only_speaks_of_such_answers_is_a_persons(subject):
    assert letter(subject=subject).writer == Writer.PERSON


@pytest.mark.parametrize("sign", SOFT)
def test_one_soft_sign_of_a_persons_mail_is_none(sign):
    read = letter(sign)
    assert (read.writer, read.automatic) == (Writer.PERSON, "")


@pytest.mark.parametrize("signs", list(itertools.combinations(SOFT, 2)))
def test_two_soft_signs_are_perhaps_a_machine(signs):
    read = letter(*signs)
    assert (read.writer, bool(read.automatic)) == (Writer.PERHAPS, True)


@pytest.mark.parametrize("sender", ["no-reply@client.example", "postmaster@client.example"])
def test_a_mailbox_of_no_person_is_perhaps_a_machine(sender):
    assert letter(sender=sender).writer == Writer.PERHAPS


@pytest.mark.parametrize(
    "local", ["ne-pas-repondre", "nicht-antworten", "noresponder", "nao-responda"]
)
def test_mailboxes_of_no_person_are_known_in_other_languages(local):
    assert letter(sender=f"{local}@client.example").writer == Writer.PERHAPS


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (by a rule)",
        "Content-Type: multipart/report; boundary=x",
        "X-Failed-Recipients: a@b.example",
        "X-Autoreply: yes",
        "Precedence: auto_reply",
    ],
)
def test_one_hard_sign_is_a_machine(field):
    assert letter(field).writer == Writer.MACHINE


def test_a_null_sender_with_a_report_is_a_machine():
    raw = (
        b"Return-Path: <>\nFrom: post@client.example\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\n\nNot delivered.\n--b\nContent-Type: message/delivery-status\n\n"
        b"Action: failed\n--b--"
    )
    assert parse(raw).writer == Writer.MACHINE


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON <>",
        "MAILER-DAEMON",
        "<>",
        "Mail Delivery System <>",
        '"Mail Delivery Subsystem" <MAILER-DAEMON>',
        "MAILER-DAEMON (Mail Delivery System)",
        "Mail Delivery Subsystem <mailer-daemon@client.example>",
        "=?utf-8?q?Mail_Delivery_System?= <>",
    ],
)
def test_a_sender_of_bounces_needs_no_address(sender):
    assert letter(sender=sender).writer == Writer.MACHINE


@pytest.mark.parametrize("sender", ["Ann <>", "Ann", "", "Postmaster Ann Daemon of the shop @ 5"])
def test_a_person_without_an_address_is_no_machine(sender):
    assert letter(sender=sender).writer == Writer.PERSON


@pytest.mark.parametrize("value", ["no", "No", "no (sent by hand)", "no; x=y"])
def test_mail_that_says_it_was_not_sent_automatically_is_a_persons(value):
    assert letter(f"Auto-Submitted: {value}").writer == Writer.PERSON
