"""Which character set bytes are in that name none, or a wrong one.

Each set that could be meant reads the bytes, and the reading that looks most like a language of
people wins: the signs that its writers use all the time count for it, the rest against it. Subjects
are too short for statistics of letters, but not for these.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from tickets.mailroom.parsing.cyrillic import CYRILLIC, likely_cyrillic
from tickets.mailroom.parsing.japanese import read_euc
from tickets.mailroom.parsing.latin import likely_latin

SAMPLE_BYTES = 800
HIGH = re.compile(rb"[\x80-\xff]+")
NOT_PLAIN = re.compile(r"[^\x00-\x7f]")
# Within words of a script: a capital after a small letter is what a wrong Cyrillic set makes.
CAPITAL_INSIDE = re.compile(r"[а-яёіїєґ][А-ЯЁІЇЄҐ]")

SIMPLIFIED = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应向头文体见被"
    "利二等产或新己制身果加月话合回特代内信表化给世位次度任常先海通教提及比员解水名真论处各入口认条平系气"
    "题活更别打女变四数安少报才结反受目再感建务做接必场件计管期市直指完设路记品住告求据程送订单无法库存"
    "您请谢司客户网站店铺登录打不开错误显示价格商品付款退货，。！？：；“”（）、"
)
TRADITIONAL = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡"
    "用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實"
    "日者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應向頭文體見被"
    "利二等產或新己制身果加月話合回特代內信表化給世位次度任常先海通教提及比員解水名真論處各入口認條平系氣"
    "題活更別打女變四數安少報才結反受目再感建務做接必場件計管期市直指完設路記品住告求據程送訂單無法庫存"
    "您請謝司客戶網站店鋪登錄打不開錯誤顯示價格商品付款退貨，。！？：；（）、"
)
HANGUL = frozenset(
    "이다는을를의에가고하지은한로기도사리나시라어자대해요인과서아일니수정보그만여있습합주문제안녕세부용게"
    "전상구스면것들장오성동원으적방연시개공재조소신관비유무배감회않없됩입금았었했겠드려바람청확메뉴송늘출국"
)
KANJI = frozenset(
    "日本人大会社中年月分時間出入上下行見注文件名様御願致連絡確認届商品店舗表示画面在庫更新"
)


Weigh = Callable[[str], float]


def _letters(common: str, low: str, high: str) -> Weigh:
    """An alphabet: its frequent letters speak for it, the others hardly."""
    frequent, capitals = frozenset(common), frozenset(common.upper())

    def weigh(sign: str) -> float:
        if sign in frequent:
            return 1
        if sign in capitals:
            return 0.95
        return 0.3 if low <= sign <= high or sign in PUNCTUATION else -1

    return weigh


def _signs(common: frozenset[str], low: str = "", high: str = "") -> Weigh:
    """A script of thousands of signs: meeting frequent ones by chance is far less likely."""

    def weigh(sign: str) -> float:
        if sign in common or low <= sign <= high:
            return 1.6
        return 0 if "\u4e00" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3" else -1

    return weigh


PUNCTUATION = frozenset("«»–—“”„‘’…№\xa0")
ASIAN: dict[str, Weigh] = {
    "gb18030": _signs(SIMPLIFIED),
    "big5hkscs": _signs(TRADITIONAL),
    "cp949": _signs(HANGUL),
    "euc_jp": _signs(KANJI, "\u3041", "\u30fc"),
    "cp932": _signs(KANJI, "\u3041", "\u30fc"),
}
RUSSIAN = _letters("оеаинтсрвлкмдпі", "Ё", "ґ")
ALPHABETS: dict[str, Weigh] = {
    "cp1252": _letters("äöüßéèàâêîôûçñáíóúãõåøæœ¡¿ìòù", "À", "ÿ"),
    "cp1251": RUSSIAN,
    "koi8-r": RUSSIAN,
    "cp866": RUSSIAN,
    "cp1253": _letters("αειοντσρκπλμςηυίέόάδγ", "\u0386", "\u03ce"),
    "cp1255": _letters("יוהלאתרבמשנםדק", "\u05d0", "\u05ea"),
    "cp1256": _letters("اليمونرتبةعدسفهكطح", "\u0621", "\u0652"),
    "cp874": _letters("ารนอกเงมยลวดทสตคบ่้ัีิ์ไแ", "\u0e01", "\u0e5b"),
}
ENOUGH, CLEARLY = 0.25, 0.5
# Shift_JIS and Big5 put plain letters behind their high bytes, too, but read as frequent signs.
SURE = 1.0
FEW_BYTES = 8
# Western text has its signs one by one between plain letters.
MOSTLY_ALONE = 0.6


def likely_charset(data: bytes, declared: str = "") -> str:
    """The set that the bytes are probably in; a declared one wins where it reads as well."""
    return _likely(data[:SAMPLE_BYTES], declared)


@lru_cache(maxsize=500)  # a field can consist of the same word a thousand times
def _likely(sample: bytes, declared: str) -> str:
    runs = HIGH.findall(sample)
    alone = sum(len(run) == 1 for run in runs)
    scores = {name: score + 0.1 * (name == declared) for name, score in _scores(sample)}
    if declared in CYRILLIC:
        return likely_cyrillic(sample, declared)
    if declared in ASIAN:
        return _doubted(declared, scores, sum(map(len, runs)))
    if alone >= MOSTLY_ALONE * len(runs):
        mixed = max(("cp932", "big5hkscs"), key=lambda name: scores.get(name, 0))
        is_mixed = len(runs) > 2 and scores.get(mixed, 0) > SURE
        return mixed if is_mixed else likely_latin(sample)
    best = max(scores, key=lambda name: scores[name], default="cp1252")
    enough = CLEARLY if declared == "cp1252" else ENOUGH
    return best if scores.get(best, 0) > enough else likely_latin(sample)


def _doubted(declared: str, scores: dict[str, float], high: int) -> str:
    """A declared set of two bytes a sign reads nearly anything: it loses only where what it reads
    is no language and another reads as one, or is not even made of signs. Rare names stay."""
    own = scores.get(declared, ENOUGH)
    best = max(scores, key=lambda name: scores[name], default=declared)
    enough = SURE if best in ASIAN else CLEARLY
    doubtful = own < 0 or (own < CLEARLY and high >= FEW_BYTES)
    return best if doubtful and scores.get(best, 0) > enough else declared


def _scores(sample: bytes) -> Iterator[tuple[str, float]]:
    for name, weigh in {**ASIAN, **ALPHABETS}.items():
        text = read_euc(sample) if name == "euc_jp" else sample.decode(name, "replace")
        signs = NOT_PLAIN.findall(text)
        if not signs:
            continue
        against: float = len(CAPITAL_INSIDE.findall(text)) + 2 * text.count("\ufffd")
        if name == "cp1252":
            against += 0.6 * sum(len(run) for run in HIGH.findall(sample) if len(run) > 2)
        yield name, (sum(map(weigh, signs)) - against) / len(signs)
