"""Names as a source lists them, made fit for a gazetteer: clean, on one line, one of them Latin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from gazetteer.errors import GazetteerError, shortened
from gazetteer.names import romanise_russian, romanise_ukrainian, script_of
from gazetteer.spelling import language_of

LONGEST_NAME: Final = 200
"""Letters of the longest text that is taken for a name."""
TOO_LONG: Final = f"other names of more than {LONGEST_NAME} letters"
"""Why a spelling is left out."""

# They would turn the text after them around, wherever a name is printed.
_TURNING: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_MARKS: Final = re.compile(r"[|;]")
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_WHOLE: Final = re.compile(
    r"(?<![\d.,-])(?:\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3})+(?!\d)|\d+)", re.ASCII
)
# Letters that neither Russian nor Ukrainian has.
_FURTHER: Final = {
    "ў": "w", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz", "ѓ": "gj",
    "ќ": "kj", "ѕ": "dz", "ә": "a", "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o", "ұ": "u",
    "ү": "u", "һ": "h", "і": "i", "ї": "i", "є": "ye", "ґ": "g", "ҷ": "j", "ӣ": "i", "ӯ": "u",
    "ҳ": "h", "ѐ": "e", "ѝ": "i", "ҡ": "q", "ҙ": "dh", "ҫ": "th",
}  # fmt: skip


class RecordBroken(GazetteerError, ValueError):
    """A record of a source gives no place; the text says what is wrong and what would be right."""


def cleaned(text: str) -> str:
    r"""Bring a text to one line without control characters; what it says stays.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        Normalised (NFC), runs of white space as one space, without marks that turn the direction
        of writing and without halves of surrogate pairs.

    Examples
    --------
    >>> cleaned(" Mala\nLoknia\x00 ")
    'Mala Loknia'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = _TURNING.sub("", unicodedata.normalize("NFC", text))
    letters = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") else c for c in kept)
    return " ".join("".join(letters).split())


def listed(text: str) -> list[str]:
    """Divide a list of names at "|" and ";"; each is cleaned, empty ones are left out."""
    return [name for part in _MARKS.split(text) if (name := cleaned(part))]


def romanised(name: str, country: str | None) -> str | None:
    """Write a Cyrillic name in Latin letters, as the gazetteer that ships does.

    Parameters
    ----------
    name
        A name in Cyrillic.
    country
        ISO 3166-1 alpha-2 code, which decides the language where the letters do not.

    Returns
    -------
    str or None
        Ukrainian by the table of 2010, everything else by the Russian system of BGN/PCGN; None
        where a letter is left that has no Latin form.

    Examples
    --------
    >>> romanised("Гуляйполе", "UA"), romanised("Малая Локня", "RU")
    ('Huliaipole', 'Malaya Loknya')
    """
    ukrainian = country == "UA" and language_of(name, country) == "uk"
    latin = romanise_ukrainian(name) if ukrainian else romanise_russian(name)
    if _CYRILLIC.search(latin):
        latin = "".join(_further(letter) for letter in latin)
    return None if _CYRILLIC.search(latin) or script_of(latin) != "latin" else latin


def _further(letter: str) -> str:
    other = _FURTHER.get(letter.lower(), letter)
    return other if letter.islower() or other == letter else other.capitalize()


def named(
    main: str, *, preferred: Iterable[str] = (), others: Iterable[str] = (), country: str | None
) -> tuple[str, tuple[str, ...], int]:
    """Choose the display name of a place, and list its other names.

    Parameters
    ----------
    main
        The name that the source calls it by.
    preferred
        Names that come before it where they are in Latin letters: the English one.
    others
        Every other spelling.
    country
        ISO 3166-1 alpha-2 code.

    Returns
    -------
    tuple
        Display name: the first Latin one of `preferred`, else `main`, which is romanised from
        Cyrillic; for other scripts the first Latin one of `others`. Then the other names, each
        once, and how many were left out for their length.

    Raises
    ------
    RecordBroken
        If there is no name, it is too long or there is no way to write it in Latin letters.
    """
    main = cleaned(main)
    first = [name for text in preferred if (name := cleaned(text))]
    rest = [name for text in others if (name := cleaned(text))]
    if not main and not first:
        raise RecordBroken("it has no name")
    for name in (main, *first):
        _check_length(name)
    display = _display(main, first, rest, country)
    _check_length(display)
    every = dict.fromkeys([*first, main, *rest])
    kept = tuple(name for name in every if name and name != display and len(name) <= LONGEST_NAME)
    return display, kept, sum(len(name) > LONGEST_NAME for name in every)


def _check_length(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise RecordBroken(
            f"its name has {len(name)} letters, and {LONGEST_NAME} are the most: {shortened(name)}"
        )


def _display(main: str, first: list[str], rest: list[str], country: str | None) -> str:
    for name in (*first, main):
        if script_of(name) == "latin":
            return name
    for name in (main, *first):
        if script_of(name) == "cyrillic" and (latin := romanised(name, country)):
            return latin
    for name in rest:
        if script_of(name) == "latin" and len(name) <= LONGEST_NAME:
            return name
    raise RecordBroken(
        f"its name {shortened(main)} is not in Latin or Cyrillic letters; "
        "give another name in Latin letters"
    )


def slug(text: str) -> str:
    """Make the part of an id from a name: Latin letters and digits in lower case, and hyphens.

    Examples
    --------
    >>> slug("Bol'shoye Soldatskoye, 2024")
    'bolshoye-soldatskoye-2024'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def whole_number(text: str) -> int | None:
    """Read a number of inhabitants as people write it: "5 127", "5,127", "~1200", "448733.0".

    Parameters
    ----------
    text
        What the source says.

    Returns
    -------
    int or None
        None where it says no number of 0 to 2,000,000,000.

    Examples
    --------
    >>> whole_number("5 127 (2021)"), whole_number("about 1,200"), whole_number("unknown")
    (5127, 1200, None)
    """
    found = _WHOLE.search(text)
    if found is None or len(found.group()) > 16:
        return None
    number = int(re.sub(r"\D", "", found.group()))
    return number if number <= 2_000_000_000 else None
