"""A report's text as its names are looked for: links left out, capitals where names stand.

Chats write "our guys entered berdin", headlines "TROOPS ENTER BERDIN" or "Troops Enter Berdin". A
copy of the text, of the same length, gets capitals where a careful writer would set them, so
that every rule downstream sees what it expects and every offset stays true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from gazetteer.matcher import Matcher, Span
from gazetteer.store import Gazetteer
from geo.reading.countries import demonyms
from geo.reading.lexicon import Lexicon, lexicon
from geo.reading.report import Report

_LINK: Final = re.compile(
    r"(?<![^\W_])(?:[a-z][a-z+.-]{1,10}://|www\.)[^\s<>\"”»]+"
    r"|(?<![\w.+@-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@])@\w+"
    r"|(?<![\w@./-])(?:[\w-]{1,63}\.){1,4}[a-z]{2,6}/[^\s<>\"”»)]*"
)
_LINE: Final = re.compile(r"[^\n]+")
_SMALL_START: Final = re.compile(r"[^\W\d_]{2}[.!?] +[^\W\d_]{2}")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_ACRONYM: Final = 4
_FEWEST: Final = 4
_LONG: Final = 4
_MOSTLY: Final = 0.75
_SLIPS: Final = 8
_RENOWNED: Final = 2_000
_GREAT: Final = frozenset({"water", "country"})
_VERBS: Final = ("speech", "deeds", "taken", "addressed", "only_places", "over_water")
_NAMES: Final = frozenset({"seats", "governing", "place_names_of_people", "bearers", "particles"})
_KEPT: Final = (
    "bodies", "formations", "facilities", "region_words", "water_words", "peoples", "urban",
    "landforms",
)  # fmt: skip


def readable(report: Report, gazetteer: Gazetteer) -> Report:
    """Write a report's text as its names are looked for.

    Parameters
    ----------
    report
        The report.
    gazetteer
        Where names are looked up.

    Returns
    -------
    Report
        With a text of the same length, so that every offset stays true.
    """
    text = without_links(report.text)
    if not text.strip():
        return report
    return replace(report, text=with_capitals(text, Matcher(gazetteer), lexicon(report.lang)))


def without_links(text: str) -> str:
    """Blank out addresses of pages, letters and accounts: "@kursk_news" is no place.

    Parameters
    ----------
    text
        The text as given.

    Returns
    -------
    str
        As long as the text, with spaces for what was left out.

    Examples
    --------
    >>> without_links("Seen at https://a.example/Sudzha by @kursk_news")
    'Seen at                          by            '
    """
    return _LINK.sub(lambda link: " " * len(link.group()), text)


def with_capitals(text: str, matcher: Matcher, lexicon: Lexicon) -> str:
    """Set capitals where names stand, in lines whose own capitals tell nothing.

    Parameters
    ----------
    text
        The text, links left out.
    matcher
        Finds names in a text.
    lexicon
        The language's word classes: a word that it knows is no name.

    Returns
    -------
    str
        As long as the text.
    """
    writer = _Writer(matcher, lexicon)
    return _LINE.sub(lambda line: writer.rewritten(line.group()), text)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Sets the capitals of one text's lines."""

    matcher: Matcher
    lexicon: Lexicon

    def rewritten(self, line: str) -> str:
        """The line with the capitals that a careful writer would give it."""
        words = [match.group() for match in _WORD.finditer(line)]
        if len(words) < 2:
            return line
        if not any(_capital(word) for word in words):
            return self._raised(line, everywhere=True)
        if not any(_capital(word) for word in words[1:]):
            return self._raised(line, everywhere=_SMALL_START.search(line) is not None)
        if self._shouted(words) or self._headline(words, stopped=line.rstrip().endswith(".")):
            return self._lowered(line)
        return line

    def _raised(self, line: str, *, everywhere: bool) -> str:
        """The line with its names raised; where not everywhere, behind a preposition alone."""
        raised = _WORD.sub(lambda word: _with_capital(word.group()), line)
        letters = list(line)
        for match in _WORD.finditer(line):
            if everywhere and match.group() in demonyms(self.lexicon.lang):
                letters[match.start()] = raised[match.start()]
        for span in self.matcher.spans(raised):
            if self._ordinary(span):
                continue
            if everywhere or (_known(span) and self._leads(line[: span.start])):
                letters[span.start : span.end] = raised[span.start : span.end]
                self._raise_title(line, span.end, letters)
        return "".join(letters)

    def _raise_title(self, line: str, at: int, letters: list[str]) -> None:
        """Raise the word behind a name that makes it a body's: "volgograd university"."""
        behind = _WORD.search(line, at)
        if behind is None or line[at : behind.start()] != " ":
            return
        if self.lexicon.has("titled", behind.group()):
            letters[behind.start()] = behind.group()[0].upper()

    def _lowered(self, line: str) -> str:
        """The line with capitals for names alone."""
        names = [(s.start, s.end) for s in self.matcher.spans(line) if not self._ordinary(s)]
        letters = list(line)
        before = ""
        for match in _WORD.finditer(line):
            word = match.group()
            named = any(start <= match.start() < end for start, end in names)
            kept = named or self._kept(word, before)
            nearby = self.lexicon.has("nearness", word.casefold())
            before = word.casefold() if kept or nearby else ""
            if kept and len(word) < _ACRONYM and not named and word.isupper():
                continue
            if len(word.lower()) == len(word):
                letters[slice(*match.span())] = (
                    _with_capital(word.lower()) if kept else word.lower()
                )
        return "".join(letters)

    def _kept(self, word: str, before: str) -> bool:
        """Whether a word that is in no place's name may be part of another name."""
        folded = word.casefold()
        given = self.lexicon.given_names
        if folded in given or folded in demonyms(self.lexicon.lang):
            return True
        if self._knows(folded):
            return bool(before) and self.lexicon.has_any(_KEPT, folded)
        led = before in given or self.lexicon.has("nearness", before)
        return led or (word.isupper() and len(word) < _ACRONYM)

    def _shouted(self, words: list[str]) -> bool:
        """Whether nearly all letters are capitals."""
        long = [word for word in words if len(word) > 1]
        return len(long) >= _FEWEST and sum(map(str.isupper, long)) >= _MOSTLY * len(long)

    def _headline(self, words: list[str], *, stopped: bool) -> bool:
        """Whether ordinary words have capitals, too."""
        long = [word for word in words if len(word) >= _LONG]
        small = sum(word[0].islower() for word in long)
        ordinary = sum(_capital(w) and self._knows(w.casefold()) for w in words[1:])
        return (
            len(words) >= _FEWEST
            and small <= (0 if stopped else len(long) // _SLIPS)
            and ordinary > 1
        )

    def _ordinary(self, span: Span) -> bool:
        """Whether each word of a name is also a word of the language."""
        words = [match.group().casefold() for match in _WORD.finditer(span.text)]
        if len(words) > 1 and any(match.place.kind in _GREAT for match in span.matches):
            return False
        called = len(words) == 1 and words[0] in self.lexicon.given_names
        return called or all(map(self._knows, words))

    def _knows(self, word: str) -> bool:
        return word in self._vocabulary() or any(
            self.lexicon.inflects(verbs, word) for verbs in _VERBS
        )

    def _vocabulary(self) -> frozenset[str]:
        return self.lexicon.vocabulary(without=_NAMES)

    def _leads(self, before: str) -> bool:
        """Whether the word before can only lead to a place."""
        words = list(_last_word(before))
        lex = self.lexicon
        return any(lex.has("locative", word) or lex.inflects("only_places", word) for word in words)


def _last_word(text: str) -> Iterator[str]:
    last = text.rsplit(maxsplit=1)[-1:]
    yield from (word.casefold() for word in last)


def _capital(word: str) -> bool:
    """Whether a word begins with a capital and is no abbreviation."""
    return word[0].isupper() and len(word) > 1 and (word[1:].islower() or len(word) > _ACRONYM)


def _with_capital(word: str) -> str:
    """Give a word a capital, where that is one character too."""
    capital = word[0].upper()
    return capital + word[1:] if len(capital) == 1 else word


def _known(span: Span) -> bool:
    """Whether a place of that name is more than a hamlet somewhere."""
    return any(
        (match.place.population or 0) >= _RENOWNED
        or match.place.country == "UA"
        or match.place.id.startswith("theatre:")
        for match in span.matches
    )
