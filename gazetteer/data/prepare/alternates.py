"""Which of a place's many alternate names help to read English, Russian and Ukrainian text.

GeoNames lists names of every language without saying which. Kept are Cyrillic names in Russian or
Ukrainian letters and Latin ones written as a name; dropped are codes, inflected and described
forms, common words and given names, and names that belong to a far bigger place or to a country.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz.fuzz import ratio

from gazetteer.names import fold, plain, script_of
from gazetteer.sources.alternate_names import latin_form, one_form, written_as_name

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
        form = one_form(text)
        if script not in scripts or not written_as_name(form, script):
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
