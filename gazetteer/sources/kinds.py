"""Kinds of places by the words that sources use for their types."""

from __future__ import annotations

from typing import Final, cast

from gazetteer.errors import shortened
from gazetteer.place import KINDS, Kind
from gazetteer.sources.naming import RecordBroken, cleaned

_WORDS: Final = {
    "settlement": "city town village hamlet selo posyolok khutor settlement locality suburb "
    "municipality populatedplace urbantypesettlement ruralsettlement isolateddwelling station "
    "stanitsa aul kishlak capital point ppl ppla ppla2 pplc pplx city-town село деревня город "
    "посёлок поселок хутор пгт смт місто селище",
    "region": "region oblast district raion rayon province governorate state county krai republic "
    "area adm1 adm2 область район",
    "country": "country pcli",
    "water": "water river stream lake reservoir canal bay sea stm lk rsv pond река озеро річка",
    "road": "road highway motorway street route railway rd дорога",
}
_KIND_OF: Final = {word: kind for kind, words in _WORDS.items() for word in words.split()}


def kind_of(kind: str, feature: str, *, usual: Kind) -> Kind:
    """Tell the kind of a place from what a source says.

    Parameters
    ----------
    kind
        The source's kind: one of the six of `gazetteer.place.KINDS`, or a word for a type.
    feature
        The source's finer type, which decides where `kind` is "".
    usual
        The kind where neither says anything.

    Raises
    ------
    RecordBroken
        If `kind` is no kind.
    """
    word = cleaned(kind).lower()
    if word in KINDS:
        return cast("Kind", word)
    if word:
        known = _KIND_OF.get(word.replace(" ", ""))
        if known is None:
            raise RecordBroken(f"its kind {shortened(kind)} is none of {', '.join(KINDS)}")
        return cast("Kind", known)
    return cast("Kind", _KIND_OF.get("".join(cleaned(feature).lower().split()), usual))
