"""What a person wrote, apart from what they quoted.

Nothing is thrown away: each line of a mail is either in the text or in what is folded away.
Answers written between quoted lines stay in the text, with the lines they answer. Only an answer is
folded so: in a first mail ">" is a console's, and a pasted message is what the mail is about.
"""

from tickets.mailroom.parsing.marks import (
    FORWARD_SUBJECT,
    FORWARDED,
    MOBILE_SIGNATURE,
    ORIGINAL_MESSAGE,
    POSTSCRIPT,
    REPLY_SUBJECT,
    attribution_start,
    heads_a_message,
    is_desk_line,
    is_quoted,
    marker,
    quote_follows,
    with_rule,
)

# Our own e-mails carry this sentence above everything that an answer need not repeat.
ANSWER_ABOVE = "Write your answer above this line"

MAX_CONTEXT_LINES = 10
MAX_SIGNATURE_LINES = 15


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


def fold_signature(text: str) -> tuple[str, str]:
    """A first mail quotes nothing of ours: only its signature can be folded away."""
    own, signature = _split_signature(text.split("\n"))
    if not any(map(str.strip, own)):
        return text, ""
    return "\n".join(own).strip("\n"), "\n".join(signature).strip("\n")


def is_answer(subject: str, text: str) -> bool:
    """Whether a mail that names no earlier one still shows that it answers something: in its
    subject, by our own line, or because a mailer announced the lines that it quotes."""
    if REPLY_SUBJECT.match(subject) or ANSWER_ABOVE.lower() in text.lower():
        return True
    lines = text.split("\n")
    return any(
        quote_follows(lines, number) and attribution_start(lines, number) is not None
        for number, line in enumerate(lines)
        if line.rstrip().endswith((":", "："))
    )


def is_forward(subject: str) -> bool:
    """Whether what is quoted is what the person wants us to read."""
    return bool(FORWARD_SUBJECT.match(subject))


def _end_of_answer(lines: list[str]) -> int:
    """The first line below which everything is quoted without a sign at each line."""
    for number, line in enumerate(lines):
        mark = marker(line)
        if not mark or is_quoted(line):
            continue
        if FORWARDED.fullmatch(mark):
            break
        if ANSWER_ABOVE.lower() in mark.lower() or is_desk_line(mark):
            return with_rule(lines, number)
        if ORIGINAL_MESSAGE.fullmatch(mark):
            return with_rule(lines, number)
        if heads_a_message(lines, number):
            return with_rule(lines, number)
        start = attribution_start(lines, number)
        if start is not None and not quote_follows(lines, number):
            return start
    return len(lines)


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
    flags = [is_quoted(line) for line in lines]
    for number, line in enumerate(lines):
        if flags[number] or not line.strip() or not quote_follows(lines, number):
            continue
        start = attribution_start(lines, number)
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
            below = [is_quoted(line) for line in lines[number:] if line.strip()]
            if below == sorted(below):  # nothing of their own comes after a quote
                return _keep_postscript(lines, number)
    if last and MOBILE_SIGNATURE.fullmatch(marker(lines[last - 1])):
        return lines[: last - 1], lines[last - 1 :]
    return lines, []


def _keep_postscript(lines: list[str], start: int) -> tuple[list[str], list[str]]:
    """Some write on below their signature: "PS: the second shop has it, too"."""
    for number in range(start + 1, len(lines)):
        if POSTSCRIPT.match(lines[number].lstrip()):
            end = next((n for n in range(number, len(lines)) if is_quoted(lines[n])), len(lines))
            kept = [*lines[:start], *lines[number:end]]
            return kept, [*lines[start:number], *lines[end:]]
    return lines[:start], lines[start:]
