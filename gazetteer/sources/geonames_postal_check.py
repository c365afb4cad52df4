"""Which rows of a postal-code file stand where they say: a look over the whole file at once.

A row is believed that GeoNames matched to a place, that lies in its own region, and among rows of
its own district. All else is another place of that name, or a point that stands in for one. No
outlines of districts are needed, which nobody gives away freely: a row's neighbours are asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gazetteer.measure import inverse
from gazetteer.place import Place
from gazetteer.sources.geonames_postal_columns import Area, Columns
from gazetteer.sources.geonames_postal_district import LEAST_DISTRICT, LEAST_OWN, Crowd
from gazetteer.sources.geonames_postal_rows import slug

MATCHED: Final = 4
"""Accuracy from which on a point is that of a place and no average; below 3 it is an average."""
POINT_M: Final = 1000.0
"""How far a point may lie outside its region on account of its own error."""
SAME_M: Final = 2500.0
"""Rows of one name within this distance are one settlement."""
_SAME_DEG: Final = 0.023
"""Degrees of latitude that `SAME_M` is at most."""
APART_M: Final = 5000.0
"""Farther than this from the known place of its name and district, a row is wrong."""
_ROUNDS: Final = 2

Ints = NDArray[Any]


class Verdict(IntEnum):
    """What becomes of a row."""

    KEPT = 0
    """It becomes a place."""
    UNREAD = 1
    """It is broken, or a post office."""
    ESTIMATED = 2
    """Its point is an average of other rows' points."""
    OF_AREA = 3
    """Its point is that of an area."""
    OUTSIDE = 4
    """It lies outside its own region."""
    SHARED = 5
    """Rows of other names have the very same point."""
    STRAY = 6
    """The rows around it are of other districts."""
    NAMESAKE = 7
    """The place of its name in its district is known, and lies elsewhere."""
    FURTHER = 8
    """It is a further code of a settlement that another row gives."""


@dataclass(frozen=True, slots=True)
class Detail:
    """The figures that a reason names."""

    away_m: float
    """How far the row lies from where it should, metres."""
    usual_m: float = 0.0
    """How far from there three in four rows lie at most, metres."""
    count: int = 0
    """Number of rows that are asked, or that have the same point."""
    other: str = ""
    """District or place that it lies in or should lie at."""


RegionAt = Callable[[str, float, float], Area | None]
"""Gives the region of a country that holds a point (longitude, latitude), where one is known to."""
KnownPlaces = Callable[[str, Area], Sequence[Place]]
"""Gives the settlements of a name in a region that another source knows."""


class Judgement:
    """What becomes of every row, and the figures that say why.

    Parameters
    ----------
    columns
        The rows.
    areas
        What is known of the regions in `columns.areas`, in their order.
    region_at
        Tells the region of a point.
    known
        Settlements that another source knows.
    """

    def __init__(
        self,
        columns: Columns,
        areas: Sequence[Area],
        *,
        region_at: RegionAt,
        known: KnownPlaces,
    ) -> None:
        self.areas = list(areas)
        self.details: dict[int, Detail] = {}
        """By row what its reason says."""
        self.suffixes: dict[int, int] = {}
        """By row which of several settlements of one name and code it is, from 2 on."""
        self._columns = columns
        self._region_at = region_at
        self._known = known
        self._lon = np.asarray(columns.lon, dtype=np.float64)
        self._lat = np.asarray(columns.lat, dtype=np.float64)
        self._area = np.array(columns.area, dtype=np.int32)
        self._district = np.asarray(columns.district, dtype=np.int32)
        self._name = np.asarray(columns.name, dtype=np.int32)
        accuracy = np.asarray(columns.accuracy, dtype=np.int8)
        self.vouched = np.zeros(len(accuracy), dtype=np.bool_)
        """By row whether its neighbours were asked, and stand by it."""
        self._own = np.zeros(len(accuracy), dtype=np.int8)
        self._beside = np.zeros(len(accuracy), dtype=np.bool_)
        self.verdicts = np.zeros(len(accuracy), dtype=np.uint8)
        """A `Verdict` by row."""
        self.verdicts[(accuracy > 0) & (accuracy < MATCHED)] = Verdict.ESTIMATED
        self.verdicts[accuracy == MATCHED - 1] = Verdict.OF_AREA
        self.verdicts[self._name < 0] = Verdict.UNREAD
        for number, rows in _groups(self._area).items():
            self._move_districts(number, self._outside(self.areas[number], rows))
        by_area = _groups(self._area)
        for number, rows in by_area.items():
            self._judge_outside(self.areas[number], rows)
        self._judge_shared()
        for number, rows in by_area.items():
            self._judge_neighbours(rows)
            self._judge_namesakes(self.areas[number], rows)
        self._merge()

    def area_of(self, row: int) -> Area:
        """Give the region of a row that was read; rows count from 0.

        Parameters
        ----------
        row
            Number of the row.
        """
        return self.areas[int(self._area[row])]

    def _kept(self, rows: Ints) -> Ints:
        kept: Ints = rows[self.verdicts[rows] == Verdict.KEPT]
        return kept

    def _outside(self, area: Area, rows: Ints) -> Ints:
        """Choose the rows that the drawn outline of their region does not hold."""
        kept = self._kept(rows)
        if area.outline is None or not len(kept):
            return kept if not area.place_id else kept[:0]
        shapely.prepare(area.outline)
        return kept[~shapely.intersects_xy(area.outline, self._lon[kept], self._lat[kept])]

    def _move_districts(self, number: int, out: Ints) -> None:
        """Give whole districts to the region that holds them, where the file names an older one.

        Tyumen Oblast stands there for Khanty-Mansi, Chita Oblast for Zabaykalsky Krai. Rows of no
        district follow where a district of theirs has gone.
        """
        country = self.areas[number].country
        sizes = Counter(self._district[self._kept(np.flatnonzero(self._area == number))].tolist())
        held: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        found: dict[str, Area] = {}
        for row in out.tolist():
            area = self._region_at(country, *self._point(row))
            if area is not None:
                found[area.place_id] = area
                held[int(self._district[row])][area.place_id].append(row)
        gone: dict[str, int] = {}
        for district, by_region in held.items():
            region, rows = max(by_region.items(), key=lambda item: (len(item[1]), item[0]))
            if district >= 0 and len(rows) >= max(LEAST_DISTRICT, sizes[district] / 2):
                gone.setdefault(region, self._index_of(found[region]))
                members = (self._district == district) & (self._area == number)
                self._area[members] = gone[region]
        for region, index in gone.items():
            self._area[held[-1][region]] = index

    def _index_of(self, area: Area) -> int:
        for index, other in enumerate(self.areas):
            if other.place_id == area.place_id:
                return index
        self.areas.append(area)
        return len(self.areas) - 1

    def _judge_outside(self, area: Area, rows: Ints) -> None:
        """Reject what lies outside its region by more than outline and point may be off."""
        if area.outline is None:
            return
        for row in self._outside(area, rows).tolist():
            here = self._point(row)
            edge = shapely.get_coordinates(shapely.shortest_line(area.outline, shapely.Point(here)))
            away_m = inverse((float(edge[0][0]), float(edge[0][1])), here).distance_m
            if away_m > area.slack_m + POINT_M:
                self.verdicts[row] = Verdict.OUTSIDE
                self.details[row] = Detail(away_m)
            self._beside[row] = True

    def _judge_shared(self) -> None:
        """Reject points that rows of several names share, but for the one that is known there."""
        kept = self._kept(np.arange(len(self.verdicts)))
        for rows in _alike(kept, self._lon, self._lat):
            names = len(np.unique(self._name[rows]))
            for row in rows.tolist() if names > 1 else ():
                if self._nearest_known(row)[0] > SAME_M:
                    self.verdicts[row] = Verdict.SHARED
                    self.details[row] = Detail(0.0, count=names - 1)

    def _nearest_known(self, row: int) -> tuple[float, Place | None]:
        """Find the known place of a row's name in its region, and how far it lies, metres."""
        places = self._known(self._columns.names[self._name[row]], self.areas[self._area[row]])
        here = self._point(row)
        away = ((inverse(here, place.lonlat).distance_m, place.id, place) for place in places)
        found = min(away, default=None)
        return (np.inf, None) if found is None else (found[0], found[2])

    def _judge_neighbours(self, rows: Ints) -> None:
        """Reject rows among whose neighbours hardly any is of their own district."""
        for _ in range(_ROUNDS):
            kept = self._kept(rows)
            crowd = self._crowd(kept)
            if crowd is None:
                return
            placed = kept[np.isin(self._district[kept], crowd.speaking)]
            lon, lat, district = self._lon[placed], self._lat[placed], self._district[placed]
            own, most = crowd.ask(lon, lat, district, itself=True)
            self.vouched[placed] = own >= LEAST_OWN
            self._own[placed] = own
            strays = np.flatnonzero(own < LEAST_OWN)
            for i in strays.tolist():
                away_m, usual_m = crowd.off_middle_m(lon[i], lat[i], int(district[i]))
                row, other = int(placed[i]), self._columns.districts[most[i]]
                self.verdicts[row] = Verdict.STRAY
                self.details[row] = Detail(away_m, usual_m, int(own[i]), other)
            if not len(strays):
                return

    def _crowd(self, kept: Ints) -> Crowd | None:
        return Crowd.that_can_tell(self._lon[kept], self._lat[kept], self._district[kept])

    def _judge_namesakes(self, area: Area, rows: Ints) -> None:
        """Reject rows whose name another source knows elsewhere in their district."""
        kept = self._kept(rows)
        crowd = self._crowd(kept)
        if crowd is None:
            return
        named: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row in kept.tolist():
            if self._district[row] in crowd.speaking:
                named[int(self._district[row]), int(self._name[row])].append(row)
        for (district, name), same in named.items():
            places = self._known(self._columns.names[name], area)
            if not places:
                continue
            lon = np.array([place.lon for place in places])
            lat = np.array([place.lat for place in places])
            _, most = crowd.ask(lon, lat, np.full(len(places), district))
            there = [place for place, n in zip(places, most, strict=True) if n == district]
            self._judge_against(same, there)

    def _judge_against(self, rows: list[int], places: list[Place]) -> None:
        """Reject rows of one name and district far from the known place that none stands at."""
        off: dict[int, tuple[float, str]] = {}
        for row in rows:
            here = self._point(row)
            for place in places:
                away_m = inverse(here, place.lonlat).distance_m
                if away_m <= max(APART_M, place.radius_m or 0.0):
                    return
                off[row] = min(off.get(row, (away_m, place.id)), (away_m, place.id))
        for row, (away_m, place_id) in off.items():
            self.verdicts[row] = Verdict.NAMESAKE
            self.details[row] = Detail(away_m, other=place_id)

    def _merge(self) -> None:
        """Make one place of the rows of one settlement, and tell apart those of one code.

        Where rows of two regions or districts claim one point, the one wins that lies in its own
        region and has most neighbours of its own district.
        """
        every = np.arange(len(self.verdicts))
        for rows in _alike(self._kept(every), self._name):
            settled: list[tuple[str, tuple[float, float]]] = []
            ranked = sorted(rows.tolist(), key=lambda row: (self._beside[row], -self._own[row]))
            for row in ranked:
                country, here = self.area_of(row).country, self._point(row)
                if any(country == other and _same(here, there) for other, there in settled):
                    self.verdicts[row] = Verdict.FURTHER
                else:
                    settled.append((country, here))
        for rows in _alike(self._kept(every), np.asarray(self._columns.code)):
            used: Counter[str] = Counter()
            for row in rows.tolist():
                name = self._columns.names[self._name[row]]
                part = slug(name, self.area_of(row).country)
                used[part] += 1
                if used[part] > 1:
                    self.suffixes[row] = used[part]

    def _point(self, row: int) -> tuple[float, float]:
        return float(self._lon[row]), float(self._lat[row])


def _same(a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Whether two points are near enough for one settlement."""
    return abs(a[1] - b[1]) <= _SAME_DEG and inverse(a, b).distance_m <= SAME_M


def _groups(numbers: Ints) -> dict[int, Ints]:
    """List the rows of every number from 0 on, in order."""
    order = np.argsort(numbers, kind="stable")
    edges = np.flatnonzero(np.diff(numbers[order])) + 1
    return {int(numbers[part[0]]): part for part in np.split(order, edges) if numbers[part[0]] >= 0}


def _alike(rows: Ints, *columns: Ints) -> Iterator[Ints]:
    """Gather the rows that share their values in some columns with another row, in order."""
    order = rows[np.lexsort([column[rows] for column in reversed(columns)])]
    differs = np.zeros(max(len(order) - 1, 0), dtype=np.bool_)
    for column in columns:
        differs |= column[order[1:]] != column[order[:-1]]
    groups = np.split(order, np.flatnonzero(differs) + 1)
    yield from (group for group in groups if len(group) > 1)
