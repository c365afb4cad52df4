"""A report's text as its names are looked for: links left out, small letters raised.

Chats write "our guys entered berdin". A copy of the text, of the same length, gets the capital
letters that its writer left out, so that every rule downstream sees what it expects and every
offset stays true.
"""

from __future__ import annotations

import re
from typing import Final

from gazetteer.matcher import Matcher, Span
from geo.reading.lexicon import Lexicon

_LINK: Final = re.compile(
    r"(?<![^\W_])(?:[a-z][a-z+.-]{1,10}://|www\.)[^\s<>\"”»]+"
    r"|(?<![\w@])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@])@\w+"
    r"|(?<![\w@./-])(?:[\w-]+\.)+[a-z]{2,6}/[^\s<>\"”»)]*"
)
_LINE: Final = re.compile(r"[^\n]+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_MOST_WORDS: Final = 5
_VERBS: Final = ("speech", "deeds", "taken", "addressed")


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
    """Raise the names of places in lines that are written in small letters throughout.

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
    return _LINE.sub(lambda line: _raised_line(line.group(), matcher, lexicon), text)


def _raised_line(line: str, matcher: Matcher, lexicon: Lexicon) -> str:
    if not _small_throughout(line):
        return line
    raised = _WORD.sub(lambda word: _raised(word.group()), line)
    letters = list(line)
    for span in matcher.spans(raised):
        if not _ordinary(span, lexicon):
            letters[span.start : span.end] = raised[span.start : span.end]
    return "".join(letters)


def _raised(word: str) -> str:
    """Give a word a capital, where that is one character too."""
    capital = word[0].upper()
    return capital + word[1:] if len(capital) == 1 else word


def _small_throughout(line: str) -> bool:
    """Whether a line has several words and none with a capital but "I" and abbreviations."""
    words = [word for word in _WORD.findall(line) if word[0].isalpha()]
    small = sum(word[0].islower() for word in words)
    return small > 1 and all(word[0].islower() or len(word) < _MOST_WORDS for word in words) and (
        not any(word[0].isupper() and word[1:].islower() and len(word) > 1 for word in words)
    )


def _ordinary(span: Span, lexicon: Lexicon) -> bool:
    """Whether each word of a name is also a word of the language."""
    return all(
        any(word in listed for listed in lexicon.classes.values())
        or word in lexicon.given_names
        or any(lexicon.inflects(verbs, word) for verbs in _VERBS)
        for word in (word.casefold() for word in _WORD.findall(span.text))
    )
