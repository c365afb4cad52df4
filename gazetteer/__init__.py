"""Which places exist, what they are called, where they lie and where their names stand in a text.

Imports nothing of `geo` or `maps`. Start with `Gazetteer.open()`.

>>> from gazetteer import Gazetteer
>>> with Gazetteer.open() as gazetteer:
...     print(gazetteer.locate("Sudzha").label())
Sudzha, Sudzhansky, Kursk Oblast, RU
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gazetteer.errors import CoordinatesInvalid as CoordinatesInvalid
    from gazetteer.errors import GazetteerError as GazetteerError
    from gazetteer.errors import GazetteerUnreadable as GazetteerUnreadable
    from gazetteer.errors import PlaceAmbiguous as PlaceAmbiguous
    from gazetteer.errors import PlaceInvalid as PlaceInvalid
    from gazetteer.errors import PlaceUnknown as PlaceUnknown
    from gazetteer.errors import SourceUnreadable as SourceUnreadable
    from gazetteer.importing import import_source as import_source
    from gazetteer.matcher import Matcher as Matcher
    from gazetteer.matcher import Span as Span
    from gazetteer.names import fold as fold
    from gazetteer.neighbours import Neighbour as Neighbour
    from gazetteer.place import Match as Match
    from gazetteer.place import Place as Place
    from gazetteer.records import LineRow as LineRow
    from gazetteer.records import SourceInfo as SourceInfo
    from gazetteer.removing import remove_source as remove_source
    from gazetteer.store import Gazetteer as Gazetteer

__all__ = [
    "CoordinatesInvalid",
    "Gazetteer",
    "GazetteerError",
    "GazetteerUnreadable",
    "LineRow",
    "Match",
    "Matcher",
    "Neighbour",
    "Place",
    "PlaceAmbiguous",
    "PlaceInvalid",
    "PlaceUnknown",
    "SourceInfo",
    "SourceUnreadable",
    "Span",
    "fold",
    "import_source",
    "remove_source",
]

# Loaded on first use: the file that ships is built by this package with the standard library
# alone, and `frontmap --help` need not wait for shapely and pyproj.
_HOMES: Final = {
    "CoordinatesInvalid": "errors",
    "Gazetteer": "store",
    "GazetteerError": "errors",
    "GazetteerUnreadable": "errors",
    "LineRow": "records",
    "Match": "place",
    "Matcher": "matcher",
    "Neighbour": "neighbours",
    "Place": "place",
    "PlaceAmbiguous": "errors",
    "PlaceInvalid": "errors",
    "PlaceUnknown": "errors",
    "SourceInfo": "records",
    "SourceUnreadable": "errors",
    "Span": "matcher",
    "fold": "names",
    "import_source": "importing",
    "remove_source": "removing",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
