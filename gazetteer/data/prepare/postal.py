"""Villages of the front's regions that GeoNames' postal-code files alone have, after a check."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from rapidfuzz.distance import DamerauLevenshtein

from gazetteer.data.build import PLACE_FILES, build
from gazetteer.data.prepare.cities import Known
from gazetteer.data.prepare.table import Row
from gazetteer.measure import inverse
from gazetteer.names import fold, plain
from gazetteer.place import Place
from gazetteer.sources.geonames_postal import GeoNamesPostal
from gazetteer.sources.geonames_postal_check import APART_M
from gazetteer.store import Gazetteer

POSTAL_PLACES: Final = "postal_places.csv"
POSTAL_FILES: Final = ("RU.zip", "UA.zip")
REGIONS: Final = frozenset(
    f"{name} Oblast"
    for name in (
        "Kursk", "Belgorod", "Bryansk", "Sumy", "Kharkiv", "Chernihiv", "Donetsk", "Luhansk",
        "Zaporizhzhia", "Kherson",
    )
)  # fmt: skip
LICENCE: Final = "CC-BY-4.0"
_SAME_POINT_M: Final = 500.0
_NEAR_M: Final = 2500.0
_NEAR_DEG: Final = 0.05
_ALIKE_LETTERS: Final = 6


def postal_rows(
    sources: Path, data: Path, known: Sequence[Row], *, words: frozenset[str]
) -> list[Row]:
    """Make the rows of villages that are checked, and that no other table holds.

    Parameters
    ----------
    sources
        Folder with the postal files.
    data
        Folder with the tables of regions and other places, and the outlines, as just made.
    known
        Rows of all other settlements.
    words
        Common words and given names, in lower case; a village called like one is left out.

    Returns
    -------
    list of dict
        Rows as the other tables have them.
    """
    left_out: Counter[str] = Counter()
    rows = []
    ours, around = Known(known), Around(known)
    with tempfile.TemporaryDirectory() as folder:
        shipped = Path(folder) / "shipped.sqlite"
        build(shipped, data=data, files=[name for name in PLACE_FILES if name != POSTAL_PLACES])
        with Gazetteer.open(shipped=shipped) as gazetteer:
            for place in checked(sources, gazetteer):
                row = _row(place)
                if ours.same(row, near_m=APART_M) is not None:
                    left_out["known"] += 1
                elif plain(place.name) in words:
                    left_out["called by a common word"] += 1
                elif around.doubtful(place):
                    left_out["at the point of a place of another name, or its name misspelt"] += 1
                else:
                    rows.append(row)
    print(f"{len(rows)} villages of postal files; left out: {dict(left_out)}")
    return rows


def checked(sources: Path, gazetteer: Gazetteer) -> Iterator[Place]:
    """Read the places of the regions that pass the check, and for which their district speaks.

    Parameters
    ----------
    sources
        Folder with the postal files.
    gazetteer
        Regions and known places.
    """
    for name in POSTAL_FILES:
        found = GeoNamesPostal([sources / name], gazetteer=gazetteer).vouched()
        yield from (place for place in found if place.admin1 in REGIONS)


class Around:
    """Other settlements by position.

    Parameters
    ----------
    rows
        Their rows.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = [row for row in rows if row["country"] in ("RU", "UA")]
        self._tree = shapely.STRtree(
            shapely.points([(float(row["lon"]), float(row["lat"])) for row in self._rows])
        )

    def doubtful(self, place: Place) -> bool:
        """Tell whether a place is likely another one under a former name, or one misspelt.

        Parameters
        ----------
        place
            A place that no table has under its name.
        """
        near = self._tree.query(shapely.Point(place.lonlat).buffer(_NEAR_DEG))
        for row in (self._rows[int(i)] for i in np.sort(near)):
            away_m = inverse(place.lonlat, (float(row["lon"]), float(row["lat"]))).distance_m
            if away_m <= _SAME_POINT_M:
                return True
            if away_m <= _NEAR_M and _misspelt(fold(place.name), fold(str(row["name"]))):
                return True
        return False


def _misspelt(name: str, other: str) -> bool:
    return len(name) >= _ALIKE_LETTERS and DamerauLevenshtein.distance(name, other) <= 1


def _row(place: Place) -> Row:
    return {
        "id": place.id,
        "name": place.name,
        "names": "|".join(place.names),
        "kind": place.kind,
        "feature": place.feature,
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2 or "",
        "lon": place.lon,
        "lat": place.lat,
        "precision_m": place.precision_m,
        "population": "",
        "source": place.source,
        "licence": LICENCE,
    }
