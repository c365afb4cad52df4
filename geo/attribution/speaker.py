"""Speakers under one name each: "the Russian MoD" and "Russia's defence ministry" are one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from gazetteer.names import fold
from geo.attribution.naming import key_of, name_of
from geo.reading.words import words

_BRACKETED: Final = re.compile(r"\s*\(([^()]{2,12})\)\s*$")


@dataclass(frozen=True, slots=True, order=True)
class Speaker:
    """Somebody who says something, under one name in all the reports."""

    key: str
    """What tells the speaker from others; equal for the spellings of one name."""
    name: str
    """The name to be shown."""

    @property
    def known(self) -> bool:
        """Whether the text names the speaker at all."""
        return not self.key.startswith("unnamed:")


class SpeakerNames:
    """The speakers of some reports: gives each spelling its speaker."""

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        """Work out which spellings name one speaker.

        A short form is one with its name only where a text or the table of names says so, and a
        bare surname only where no second person among these speakers bears it.

        Parameters
        ----------
        spellings
            Every naming of a speaker, with the ISO 639-1 code of its text.
        """
        counted = Counter((spelling, lang) for spelling, lang in spellings if spelling.strip())
        keys = {pair: key_of(*pair) for pair in counted}
        self._same = _short_forms(counted, keys) | _surnames(keys)
        shown: dict[str, list[tuple[int, int, str]]] = {}
        for pair, times in counted.items():
            name = name_of(*pair)
            shown.setdefault(self._one(keys[pair]), []).append((-times, -len(name), name))
        self._names = {one: min(names)[2] for one, names in shown.items()}
        for lang in {lang for _, lang in counted}:
            for name in words("speakers", lang=lang)["organisations"]:
                self._names[f"org:{fold(name)}"] = name
            for code, row in words("sides", lang=lang)["countries"].items():
                self._names[f"side:{code}"] = str(row["names"][0])

    def of(self, spelling: str, *, lang: str = "en") -> Speaker:
        """Give the speaker that a spelling names.

        Parameters
        ----------
        spelling
            The name as written.
        lang
            ISO 639-1 code of the text.
        """
        one = self._one(key_of(spelling, lang))
        return Speaker(one, self._names.get(one) or name_of(spelling, lang))

    def under(self, key: str) -> Speaker | None:
        """Give the speaker of a key; None where no spelling has it.

        Parameters
        ----------
        key
            The key, as `Speaker.key` has it.
        """
        name = self._names.get(key)
        return None if name is None else Speaker(key, name)

    def _one(self, name_key: str) -> str:
        return self._same.get(name_key, name_key)


def _short_forms(
    counted: Mapping[tuple[str, str], int], keys: Mapping[tuple[str, str], str]
) -> dict[str, str]:
    """Short forms that a text sets in brackets behind the name: "Sample Research Group (SRG)"."""
    found: dict[str, set[str]] = {}
    for pair in counted:
        bracket = _BRACKETED.search(pair[0])
        if bracket is not None:
            found.setdefault(key_of(bracket[1], pair[1]), set()).add(keys[pair])
    return {short: min(names) for short, names in found.items() if len(names) == 1}


def _surnames(keys: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Bare surnames of which one full name is among the speakers."""
    people = {
        key for (spelling, _), key in keys.items() if key.startswith("name:") and _capital(spelling)
    }
    full: dict[str, set[str]] = {}
    for one in people:
        parts = one.removeprefix("name:").split()
        if len(parts) > 1:
            full.setdefault(f"name:{parts[-1]}", set()).add(one)
    return {
        surname: min(names)
        for surname, names in full.items()
        if surname in people and len(names) == 1
    }


def _capital(spelling: str) -> bool:
    """Whether a spelling ends in a word that can be a surname: neither "expert" nor "OSCE"."""
    last = spelling.rsplit(maxsplit=1)[-1]
    return last[:1].isupper() and not last.isupper()
