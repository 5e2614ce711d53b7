"""What a person typed into a search, as terms: words, words together, words that must not be there,
and whose words they are."""

import re
import unicodedata
from typing import NamedTuple

LONGEST, MOST_TERMS, LONGEST_WORD = 200, 8, 60
# A word finds every word that begins with it; so short a word, or figure, only itself.
LEAST_LETTERS, LEAST_DIGITS = 3, 5
# An English ending is left out, so that `orders` finds `order`, as long as so much is left.
ENDINGS, LEAST_STEM = ("ies", "ing", "ed", "es", "s"), 4
QUOTES = str.maketrans("“”„«»", '"' * 5)
TYPED = re.compile(r'(?P<sign>-?)(?P<author>from:)?(?:"(?P<together>[^"]*)"?|(?P<plain>[^\s"]+))')
WORD = re.compile(r"[^\W_]+")
MARKS = re.compile("[\u0300-\u036f]")


class Word(NamedTuple):
    letters: str
    whole: bool

    def fits(self, folded: str) -> bool:
        return folded == self.letters if self.whole else folded.startswith(self.letters)


# Words that stand together, in this order; mostly one alone.
Term = tuple[Word, ...]


class Query(NamedTuple):
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    authors: tuple[str, ...] = ()

    @property
    def words(self) -> set[Word]:
        return {word for term in self.wanted for word in term}


def fold(text: str) -> str:
    """In small letters and without accents, as the index is kept."""
    if text.isascii():
        return text.lower()
    return MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()


def parse(typed: str) -> Query:
    wanted: list[Term] = []
    unwanted: list[Term] = []
    authors: list[str] = []
    for match in list(TYPED.finditer(typed[:LONGEST].translate(QUOTES)))[:MOST_TERMS]:
        together, plain = match["together"], match["plain"] or ""
        letters = WORD.findall(fold(plain if together is None else together))
        if match["author"]:
            authors += letters
        elif letters:
            term = _term(letters, is_quoted=together is not None)
            (unwanted if match["sign"] else wanted).append(term)
    return Query(tuple(wanted), tuple(unwanted), tuple(authors))


def any_of(text: str, most: int) -> tuple[Term, ...]:
    """The longest words of a text, each a term of its own."""
    words = {word for word in WORD.findall(fold(text[:LONGEST])) if len(word) > LEAST_LETTERS}
    longest = sorted(words, key=lambda word: (-len(word), word))[:most]
    return tuple((_word(word),) for word in longest)


def _term(letters: list[str], *, is_quoted: bool) -> Term:
    """Only the last word of several may go on."""
    whole = [Word(each[:LONGEST_WORD], whole=True) for each in letters]
    return tuple(whole) if is_quoted else (*whole[:-1], _word(letters[-1]))


def _word(letters: str) -> Word:
    least = LEAST_DIGITS if letters.isdecimal() else LEAST_LETTERS
    if len(letters) < least:
        return Word(letters, whole=True)
    return Word(_stem(letters[:LONGEST_WORD]), whole=False)


def _stem(word: str) -> str:
    if word.endswith("ss"):
        return word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM:
            return word.removesuffix(ending)
    return word
