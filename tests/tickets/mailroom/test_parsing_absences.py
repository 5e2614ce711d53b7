"""Which subjects only programs write, when somebody is away."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.mailroom.parsing import Writer, parse
from tickets.mailroom.parsing.absences import is_of_a_program, speaks_of_absence

OF_PROGRAMS = [
    "Automatic reply: x",
    "Automatic Reply: x",
    "Out of office: x",
    "OOO: x",
    "Out of Office AutoReply: x",
    "Auto-Reply: x",
    "[Auto-Reply] x",
    "Autoreply: x",
    "AUTO: Ann Byrne is out of the office (returning 16/11/2026)",
    "Ann Byrne/Org is out of the office.",
    "Vacation: x",
    "On vacation Re: x",
    "Abwesend: x",
    "Abwesenheit Re: x",
    "Abwesenheitsnotiz",
    "Ich bin im Urlaub",
    "Automatische Antwort",
    "Absence : x",
    "Réponse automatique",
    "Message d'absence",
    "Je suis en congés",
    "Fuera de oficina",
    "Respuesta automática",
    "Estoy de vacaciones",
    "Fuori ufficio",
    "Assenza: x",
    "Risposta automatica Re: x",
    "Fora do escritório: x",
    "Ausente: x",
    "De férias",
    "Afwezig: x",
    "Ik ben afwezig",
    "Urlop: x",
    "Nieobecność: x",
    "Jestem na urlopie",
    "Автоответ: x",
    "Я в отпуске",
    "不在のお知らせ",
    "【自動返信】 x",
    "自动回复",
    "自動回覆：x",
    "Otomatik Yanıt: x",
    "Автоматический ответ",
    "Reponse automatique : x",
    "Respuesta automatica: x",
    "RESPOSTA AUTOMATICA: x",
    "Ausencia do escritorio: x",
    "Automatische Antwort – x",
    "Réponse automatique : x",
    "Automatic reply： x",
]
OF_PEOPLE = [
    "Re: Automatic reply: x",
    "Vacation orders missing",
    "Absence of prices",
    "Holiday opening hours",
    "Re: Urlaub in the calendar",
    "Orders for the out of office party",
    "The autoreply of the shop is wrong",
    "Automatic orders: wrong price",
    "Auto parts: orders missing",
    "Urlaubskalender: falsche Preise",
    "OOO stock shown",
    "Vacances scolaires: prix",
    "Отпуск товара: ошибка",
    "Отпускные цены",
    "Automatic reply is wrong",
    "Our answer to the absence of orders",
    "The shop is out of stock",
    "Im Urlaub gekaufte Ware fehlt",
    "Fuera de stock: pedido 5",
]


@pytest.mark.parametrize("subject", OF_PROGRAMS)
def test_a_program_is_known_by_its_subject(subject):
    assert is_of_a_program(subject)


@pytest.mark.parametrize("subject", OF_PEOPLE)
def test_a_person_who_names_an_absence_is_none(subject):
    assert not is_of_a_program(subject)


@pytest.mark.parametrize("subject", OF_PROGRAMS)
def test_its_mail_is_perhaps_automatic(subject):
    raw = f"From: ann@client.example\nSubject: {subject}\nIn-Reply-To: <x@y>\n\nAway.\n"
    assert parse(raw.encode()).writer is Writer.PERHAPS


@settings(deadline=None, max_examples=200, database=None)
@given(st.text(max_size=400))
def test_any_subject_is_looked_at(subject):
    assert is_of_a_program(subject) in (True, False)
    assert speaks_of_absence(subject) in (True, False)
