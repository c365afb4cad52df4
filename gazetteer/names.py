"""Spellings: the key under which all ways to write one name meet, and the ways to write it.

`fold` makes a look-up key. Two spellings of one name that differ only by case, accents, soft-sign
marks, hyphens or the usual noise of romanisation share a key; different names keep different keys
as far as that is possible. `plain` folds less: case, accents, marks and hyphens alone, and so
tells the same spelling from a merely similar one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, Literal

from gazetteer.romanise import (
    romanise_russian,
    romanise_ukrainian,
    russian_style,
    ukrainian_style,
)

__all__ = [
    "acronym_key",
    "fold",
    "fold_token",
    "plain",
    "romanise_russian",
    "romanise_ukrainian",
    "script_of",
    "tokens",
    "variants",
]

# Nobody sees these: joiners, a byte order mark, the place where a word may be broken.
_UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Inside a word these marks stand for a soft sign, an apostrophe or nothing: they are dropped.
_MARKS: Final = "'’‘ʼʹ`´′″\"ʺʻʽ‛ˈ"
_LETTERS: Final = str.maketrans(
    {
        **dict.fromkeys(_MARKS + _UNSEEN, None),
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ə": "e",
        "þ": "th",
        "ħ": "h",
        "ŋ": "n",
        "ё": "е",
        "ґ": "г",
    }
)
# Breve and diaeresis make letters of their own in Cyrillic: й and ї are no accented и and і.
_CYRILLIC_MARKS: Final = {"и": "\u0306", "у": "\u0306", "і": "\u0308"}

_LETTER: Final = r"[^\W_ʼʹʺʻʽˈ]"
_ALPHA: Final = r"[^\W\d_ʼʹʺʻʽˈ]"
_TOKEN: Final = re.compile(
    rf"(?:{_ALPHA}\.)+{_ALPHA}(?!\w)\.?|{_LETTER}++"
    rf"(?:[{_MARKS}]{_LETTER}*(?<![{_MARKS}][sS])(?<![{_MARKS}])"
    rf"|[\u0300-\u036f]++|[{_UNSEEN}]++(?={_LETTER})|{_LETTER}++)*+"
)

_DOTTED: Final = re.compile(rf"(?:{_ALPHA}\.)+{_ALPHA}")

# Romanisation noise, applied in this order to a token in Latin letters.
_ZHZH: Final = re.compile("(?:zh){2,}")
_ASCII_PARTS: Final = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")
_II: Final = re.compile("i{2,}")
_VOWEL_IE: Final = re.compile("(?<=[aeou])ie")
_NOISE: Final = str.maketrans({"y": "i", "x": "ks"})

_ACRONYM: Final = re.compile(r"[A-Z]{2,5}\Z")


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Walk the words of a text.

    Parameters
    ----------
    text
        Any text; never changed, so that offsets stay true.

    Yields
    ------
    re.Match
        One word: letters and digits with the apostrophes inside it ("Dar'ino"), without a
        possessive "'s", or an abbreviation with its dots ("U.S."). Hyphens separate words.
    """
    return _TOKEN.finditer(text)


def script_of(name: str) -> Literal["latin", "cyrillic", "other"]:
    """Tell the script of a name by its letters; a mixed name counts by its first letter."""
    for letter in name:
        if letter.isalpha():
            if letter < "\u0250" or "\u1e00" <= letter < "\u1f00":
                return "latin"
            return "cyrillic" if "\u0400" <= letter < "\u0530" else "other"
    return "other"


def plain(name: str) -> str:
    """Fold case, accents, apostrophes, hyphens and spaces, and nothing else.

    Parameters
    ----------
    name
        Any text.

    Returns
    -------
    str
        Equal for two texts that a reader would call the same spelling.

    Examples
    --------
    >>> plain("POPOVO-LEZHACHI"), plain("Kup'yansk"), plain("Сёла")
    ('popovo lezhachi', 'kupyansk', 'села')
    """
    return " ".join(_plain_token(match.group()) for match in tokens(name))


def fold(name: str) -> str:
    """Make the look-up key of a name.

    Case, accents, apostrophes and soft-sign marks go; hyphens, dashes and every other separator
    become one space; ё becomes е and ґ г. In Latin letters, romanisation noise goes as well:

    - y and i are one letter, and doubled ones collapse: -iy, -yy, -ii, -yi, -y, -i; ay/ai,
      ya/ia, yu/iu, yo/io (Nikolskiy/Nikolsky, Mikhaylovka/Mikhailovka)
    - ye after a vowel is e: -oye/-oe, -aye/-ae, Guyevo/Guevo, Andreyevka/Andreevka
    - shch is sch, zhzh is zh, x is ks

    kh, h, g, ch, ts and doubled consonants stay apart, since they tell names apart.

    Parameters
    ----------
    name
        Any text, in any script.

    Returns
    -------
    str
        The key; "" where the text has no letter or digit. A Cyrillic name has a Cyrillic key.
        `fold(fold(name)) == fold(name)` for every text.

    Examples
    --------
    >>> fold("Bol'shoye Soldatskoye") == fold("BOLSHOE SOLDATSKOE")
    True
    >>> fold("Черкасское-Поречное")
    'черкасское поречное'
    """
    return " ".join(filter(None, (fold_token(match.group()) for match in tokens(name))))


def fold_token(token: str) -> str:
    """Fold one word of `tokens`; `fold` joins these with spaces."""
    plain_token = _plain_token(token)
    if plain_token.isascii():
        folded = _fold_latin(plain_token)
    else:
        folded = "".join(
            _fold_latin(part) if part.isascii() else part
            for part in _ASCII_PARTS.findall(plain_token)
        )
    if "." in folded and not _DOTTED.fullmatch(folded):
        return fold_token(folded.replace(".", ""))  # x between dots became two letters
    return folded


def _plain_token(token: str) -> str:
    if token.isascii():
        word = token.lower()
        return word.rstrip(".") if word.isalnum() or "." in word else word.translate(_LETTERS)
    word = token
    while (bare := _bare(word)) != word:
        word = bare
    # A ligature between dots can fold to two letters, and then it is no abbreviation any more.
    return word if _DOTTED.fullmatch(word) else word.replace(".", "")


def _bare(word: str) -> str:
    """Drop case, accents and marks once; to be repeated until nothing changes."""
    kept: list[str] = []
    for letter in unicodedata.normalize("NFKD", word.casefold()):
        if not unicodedata.combining(letter):
            if letter.isalnum() or letter == ".":
                kept.append(letter)
        elif kept and _CYRILLIC_MARKS.get(kept[-1]) == letter:
            kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_LETTERS).strip(".")


def _fold_latin(word: str) -> str:
    word = word.translate(_NOISE).replace("shch", "sch")
    if "i" in word:
        word = _VOWEL_IE.sub("e", _II.sub("i", word))
    return _ZHZH.sub("zh", word) if "zhzh" in word else word


def acronym_key(name: str) -> str | None:
    """Make the look-up key of a name that is written in capitals alone: UK, USA, DPRK.

    Parameters
    ----------
    name
        Any text.

    Returns
    -------
    str or None
        A key that no folded name can have, so that "US" is found and "us" is not; None where the
        name is not two to five capital letters.
    """
    return f"={name}" if _ACRONYM.match(name) else None


def variants(name: str, *, language: Literal["ru", "uk"]) -> tuple[str, ...]:
    """Write a name in the other ways in which a report could have it, in Latin letters.

    Parameters
    ----------
    name
        A name in Cyrillic or in Latin letters.
    language
        Its language. A Cyrillic name is romanised by the schemes of that language; a Latin one
        is respelled, by rule, as the other language's form of the name would be.

    Returns
    -------
    tuple of str
        Spellings without repetition, best first, never `name` itself; () for other scripts.

    Examples
    --------
    >>> variants("Плёхово", language="ru")
    ('Plyokhovo', 'Plekhovo')
    >>> variants("Orlivka", language="uk")
    ('Orlovka', 'Orlevka')
    """
    script = script_of(name)
    if script == "latin":
        return russian_style(name) if language == "uk" else ukrainian_style(name)
    if script != "cyrillic":
        return ()
    spellings: tuple[str, ...]
    if language == "uk":
        spellings = (romanise_ukrainian(name), romanise_ukrainian(name, scheme="bgn"))
    else:
        bare = name.replace("ё", "е").replace("Ё", "Е")
        heard = name.replace("ьи", "ьйи")  # Дарьино: Darino by the table, Daryino in the news
        spellings = tuple(romanise_russian(form) for form in (name, bare, heard))
    return tuple(dict.fromkeys(spelling for spelling in spellings if spelling != name))
