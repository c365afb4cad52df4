"""Which of the many names that a source lists for a place can stand in a report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rapidfuzz.fuzz import ratio

from gazetteer.names import fold, romanise_russian, romanise_ukrainian, script_of
from gazetteer.spelling import (
    ALIKE,
    RESPELLED_COUNTRIES,
    ROMANISED_COUNTRIES,
    UNLIKE,
    language_of,
)

_CYRILLIC: Final = re.compile(r"[А-ЯЁІЇЄҐ][А-яёЁіїєґІЇЄҐ'’ʼ\- ]+")
_LATIN: Final = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’ʼ`.\- ]+")
_DESCRIBED: Final = frozenset(
    "gorod misto mesto selo selyshche poselok posyolok stantsiya khutor derevnya city town village "
    "station aglomeratsia rabochiy smt pgt osh город місто село селище поселок посёлок станция "
    "хутор деревня станица станція смт пгт город-герой ош".split()
)
_SMALL: Final = frozenset(
    "al an ar as ash at az de del des du el en es et et ez i la las le les los na nad of on op pod "
    "sur the u upon van von y и на над под".split()
)
_IN_OTHER_LETTERS: Final = ROMANISED_COUNTRIES | frozenset(
    "SY IL PS LB SD IQ YE LY KP AF MM IR JO EG SA KW QA BH OM AE DZ TN MA MR PK BD IN NP LK TH KH "
    "LA CN JP KR TW ET ER GR CY".split()
)
_MOST_WORDS: Final = 4
_LEAST_LETTERS: Final = 4
_ALIKE: Final = 60.0


def written_as_name(form: str, script: str) -> bool:
    """Tell whether a Latin or Cyrillic text is written like a name, not like a code or phrase.

    Parameters
    ----------
    form
        The text, single spaces between its words.
    script
        "latin" or "cyrillic".
    """
    pattern = _CYRILLIC if script == "cyrillic" else _LATIN
    words = re.split(r"[ \-]", form)
    if not pattern.fullmatch(form) or len(words) > _MOST_WORDS or re.search(r"[\d_]", form):
        return False
    if sum(map(str.isalpha, form)) < _LEAST_LETTERS or any(word.isupper() for word in words):
        return False
    if any(word.lower() in _DESCRIBED for word in words):
        return False
    return all(word[:1].isupper() or word.lower() in _SMALL for word in words if word)


def one_form(text: str) -> str:
    """Write a name with plain apostrophes and single spaces.

    Parameters
    ----------
    text
        A name as a source has it.
    """
    return " ".join(text.replace("’", "'").replace("ʼ", "'").split())


def latin_form(form: str) -> str:
    """Write a name in Latin letters, by the scheme of the language that its letters show.

    Parameters
    ----------
    form
        A Latin or Cyrillic name.
    """
    if script_of(form) == "latin":
        return form
    ukrainian = language_of(form, None) == "uk"
    return romanise_ukrainian(form) if ukrainian else romanise_russian(form)


def weighed(
    name: str, alternates: Iterable[str], *, country: str | None, population: int | None
) -> tuple[tuple[str, float], ...]:
    """Choose among names of unknown language those that can stand in a report.

    Where names reach English by romanisation, in several ways, they are spellings of the name.
    Where they are written in Latin letters at home, they are names in other languages, and English
    has one of its own for big places alone.

    Parameters
    ----------
    name
        Display name.
    alternates
        Every other name that the source lists.
    country
        ISO 3166-1 alpha-2 code.
    population
        Inhabitants; None where unknown.

    Returns
    -------
    tuple of tuple
        Spelling and fit, 0..1, best first; 1 for the name itself in Cyrillic.
    """
    most = _most(country, population or 0)
    known = {fold(name)}
    scored: list[tuple[float, str, str]] = []
    for text in alternates if any(most.values()) else ():
        form = one_form(text)
        script = script_of(form)
        if not most.get(script) or not written_as_name(form, script):
            continue
        key = fold(form)
        if key not in known:
            known.add(key)
            scored.append((-ratio(fold(latin_form(form)), fold(name)), form, script))
    kept = [
        entry
        for script, count in most.items()
        for entry in sorted(entry for entry in scored if entry[2] == script)[:count]
    ]
    return tuple((form, _fit(-score, script)) for score, form, script in sorted(kept))


def _most(country: str | None, population: int) -> dict[str, int]:
    """Say how many names of each script are kept, by country and size."""
    if country in RESPELLED_COUNTRIES:
        return {"latin": 8, "cyrillic": 6}
    if country in _IN_OTHER_LETTERS:
        return {"latin": 8, "cyrillic": 3}
    large = population >= 300_000
    small = population < 100_000
    return {"latin": 20 if large else 0 if small else 2, "cyrillic": 3 if large else 0}


def _fit(likeness: float, script: str) -> float:
    if script == "cyrillic" and likeness >= 100.0:
        return 1.0
    return ALIKE if likeness >= _ALIKE else UNLIKE
