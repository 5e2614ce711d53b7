"""Every name that the WHATWG's list gives to a character set, and what mailers write beside it."""

import json

import pytest

from tests.tickets.mailroom.mails import FOLDER
from tickets.mailroom.parsing import parse
from tickets.mailroom.parsing.charsets import codec
from tickets.mailroom.parsing.decoding import decode

LABELS: dict[str, str] = json.loads((FOLDER / "charset_labels.json").read_text())
# A set of the list: Python's codec that writes the sample, and a sample that others read otherwise.
SAMPLES = {
    "utf-8": ("utf-8", "Größe 注文"),
    "ibm866": ("cp866", "Заказы"),
    "iso-8859-2": ("iso8859-2", "Łódź"),
    "iso-8859-3": ("iso8859-3", "Ħal Ġdid"),
    "iso-8859-4": ("iso8859-4", "Ŗīga"),
    "iso-8859-5": ("iso8859-5", "Заказы"),
    "iso-8859-6": ("iso8859-6", "طلبات"),
    "iso-8859-7": ("iso8859-7", "παραγγελίες"),
    "iso-8859-8": ("iso8859-8", "הזמנות"),
    "iso-8859-8-i": ("iso8859-8", "הזמנות"),
    "iso-8859-10": ("iso8859-10", "Čađđe"),
    "iso-8859-13": ("iso8859-13", "Šiauliai ų"),
    "iso-8859-14": ("iso8859-14", "Ŵy Ḃ"),
    "iso-8859-15": ("iso8859-15", "12 € œuf"),
    "iso-8859-16": ("iso8859-16", "Timișoara"),
    "koi8-r": ("koi8-r", "Заказы"),
    "koi8-u": ("koi8-u", "Її ґанок"),
    "macintosh": ("mac_roman", "Größe – é"),
    "windows-874": ("cp874", "คำสั่งซื้อ…"),
    "windows-1250": ("cp1250", "Žluťoučký"),
    "windows-1251": ("cp1251", "Заказы №"),
    "windows-1252": ("cp1252", "“Größe” 5 €"),
    "windows-1253": ("cp1253", "παραγγελίες ”"),
    "windows-1254": ("cp1254", "İğne “ş”"),
    "windows-1255": ("cp1255", "הזמנות ₪"),
    "windows-1256": ("cp1256", "طلبات پ"),
    "windows-1257": ("cp1257", "Šiauliai „ų“"),
    "windows-1258": ("cp1258", "đơn hàng ₫"),
    "x-mac-cyrillic": ("mac_cyrillic", "Заказы"),
    "gbk": ("gb18030", "订单镕€"),
    "gb18030": ("gb18030", "订单㐀"),
    "hz-gb-2312": ("hz", "订单"),
    "big5": ("big5hkscs", "訂單喺嘅"),
    "euc-jp": ("euc_jp", "注文が届きません"),
    "iso-2022-jp": ("iso2022_jp", "注文が届きません"),
    "shift_jis": ("cp932", "㈱髙①"),
    "euc-kr": ("cp949", "똠방각하"),
    "iso-2022-kr": ("iso2022_kr", "주문"),
    "utf-16be": ("utf-16-be", "Größe"),
    "utf-16le": ("utf-16-le", "Größe"),
}
PAIRS = [(name, label) for name in SAMPLES for label in LABELS[name].split()]


@pytest.mark.parametrize(("name", "label"), PAIRS)
def test_each_name_of_the_standard_is_read_as_its_set(name, label):
    written, sample = SAMPLES[name]
    assert decode(sample.encode(written), label.upper()) == (sample, True)


def test_the_samples_cover_the_standards_list():
    assert LABELS.keys() - SAMPLES.keys() == {"x-user-defined"}


@pytest.mark.parametrize(
    ("label", "same"),
    [
        ("iso8859_15", "iso-8859-15"),
        ("ISO-8859-1:1987", "windows-1252"),
        ("win-1251", "windows-1251"),
        ("cp-1250", "windows-1250"),
        ("x-windows-949", "euc-kr"),
        ("ms936", "gbk"),
        ("x-mac-ce", "mac_latin2"),
        ("cn-gb", "gbk"),
        ("x-euc-jp", "euc-jp"),
        ("'utf-8'", "utf-8"),
        ("utf-8;", "utf-8"),
    ],
)
def test_other_spellings_are_known(label, same):
    assert codec(label) == codec(same) != ""


@pytest.mark.parametrize("label", ["x-user-defined", "unknown-8bit", "default", "_autodetect", ""])
def test_a_name_that_says_unknown_is_no_defect(label):
    mail = f"From: a@b.example\nContent-Type: text/plain; charset={label}\n\nCafé".encode()
    read = parse(mail)
    assert (read.text, [one for one in read.problems if "character" in one]) == ("Café", [])


SENTENCES = {
    "cp932": ["注文が届きません。", "サイトが表示されない"],
    "euc_jp": ["注文が届きません。", "在庫の件について"],
    "gb18030": ["今天早上以来没有订单", "订单无法打开", "关于发票的问题"],
    "big5hkscs": ["今天早上以來沒有訂單", "網站打不開", "關於發票的問題"],
    "cp949": ["오늘 아침부터 주문이 없습니다", "문의드립니다"],
    "cp1251": ["Заказы не приходят", "не работает сайт", "Замовлення не надходять", "НЕ РАБОТАЕТ"],
    "koi8-r": ["Заказы не приходят", "не работает сайт"],
    "cp1253": ["Οι παραγγελίες δεν φτάνουν"],
    "cp1255": ["ההזמנות לא מגיעות"],
    "cp1256": ["الطلبات لا تصل"],
    "cp874": ["คำสั่งซื้อไม่มา"],
    "cp1252": [
        "La señal se pierde.",
        "Bestellungen für Köln",
        "«Grüße» – Müller",
        "Über Ärger, 5 €",
    ],
}


@pytest.mark.parametrize(
    ("written", "sentence"), [(name, one) for name, some in SENTENCES.items() for one in some]
)
@pytest.mark.parametrize("declared", ["", "utf-8", "us-ascii"])
def test_the_likely_set_of_the_language_is_read(written, sentence, declared):
    assert decode(sentence.encode(written), declared) == (sentence, True)


@pytest.mark.parametrize(
    "declared", ["big5", "shift_jis", "euc-kr", "iso-8859-2", "koi8-r", "x-none"]
)
@pytest.mark.parametrize(
    "sentence", ["Größe: 5 €", "Заказы", "注文が届きません", "今天早上", "주문"]
)
def test_valid_utf_8_wins_over_what_is_declared(declared, sentence):
    assert decode(sentence.encode(), declared) == (sentence, True)


@pytest.mark.parametrize(
    ("sentence", "written", "declared"),
    [
        ("今天早上以来没有订单", "gb18030", "big5"),
        ("今天早上以來沒有訂單", "big5hkscs", "gb2312"),
        ("注文が届きません", "cp932", "euc-jp"),
        ("注文が届きません", "euc_jp", "shift_jis"),
        ("주문이 오지 않습니다", "cp949", "shift_jis"),
        ("Заказы не приходят", "koi8-r", "euc-kr"),
        ("La señal de la página", "cp1252", "shift_jis"),
        ("Заказы не приходят", "koi8-r", "iso-8859-1"),
        ("今天早上以来没有订单", "gb18030", "windows-1252"),
    ],
)
def test_a_wrongly_declared_set_gives_way_to_the_likely_one(sentence, written, declared):
    assert decode(sentence.encode(written), declared) == (sentence, True)


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("镕", "gb2312"),
        ("똠방", "euc-kr"),
        ("髙﨑", "shift_jis"),
        ("堃", "big5"),
        ("Å", "iso-8859-1"),
    ],
)
def test_a_rare_name_is_read_as_declared(name, declared):
    assert decode(name.encode(codec(declared)), declared) == (name, True)


@pytest.mark.parametrize("text", ["Plain words", "Größe"])
def test_bytes_of_one_each_are_not_read_as_utf_16(text):
    assert decode(text.encode(), "utf-16") == (text, True)


def test_a_short_word_in_utf_16_is_read():
    assert decode("订单".encode("utf-16-be"), "utf-16be") == ("订单", True)


def test_a_word_that_is_utf_8_by_chance_is_read_as_declared():
    assert decode("牟".encode("gb18030"), "gb2312")[0] == "牟"
