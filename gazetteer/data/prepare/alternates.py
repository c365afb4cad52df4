"""Which of a place's many alternate names help to read English, Russian and Ukrainian text.

GeoNames lists names of every language without saying which. Kept are Cyrillic names in Russian or
Ukrainian letters and Latin ones written as a name; dropped are codes, inflected and described
forms, common words and given names, and names that belong to a far bigger place or to a country.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz.fuzz import ratio

from gazetteer.names import fold, plain, romanise_russian, romanise_ukrainian, script_of
from gazetteer.spelling import language_of

_CYRILLIC: Final = re.compile(r"[А-ЯЁІЇЄҐ][А-яёЁіїєґІЇЄҐ'’ʼ\- ]+")
_LATIN: Final = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’ʼ`.\- ]+")
_DESCRIBED: Final = frozenset(
    "gorod misto mesto selo selyshche poselok posyolok stantsiya khutor derevnya city town village "
    "station aglomeratsia rabochiy smt pgt osh город місто село селище поселок посёлок станция "
    "хутор деревня станица станция смт пгт город-герой ош".split()
)
_SMALL: Final = frozenset(
    "al an ar as ash at az de del des du el en es et et ez i la las le les los na nad of on op pod "
    "sur the u upon van von y и на над под".split()
)
_MOST_WORDS: Final = 4
_LEAST_LETTERS: Final = 4
_FAR_BIGGER: Final = 10


@dataclass(frozen=True, slots=True)
class Taken:
    """Names that mean something else, and so do not serve as an alternate name."""

    words: frozenset[str]
    """Common words and given names, in lower case."""
    states: frozenset[str]
    """Folded names of countries."""
    sizes: Mapping[str, int]
    """Inhabitants of the biggest place that has a folded name as its own."""

    def free(self, name: str, *, population: int) -> bool:
        """Tell whether a name can stand for a place of so many inhabitants."""
        key = fold(name)
        if not key or key in self.states or plain(name) in self.words:
            return False
        return self.sizes.get(key, 0) < _FAR_BIGGER * max(population, 1)


def chosen(
    name: str,
    alternates: Iterable[str],
    *,
    population: int,
    taken: Taken,
    latin: int,
    cyrillic: int,
    alike: Callable[[str], str] = fold,
) -> list[str]:
    """Choose the alternate names of a place that ship.

    Parameters
    ----------
    name
        Display name.
    alternates
        Every other name that the source lists.
    population
        Inhabitants; 0 where unknown.
    taken
        Names that mean something else.
    latin, cyrillic
        How many of each script are kept at most: those most like the display name.
    alike
        Folds spellings of which one is enough.

    Returns
    -------
    list of str
        Cyrillic names before Latin ones, each spelling once.
    """
    best: dict[str, tuple[float, str]] = {}
    scripts = {"cyrillic": cyrillic, "latin": latin}
    for text in alternates:
        script = script_of(text)
        form = " ".join(text.replace("’", "'").replace("ʼ", "'").split())
        if script not in scripts or not _written_as_name(form, script):
            continue
        if alike(form) == alike(name) or not taken.free(form, population=population):
            continue
        likeness = ratio(latin_form(form).lower(), name.lower())
        key = alike(form)
        if key not in best or (-likeness, form) < (-best[key][0], best[key][1]):
            best[key] = (likeness, form)
    kept = []
    for wanted, most in scripts.items():
        own = [(-score, form) for score, form in best.values() if script_of(form) == wanted]
        kept += [form for _, form in sorted(own)[:most]]
    return kept


def latin_form(form: str) -> str:
    """Write a name in Latin letters, by the scheme of the language that its letters show."""
    if script_of(form) == "latin":
        return form
    ukrainian = language_of(form, None) == "uk"
    return romanise_ukrainian(form) if ukrainian else romanise_russian(form)


def _written_as_name(form: str, script: str) -> bool:
    pattern = _CYRILLIC if script == "cyrillic" else _LATIN
    words = re.split(r"[ \-]", form)
    if not pattern.fullmatch(form) or len(words) > _MOST_WORDS or re.search(r"[\d_]", form):
        return False
    if sum(map(str.isalpha, form)) < _LEAST_LETTERS or any(word.isupper() for word in words):
        return False
    if any(word.lower() in _DESCRIBED for word in words):
        return False
    return all(word[:1].isupper() or word.lower() in _SMALL for word in words if word)
