"""Subjects by which the programs for absences can be told, where they say it nowhere else.

Webmail of Yahoo, GMX, Mail.ru, QQ and many hosts answers for its people with nothing but a subject.
Outlook, Gmail and Notes put words before the subject that they answer; others send the words alone.
Some write them without accents.
"""

import re
import unicodedata

MAX_SUBJECT_CHARS = 250

PHRASES = (
    # English
    r"auto(?:matic|mated)?[- ]?(?:reply|response|responder|answer)|ooo|ooto",
    r"out[- ]of[- ](?:the[- ])?office(?:[- ](?:auto-?reply|reply|notification|message|notice))?",
    r"(?:on )?vacation(?: (?:reply|response|notice|message))?|on (?:annual |parental )?leave",
    r"(?:currently )?away from (?:the office|my desk|my mail)|i am (?:away|on holiday|on vacation)",
    # German
    r"automatische (?:antwort|rückmeldung|nachricht)|abwesend|außer haus|nicht im büro",
    r"abwesenheit(?:s(?:notiz|nachricht|meldung|assistent|benachrichtigung))?|abwesenheitnotiz",
    r"(?:ich bin )?(?:bis .{1,20} )?im urlaub|ich bin (?:nicht im haus|abwesend)",
    # French
    r"réponse auto(?:matique)?|(?:message|notification|avis) d.absence|absence(?: du bureau)?",
    r"(?:je suis )?(?:absente?(?: du bureau)?|en congés?|en vacances)|absente? ?",
    # Spanish, Italian, Portuguese
    r"respuesta automática|fuera de (?:la )?oficina|ausente(?: de la oficina)?|ausencia",
    r"(?:estoy )?de vacaciones|risposta automatica|fuori (?:sede|ufficio)|assente|assenza",
    r"(?:sono )?in ferie|resposta automática|(?:ausência|ausente|fora) do escritório|ausência",
    r"(?:estou )?(?:de|em) férias",
    # Dutch, Polish
    r"automatisch antwoord|automatische (?:beantwoording|reactie)|(?:ik ben )?afwezig",
    r"afwezigheid(?:sbericht)?|niet aanwezig|(?:ik ben )?(?:met|op) vakantie|buiten kantoor",
    r"odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|nieobecność|poza biurem",
    r"(?:jestem )?na urlopie|urlop",
    # Russian, Ukrainian, Bulgarian
    r"автоматический ответ|автоответ(?:чик)?|(?:я )?вне офиса|(?:я )?в отпуске|нет на месте",
    r"автоматична відповідь|автовідповідь|відсутність|(?:я )?у відпустці|автоматичен отговор",
    # Japanese, Chinese, Korean
    r"自動応答|自動返信|自動送信|不在(?:通知|の(?:お知らせ|ご?連絡))?|休暇(?:中|の(?:お知らせ|ご?連絡))?",
    r"自动答复|自动回复|自動回覆|自動回復|自動回应|不在办公室|休假(?:中|通知)?",
    r"자동 ?(?:회신|응답)|부재중",
    # Turkish, Greek, the North, Czech, Slovak, Hungarian, Romanian
    r"otomatik (?:yanıt|cevap)|ofis dışında|αυτόματη απάντηση|autosvar|automatisk(?:t)? svar",
    r"frånvaro|fravær|automaattinen vastaus|poissa|automatická odpove[dď]|mimo kancelář",
    r"automatická odpověď|automatikus válasz|házon kívül|răspuns automat",
)
# Notes writes who is away as a sentence.
SENTENCES = (
    r"(?:auto: )?.{2,60} (?:is|will be) (?:currently )?(?:out of (?:the )?office|on vacation)\b",
    r"i(?: a|.)m (?:currently )?out of (?:the )?office\b|.{2,60} ist (?:außer haus|abwesend)\b",
    r".{2,60} est (?:absente?|en congés?)\b|.{2,60} está (?:fuera de la oficina|ausente)\b",
    r".{2,60} è fuori (?:sede|ufficio)\b",
)
WORDS = (
    r"out of (?:the )?office|on (?:vacation|holiday|annual leave)|ooo|auto-?reply|vacation",
    r"abwesen(?:d|heit)|nicht im büro|im urlaub|urlaub|absence|en congés?|vacances",
    r"fuera de la oficina|de vacaciones|ausencia|fuori ufficio|in ferie|ausência|de férias",
    r"afwezig|met vakantie|urlop|nieobecno\w+|в отпуске|отпуск|у відпустці",
)


def plain(text: str) -> str:
    """Without accents, capitals and wide signs: as people type it who have no other keyboard."""
    split = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in split if not unicodedata.combining(sign)).casefold()


# Behind "Re:" it is a person who answers such an answer.
OPENING = re.compile(
    rf"\s*[\[【(*]*\s*(?:{plain('|'.join(PHRASES))})\s*"
    r"(?:[\]】)*]|(?:\s(?:re|aw|sv|fwd?|tr|wg)\b\s*)?(?::|[.!]*\s*$|\s[–—-]\s))"
)
SENTENCE = re.compile(rf"\s*(?:{plain('|'.join(SENTENCES))})")
ANYWHERE = re.compile(rf"\b(?:{plain('|'.join(WORDS))})\b|{plain('休暇|不在|休假|휴가')}")


def is_of_a_program(subject: str) -> bool:
    """Whether a program writes such a subject, and people hardly ever."""
    read = plain(subject[:MAX_SUBJECT_CHARS])
    return bool(OPENING.match(read) or SENTENCE.match(read))


def speaks_of_absence(subject: str) -> bool:
    """Also where somebody writes about their holidays, or about the stock for the season."""
    return ANYWHERE.search(plain(subject[:MAX_SUBJECT_CHARS])) is not None
