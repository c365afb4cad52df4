"""Display names of Ukraine's places: as Ukraine itself writes them in Latin letters.

GeoNames lists most of them by the older system of BGN/PCGN (1965), some by the table of the Cabinet
of Ministers (2010, No. 55). The two differ in a few letters, which can be told apart without the
Cyrillic name: я, ю, є, ї and й inside a word, -ий at its end, and marks for the soft sign.
"""

from __future__ import annotations

import re
from typing import Final

from gazetteer.data.prepare.table import Row

_RUSSIAN: Final = re.compile(
    r"(?:oye|aya|iye|yye|ye|oy|ovo|evo|ino|ovka|evka)(?:\W|$)", re.IGNORECASE
)
_STEPS: Final = (
    (re.compile(r"['’]"), ""),
    (re.compile(r"(?<=[aeiou])yi"), "i"),
    (re.compile(r"(?<=[a-z])y(?=[aeu])", re.IGNORECASE), "i"),
    (re.compile(r"(?<=[aeiou])y(?![aeiou])"), "i"),
    (re.compile(r"yy(?![a-z])"), "yi"),
)


def national(name: str) -> str:
    """Write a name of the older system as the table of 2010 writes it.

    Parameters
    ----------
    name
        A Ukrainian name in Latin letters.

    Returns
    -------
    str
        The same name where nothing differs, or where it is a Russian one.

    Examples
    --------
    >>> national("Hulyaypole"), national("Kostyantynopol's'ke"), national("Kozachyy Yar")
    ('Huliaipole', 'Kostiantynopolske', 'Kozachyi Yar')
    >>> national("Muromskoye")
    'Muromskoye'
    """
    if _RUSSIAN.search(name):
        return name
    for pattern, letters in _STEPS:
        name = pattern.sub(letters, name)
    return name


def display_name(row: Row) -> Row:
    """Give a place of Ukraine its display name; the former one stays among the others.

    Parameters
    ----------
    row
        A row of the places.
    """
    former = str(row["name"])
    name = national(former)
    if name == former:
        return row
    others = [text for text in str(row["names"]).split("|") if text not in ("", name)]
    return {**row, "name": name, "names": "|".join([former, *others])}
