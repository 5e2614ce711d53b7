"""What a person wrote, apart from what they quoted.

Nothing is thrown away: each line of a mail is either in the text or in what is folded away.
Answers written between quoted lines stay in the text, with the lines they answer. Every line is
looked at a fixed number of times, whatever it contains.
"""

import re

# Our own e-mails carry this sentence above everything that an answer need not repeat.
ANSWER_ABOVE = "Write your answer above this line"

MAX_CONTEXT_LINES = 10
MAX_SIGNATURE_LINES = 15
MAX_MARKER_CHARS = 400
MAX_ATTRIBUTION_LINES = 4
MAX_HEADER_LINES = 8

ORIGINAL_MESSAGE = re.compile(
    r"[-_]{2,20}\s?(?:original message|original appointment|reply message|mensaje original"
    r"|message d'origine|message original|ursprüngliche nachricht|original-nachricht"
    r"|originalnachricht|messaggio originale|mensagem original|oorspronkelijk bericht"
    r"|oprindelig meddelelse|ursprungligt meddelande|wiadomość oryginalna)\s?[-_]{2,20}",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"[-_]{2,20}\s?(?:forwarded message|forwarded by .{0,80}|mensaje reenviado|message transféré"
    r"|weitergeleitete nachricht|messaggio inoltrato)\s?[-_]{2,20}|begin forwarded message:",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|doorst)\s?:", re.IGNORECASE)
ATTRIBUTION_START = re.compile(
    r"(?:on|le|el|am|il|em|op|den|på|w dniu|dnia|vào)\s|\d{4}-\d\d-\d\d\s", re.IGNORECASE
)
WROTE = re.compile(
    r"\b(?:wrote|a écrit|escribió|escribio|schrieb|ha scritto|escreveu|schreef|skrev|kirjoitti"
    r"|napisał)\b",
    re.IGNORECASE,
)
DATED_SENDER = re.compile(r"\d{4}-\d\d-\d\d\s.*<[^<>\s]+@[^<>\s]+>\s?:")
DIGIT_OR_ADDRESS = re.compile(r"[\d@]")
SENDER_FIELD = re.compile(r"\*{0,2}(?:from|de|von|da|van|från|fra|od)\s?:", re.IGNORECASE)
OTHER_FIELD = re.compile(
    r"\*{0,2}(?:(?P<date>sent|date|enviado|enviado el|fecha|envoyé|gesendet|datum|inviato|data"
    r"|verzonden|enviada|enviada em|skickat|sendt)"
    r"|(?P<other>to|para|à|an|aan|till|til|subject|asunto|objet|betreff|oggetto|onderwerp|assunto"
    r"|ämne|emne))\s?:",
    re.IGNORECASE,
)
RULE = re.compile(r"[-_=*]{5,}")
MOBILE_SIGNATURE = re.compile(
    r"(?:sent from (?:my|outlook|mail|yahoo|samsung|mobile)|get outlook for|enviado desde mi"
    r"|envoyé (?:de|depuis) mon|gesendet von|inviato da|verzonden vanaf|enviado do meu)\b.{2,40}"
    r"|von meinem .{2,40} gesendet",
    re.IGNORECASE,
)


def fold(text: str) -> tuple[str, str]:
    """The person's own words with the lines they answer, and what can be folded away.

    Where they wrote nothing of their own, everything stays in the text.
    """
    lines = text.split("\n")
    end = _end_of_answer(lines)
    own, folded = _own_lines(lines[:end])
    if not any(map(str.strip, own)):
        return text, ""
    return "\n".join(own).strip("\n"), "\n".join(folded + lines[end:]).strip("\n")


def is_forward(subject: str) -> bool:
    """Whether what is quoted is what the person wants us to read."""
    return bool(FORWARD_SUBJECT.match(subject))


def _marker(line: str) -> str:
    """A line as it is compared with marks; a long one matches none."""
    return " ".join(line.split()) if len(line) <= MAX_MARKER_CHARS else ""


def _is_quoted(line: str) -> bool:
    return line[:4].lstrip(" ").startswith(">")


def _end_of_answer(lines: list[str]) -> int:
    """The first line below which everything is quoted without a sign at each line."""
    for number, line in enumerate(lines):
        mark = _marker(line)
        if not mark or _is_quoted(line):
            continue
        if FORWARDED.fullmatch(mark):
            break
        if ANSWER_ABOVE.lower() in mark.lower() or ORIGINAL_MESSAGE.fullmatch(mark):
            return _with_rule(lines, number)
        if SENDER_FIELD.match(mark) and _heads_a_message(_following(lines, number)):
            return _with_rule(lines, number)
        start = _attribution_start(lines, number)
        if start is not None and not _quote_follows(lines, number):
            return start
    return len(lines)


def _following(lines: list[str], number: int) -> list[str]:
    return lines[number + 1 : number + 1 + MAX_HEADER_LINES]


def _with_rule(lines: list[str], number: int) -> int:
    """A drawn line above a mark belongs to it."""
    above = number - 1
    while above >= 0 and above > number - 3 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and RULE.fullmatch(_marker(lines[above])) else number


def _heads_a_message(following: list[str]) -> bool:
    found = set()
    for line in following:
        if field := OTHER_FIELD.match(_marker(line)):
            found.add(field.lastgroup)
    return found == {"date", "other"}


def _attribution_start(lines: list[str], number: int) -> int | None:
    """Where a sentence like "On … Jane wrote:" that ends in this line starts."""
    if not _marker(lines[number]).endswith(":"):
        return None
    found = None
    for start in range(number, max(-1, number - MAX_ATTRIBUTION_LINES), -1):
        if not lines[start].strip() or _is_quoted(lines[start]):
            break
        sentence = _marker(" ".join(lines[start : number + 1]))
        if DATED_SENDER.fullmatch(sentence):
            return start
        if WROTE.search(sentence):
            if ATTRIBUTION_START.match(sentence) and DIGIT_OR_ADDRESS.search(sentence):
                return start
            if start == number and "@" in sentence:
                found = start
    return found


def _quote_follows(lines: list[str], number: int) -> bool:
    for line in _following(lines, number):
        if line.strip():
            return _is_quoted(line)
    return False


def _own_lines(lines: list[str]) -> tuple[list[str], list[str]]:
    """Split lines in which each quoted one carries a sign."""
    lines, signature = _split_signature(lines)
    quoted = _quoted_flags(lines)
    own = [n for n, line in enumerate(lines) if line.strip() and not quoted[n]]
    if True not in quoted or not own:
        return lines, signature
    first = quoted.index(True)
    if own[-1] < first:
        above, top_signature = _split_signature(lines[:first])
        return above, [*top_signature, *lines[first:], *signature]
    answer, context = _shorten_quotes(lines[: own[-1] + 1], quoted)
    return answer, [*context, *lines[own[-1] + 1 :], *signature]


def _quoted_flags(lines: list[str]) -> list[bool]:
    flags = [_is_quoted(line) for line in lines]
    for number, line in enumerate(lines):
        if flags[number] or not line.strip() or not _quote_follows(lines, number):
            continue
        start = _attribution_start(lines, number)
        if start is not None:
            flags[start : number + 1] = [True] * (number + 1 - start)
    return flags


def _shorten_quotes(lines: list[str], quoted: list[bool]) -> tuple[list[str], list[str]]:
    """Of each answered quote keep its last lines, which are the ones that are answered."""
    kept: list[str] = []
    folded: list[str] = []
    block: list[str] = []
    for line, is_quote in zip(lines, quoted, strict=False):
        if is_quote or (block and not line.strip()):
            block.append(line)
            continue
        if len(block) > MAX_CONTEXT_LINES:
            folded += block[:-MAX_CONTEXT_LINES]
            block = ["> […]", *block[-MAX_CONTEXT_LINES:]]
        kept += [*block, line]
        block = []
    return kept, folded


def _split_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """A signature after its separator ("-- "), or the line that a phone adds."""
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    for number in range(last - 1, max(0, last - 1 - MAX_SIGNATURE_LINES), -1):
        if lines[number].rstrip() == "--":
            below = [_is_quoted(line) for line in lines[number:] if line.strip()]
            if below == sorted(below):  # nothing of their own comes after a quote
                return lines[:number], lines[number:]
    if last and MOBILE_SIGNATURE.fullmatch(_marker(lines[last - 1])):
        return lines[: last - 1], lines[last - 1 :]
    return lines, []
