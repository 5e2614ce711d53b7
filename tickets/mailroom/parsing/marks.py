"""The marks by which mailers announce a quote, line by line, in the languages of their users.

Every line is looked at a fixed number of times, whatever it contains.
"""

import re
from functools import lru_cache

MAX_MARKER_CHARS = 400
MAX_ATTRIBUTION_LINES = 4
MAX_HEADER_LINES = 8

# Outlook, and Lotus Notes after it.
ORIGINAL_MESSAGE = re.compile(
    r"[-_]{2,20}\s?(?:original message|original appointment|reply message|mensaje original"
    r"|message d'origine|message original|mail original|message initial"
    r"|ursprüngliche nachricht|original-nachricht|originalnachricht"
    r"|messaggio originale|mensagem original|oorspronkelijk bericht"
    r"|oprindelig meddelelse|ursprungligt meddelande|opprinnelig melding|alkuperäinen viesti"
    r"|wiadomość oryginalna|původní zpráva|eredeti üzenet|özgün ileti|mesaj original"
    r"|исходное сообщение|оригинальное сообщение|вихідне повідомлення|оригінал повідомлення"
    r"|原始邮件|原始郵件|邮件原件|元のメッセージ|원본 메시지)\s?[-_]{2,20}",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"[-_]{2,20}\s?(?:forwarded message|forwarded by .{0,80}|mensaje reenviado|message transféré"
    r"|weitergeleitete nachricht|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht"
    r"|пересылаемое сообщение|пересланное сообщение|пересланное письмо|переслане повідомлення"
    r"|переадресоване повідомлення|转发的邮件|転送メッセージ)\s?[-_]{2,20}"
    r"|begin forwarded message:",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(
    r"\s*(?:fwd?|wg|tr|rv|enc|doorst|vb|vl|pd|i|ilt|пересл|переслано|转发|轉寄|転送|전달)\s?[:：]",
    re.IGNORECASE,
)
REPLY_SUBJECT = re.compile(
    r"\s*(?:\[[^\[\]]{0,60}\]\s*)?(?:re|aw|antw|antwort|sv|vs|odp|ynt|atb|r|rif|res|ref|rép|bls"
    r"|отв|ответ|відп|на|回复|回覆|答复|返信|답장)\s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:：]",
    re.IGNORECASE,
)
ATTRIBUTION_START = re.compile(
    r"(?:on|le|el|am|il|em|op|den|på|w dniu|dnia|vào|в|у|dne|dňa|în|pada|kl)\s|\d{4}-\d\d-\d\d\s"
    r"|\d{4}[/.]\d{1,2}[/.]\d{1,2}\b|wiadomość napisana\s"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d{4}年|在\s?\d|于\s?\d"
    r"|(?:пн|вт|ср|чт|пт|сб|вс|нд)\.?,?\s|(?:понедельник|вторник|среда|четверг|пятница|суббота"
    r"|воскресенье|понеділок|вівторок|середа|п.ятниця|субота|неділя),?\s",
    re.IGNORECASE,
)
WROTE = re.compile(
    r"\b(?:wrote|writes|a écrit|escribió|escribio|schrieb|ha scritto|escreveu|schreef|skrev"
    r"|kirjoitti|geschreven|napisan[ay] przez|napisała?|pisze|napsala?|napísala?"
    r"|írta|a scris|yazdı|έγραψε|написал(?:а|\(а\))?|писала?|пишет|написав(?:ла)?"
    r"|написала|пише)(?!\w)|写道|寫道|書きました|のメール|작성",
    re.IGNORECASE,
)
# Where the verb comes last, no other sign is needed to see where the sentence belongs.
WROTE_LAST = re.compile(rf"(?:{WROTE.pattern})\s?[:：]$", re.IGNORECASE)
YEAR = r"(?:\b20\d\d\b|20\d\d年|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}\b)"
# Gmail and Yandex in Russian, Ukrainian and Japanese have no verb: a date, a time, an address. In
# this order no other language needs a verb that is known here, either (Gmail's 70 languages).
IN_ANGLES = r"<[^<>\s@]{1,64}@[^<>\s@]{1,190}>"  # what may hold "@" again is read in quadratic time
DATED_SENDER = re.compile(
    rf"\d{{4}}-\d\d-\d\d\s.*{IN_ANGLES}\s?:"
    rf"|.{{0,40}}{YEAR}.{{0,30}}\b\d{{1,2}}[:.]\d\d\b.{{0,120}}{IN_ANGLES}>*\)?"
    r".{0,30}[:：]"
)
DIGIT_OR_ADDRESS = re.compile(r"[\d@]")
SENDER_FIELD = re.compile(
    r"\*{0,2}(?:from|de|von|da|van|från|fra|od|odesílatel|feladó|kimden|lähettäjä|από|от|від"
    r"|发件人|發件人|寄件者|差出人|보낸 사람)\s?[:：]",
    re.IGNORECASE,
)
OTHER_FIELD = re.compile(
    r"\*{0,2}(?:(?P<date>sent|date|enviado|enviado el|fecha|envoyé|gesendet|datum|inviato|data"
    r"|verzonden|enviada|enviada em|skickat|sendt|dato|lähetetty|odesláno|wysłano|elküldve"
    r"|gönderildi|tarih|отправлено|дата|надіслано|发送时间|日期"
    r"|傳送日期|寄件日期|送信日時|日付|보낸 날짜)"
    r"|(?P<other>to|para|à|an|aan|a|do|till|til|komu|kime|címzett|vastaanottaja|προς|кому"
    r"|subject|asunto|objet|betreff|oggetto|onderwerp|assunto|ämne|emne|aihe|temat|předmět|tárgy"
    r"|konu|θέμα|тема|收件人|主题|收件者|主旨|宛先|件名|받는 사람|제목))\s?[:：]",
    re.IGNORECASE,
)
# What other desks write above their letters: Zendesk, Freshdesk, Help Scout, Jira, Intercom. The
# verb comes before the place in some languages, and behind it in others.
TO_ANSWER = re.compile(
    r"\b(?:reply|replies|answer|type|write|respond|response|add|enter|antwort\w*|répon\w+|écri\w+"
    r"|rédig\w+|respond\w*|respuesta|escrib\w+|rispo\w+|scriv\w+|respost\w+|antwoord\w*"
    r"|odpow\w+|odpov\w+|ответ\w*|відпов\w+|yanıt\w*|svar\w*|skriv\w*)\b"
    r"|返信|返答|入力|回复|回覆|输入|輸入|회신|답장",
    re.IGNORECASE,
)
ABOVE_THIS_LINE = re.compile(
    r"\babove (?:this|the) line\b|(?:über|oberhalb) dieser (?:zeile|linie)"
    r"|au-dessus de cette ligne|(?:encima|arriba) de esta línea|sopra (?:di )?questa (?:riga|linea)"
    r"|acima d?esta linha|boven deze (?:regel|lijn)|powyżej tej linii|nad tento řádek"
    r"|ovanför (?:den här raden|denna rad)|over denne linjen?|bu satırın (?:üzerine|üstüne)"
    r"|(?:выше|над) (?:этой|этого) (?:линии|строки|строкой|линией)"
    r"|(?:вище|над) ц(?:ієї лінії|ього рядка|ією лінією|им рядком)"
    r"|この(?:行|線)(?:より|の)上|此行(?:的)?(?:上方|之上|以上)|이 줄 위",
    re.IGNORECASE,
)
MAX_DESK_LINE_CHARS = 160
# Basecamp writes its sentence without any signs, but in capitals.
DESK_SIGNS = re.compile(
    r"^[^\w\s]{2,}|[^\w\s.]{2,}$|^please\b|^\[.*\]$|(?-i:ABOVE THIS LINE)", re.IGNORECASE
)
RULE = re.compile(r"[-_=*]{5,}")
POSTSCRIPT = re.compile(
    r"(?:p\.?\s?p?\.?\s?s\b\.?|p\.?\s?d\.|n\.?\s?b\.|nb:|з\.?\s?ы\.|post ?scriptum\b"
    r"|追伸|追記|又及|附言|추신)",
    re.IGNORECASE,
)
MOBILE_SIGNATURE = re.compile(
    r"(?:sent (?:from|with) (?:my|outlook|mail|yahoo|samsung|mobile|proton)|get outlook for"
    r"|enviado desde mi|envoyé (?:de|depuis) mon|gesendet von|inviato da|verzonden vanaf"
    r"|enviado do meu|отправлено с|надіслано з|wysłane z|skickat från)\b.{2,40}"
    r"|von meinem .{2,40} gesendet|отправлено из .{2,40}|发自我的.{2,40}|從我的.{2,30}傳送"
    r"|.{2,30}から送信|.{2,30}'?[uü]mdan gönderildi|.{2,30}에서 보냄|odesláno z .{2,40}",
    re.IGNORECASE,
)


def marker(line: str) -> str:
    """A line as it is compared with marks; a long one matches none."""
    return " ".join(line.split()) if len(line) <= MAX_MARKER_CHARS else ""


def is_quoted(line: str) -> bool:
    return line[:4].lstrip(" ").startswith(">")


def is_desk_line(mark: str) -> bool:
    """The line above which another ticket system wants its answers."""
    short = len(mark) <= MAX_DESK_LINE_CHARS
    if not short or not ABOVE_THIS_LINE.search(mark):
        return False
    return bool(DESK_SIGNS.search(mark) and TO_ANSWER.search(mark))


def following(lines: list[str], number: int) -> list[str]:
    return lines[number + 1 : number + 1 + MAX_HEADER_LINES]


def with_rule(lines: list[str], number: int) -> int:
    """A drawn line above a mark belongs to it."""
    above = number - 1
    while above >= 0 and above > number - 3 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and RULE.fullmatch(marker(lines[above])) else number


def heads_a_message(lines: list[str], number: int) -> bool:
    """Whether the head of a quoted message begins here: Outlook's with the sender, GMX's and
    WEB.DE's with the date."""
    if _field(lines[number]) not in ("sender", "date"):
        return False
    found = {_field(line) for line in lines[number : number + 1 + MAX_HEADER_LINES]}
    return {"sender", "date", "other"} <= found


@lru_cache(maxsize=1000)  # each line is looked at from all the lines above it
def _field(line: str) -> str:
    """Which field of a message's head a line is: sender, date, other, or none."""
    mark = marker(line)
    if field := OTHER_FIELD.match(mark):
        return field.lastgroup or ""
    return "sender" if SENDER_FIELD.match(mark) else ""


def attribution_start(lines: list[str], number: int) -> int | None:
    """Where a sentence like "On … Jane wrote:" that ends in this line starts."""
    if not marker(lines[number]).endswith((":", "：")):
        return None
    found = None
    for start in range(number, max(-1, number - MAX_ATTRIBUTION_LINES), -1):
        if not lines[start].strip() or is_quoted(lines[start]):
            break
        sentence = marker(" ".join(lines[start : number + 1]))
        if DATED_SENDER.fullmatch(sentence):
            return start
        if WROTE.search(sentence):
            if ATTRIBUTION_START.match(sentence) and DIGIT_OR_ADDRESS.search(sentence):
                return start
            alone = start == number or (start == 0 or not lines[start - 1].strip())
            if alone and _names_a_sender(sentence, wrapped=start < number):
                found = start
    return found


def quote_follows(lines: list[str], number: int) -> bool:
    for line in following(lines, number):
        if line.strip():
            return is_quoted(line)
    return False


def _names_a_sender(sentence: str, *, wrapped: bool) -> bool:
    """Attributions without a first word: "Ann <ann@client.example> wrote:", also in two lines."""
    if wrapped:
        return "@" in sentence and bool(WROTE_LAST.search(sentence))
    return "@" in sentence
