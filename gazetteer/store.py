"""The gazetteer: the file that ships and the user's file beside it, asked as one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceAmbiguous, PlaceUnknown
from gazetteer.layer import Layer
from gazetteer.measure import inverse_many
from gazetteer.names import acronym_key, fold, plain
from gazetteer.place import Match, Place
from gazetteer.records import LineRow, SourceInfo
from gazetteer.shipped import shipped_path
from gazetteer.spelling import ROMANISED_COUNTRIES

__all__ = ["Gazetteer", "LineRow", "Neighbour", "SourceInfo"]

NOISE_FIT: Final = 0.95
"""Factor on the fit where two spellings differ by romanisation noise alone."""
FOREIGN_NOISE_FIT: Final = 0.6
"""The same for countries whose names are not romanised, where y and i do tell names apart."""
_METRES_A_DEGREE: Final = 110_500.0  # the shortest degree of latitude on WGS 84 is 110,574 m
_COORDINATES: Final = re.compile(
    r"\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*"
)
_TYPE_WORDS: Final = re.compile(
    r"\b(oblast|region|raion|district|province|governorate|krai|republic)\b", re.IGNORECASE
)
_FAR_BIGGER: Final = 10


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A place near a point."""

    place: Place
    """The gazetteer row."""
    distance_m: float
    """Geodesic distance from the point to the place's centre, metres."""
    bearing_deg: float
    """Direction from the point to the place, degrees clockwise from north."""


class Gazetteer:
    """Places by name, by id and by position; open one with `Gazetteer.open` and close it.

    The layers are asked in order: a row of an earlier one replaces a later one's of the same id.
    """

    def __init__(self, layers: Iterable[Layer]) -> None:
        self._layers = tuple(layers)

    @classmethod
    def open(cls, *, user: Path | None = None, shipped: Path | None = None) -> Self:
        """Open the shipped gazetteer, with a user's file before it.

        Parameters
        ----------
        user
            A file of the user's own rows, written by `gazetteer.writer.write`.
        shipped
            Another file in place of the one that ships.

        Raises
        ------
        GazetteerUnreadable
            If a file is missing, damaged, no gazetteer or of a newer format.
        """
        layers: list[Layer] = []
        try:
            if user is not None:
                layers.append(Layer(user))
            layers.append(Layer(shipped or shipped_path(), immutable=shipped is None))
        except BaseException:
            for layer in layers:
                layer.close()
            raise
        return cls(layers)

    def close(self) -> None:
        """Close the files; closing twice does no harm."""
        for layer in self._layers:
            layer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def get(self, place_id: str) -> Place:
        """Read the place with an id.

        Parameters
        ----------
        place_id
            An identifier such as `theatre:berdin`.

        Raises
        ------
        PlaceUnknown
            If no row has this id; its `nearest` lists names like it.
        """
        found = self._get(place_id)
        if found is None:
            bare = place_id.partition(":")[2].replace("-", " ") or place_id
            raise PlaceUnknown(place_id, self._close_names(bare))
        return found

    def _get(self, place_id: str) -> Place | None:
        for layer in self._layers:
            n = layer.number(place_id)
            if n is not None:
                return layer.place(n)
        return None

    def _shown(self, depth: int, n: int) -> Place | None:
        """Read a row of the layer at `depth`, unless an earlier layer replaces it."""
        place = self._layers[depth].place(n)
        hidden = any(layer.number(place.id) is not None for layer in self._layers[:depth])
        return None if hidden else place

    def find(
        self,
        name: str,
        *,
        kind: str | None = None,
        country: str | None = None,
        admin1: str | None = None,
    ) -> tuple[Match, ...]:
        """Look a name up, in any spelling or script.

        Parameters
        ----------
        name
            The name alone, in any usual spelling.
        kind
            Keep places of this kind alone: settlement, region, country, water, road, other.
        country
            Keep places of this country alone, ISO 3166-1 alpha-2.
        admin1
            Keep places of this first-level region alone: "Kursk Oblast" or "Kursk".

        Returns
        -------
        tuple of Match
            Best fit first; among equals the user's rows, countries and bigger places first.
            () where nothing has the name.
        """
        matches = self.match_key(acronym_key(name) or fold(name), spelling=name)
        if not matches and acronym_key(name):
            matches = self.match_key(fold(name), spelling=name)
        wanted = None if admin1 is None else _bare_region(admin1)
        return tuple(
            match
            for match in matches
            if (kind is None or match.place.kind == kind)
            and (country is None or match.place.country == country.upper())
            and (wanted is None or _bare_region(match.place.admin1 or "") == wanted)
        )

    def match_key(self, key: str, *, spelling: str) -> tuple[Match, ...]:
        """Look a folded key up; `spelling` is the text that it was folded from.

        Parameters
        ----------
        key
            What `gazetteer.names.fold` or `acronym_key` makes of a name.
        spelling
            The name as written, which tells an equal spelling from a similar one.

        Returns
        -------
        tuple of Match
            As `find` returns them.
        """
        written = plain(spelling)
        best: dict[str, tuple[int, Match]] = {}
        for depth, layer in enumerate(self._layers):
            for n, text, listed_fit in layer.names(key):
                place = self._shown(depth, n)
                if place is None:
                    continue
                fit = round(listed_fit * _likeness(plain(text), written, place.country), 4)
                if place.id not in best or best[place.id][1].fit < fit:
                    best[place.id] = (depth, Match(place, fit, text))
        return tuple(match for _, match in sorted(best.values(), key=_rank))

    def keys_of_first(self, token: str) -> frozenset[str]:
        """List the keys of all names whose first word is a folded token, for the matcher.

        Parameters
        ----------
        token
            One word as `gazetteer.names.fold_token` folds it.

        Returns
        -------
        frozenset of str
            Whole keys, the word's own among them where it is a name; empty if there is none.
        """
        return frozenset(key for layer in self._layers for key in layer.keys_of_first(token))

    def fuzzy(self, name: str, *, limit: int = 10) -> tuple[Match, ...]:
        """Look a misspelt name up: every key one edit away, and likely ones two or three away.

        Parameters
        ----------
        name
            The name as written.
        limit
            Most places to return, 1 or more.

        Returns
        -------
        tuple of Match
            Most similar first; fit is the Damerau-Levenshtein similarity of the keys, 0..1,
            times the fit of the spelling.
        """
        from rapidfuzz.distance import DamerauLevenshtein

        key = fold(name)
        spread = 1 if len(key) < 8 else 2
        near = {k for layer in self._layers for k in layer.keys_near(key, spread=spread)} | {key}
        edits = 1 if len(key) < 5 else 2 if len(key) < 10 else 3
        scored = [
            (1 - distance / max(len(key), len(other)), other)
            for other in near
            if (distance := DamerauLevenshtein.distance(key, other, score_cutoff=edits)) <= edits
        ]
        found: dict[str, Match] = {}
        for similarity, other in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[: limit * 2]:
            for match in self.match_key(other, spelling=name if other == key else other):
                fit = round(similarity * match.fit, 4)
                if match.place.id not in found or found[match.place.id].fit < fit:
                    found[match.place.id] = Match(match.place, fit, match.spelling)
        ranked = sorted(found.values(), key=lambda match: _rank((0, match)))
        return tuple(ranked[:limit])

    def _close_names(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(match.place.label() for match in self.fuzzy(name, limit=5)))

    def near(
        self,
        lon: float,
        lat: float,
        *,
        radius_m: float,
        kind: str | None = None,
        limit: int | None = None,
    ) -> tuple[Neighbour, ...]:
        """List the places around a point.

        Parameters
        ----------
        lon, lat
            The point, degrees, WGS 84.
        radius_m
            Farthest distance of a centre, metres.
        kind
            Keep places of this kind alone.
        limit
            Most places to return; None for all.

        Returns
        -------
        tuple of Neighbour
            Nearest first.
        """
        places = [
            place
            for box in _boxes(lon, lat, radius_m)
            for place in self._in_box(*box)
            if kind is None or place.kind == kind
        ]
        if not places:
            return ()
        distances, bearings = inverse_many(
            lon, lat, [place.lon for place in places], [place.lat for place in places]
        )
        neighbours = [
            Neighbour(place, float(distance_m), float(bearing_deg))
            for place, distance_m, bearing_deg in zip(places, distances, bearings, strict=True)
            if distance_m <= radius_m
        ]
        neighbours.sort(key=lambda neighbour: (neighbour.distance_m, neighbour.place.id))
        return tuple(neighbours[:limit])

    def _in_box(self, west: float, south: float, east: float, north: float) -> list[Place]:
        return [
            place
            for depth, layer in enumerate(self._layers)
            for n in layer.in_box(west, south, east, north)
            if (place := self._shown(depth, n)) is not None
        ]

    def within(self, area: Polygon | MultiPolygon, *, kind: str | None = None) -> tuple[Place, ...]:
        """List the places whose centre lies in an area, its edge included.

        Parameters
        ----------
        area
            Polygon of longitudes and latitudes in degrees, WGS 84.
        kind
            Keep places of this kind alone.

        Returns
        -------
        tuple of Place
            In the order of their ids.
        """
        if area.is_empty:
            return ()
        places = [p for p in self._in_box(*area.bounds) if kind is None or p.kind == kind]
        shapely.prepare(area)
        inside = shapely.intersects_xy(area, [p.lon for p in places], [p.lat for p in places])
        kept = [place for place, keep in zip(places, inside, strict=True) if keep]
        return tuple(sorted(kept, key=lambda place: place.id))

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Read the outline of a region or country, or the course of a named line.

        Parameters
        ----------
        place_id
            Id of a place or of a line.

        Returns
        -------
        geometry or None
            Longitude and latitude in degrees, WGS 84; None where no outline is known.
        """
        for layer in self._layers:
            wkb = layer.shape(place_id)
            if wkb is not None:
                return shapely.from_wkb(wkb)
            if layer.number(place_id) is not None:
                return None
        return None

    def outline_precision_m(self, place_id: str) -> float | None:
        """Read how far the outline of a region or country may lie from the true one.

        Parameters
        ----------
        place_id
            Id of the place.

        Returns
        -------
        float or None
            Metres, 95 %; None where `geometry` has no outline.
        """
        for layer in self._layers:
            if layer.number(place_id) is not None:
                return layer.outline_precision_m(place_id)
        return None

    def locate(self, query: str) -> Place:
        """Find the one place that a person means by a short query.

        Parameters
        ----------
        query
            "Berdin", "Kursk, RU", "Mikhaylovka, Kursk Oblast", a place's id, or "51.2, 35.4":
            latitude first, as people write coordinates.

        Returns
        -------
        Place
            The place; for coordinates one made up for the point, with a precision of 0.

        Raises
        ------
        PlaceUnknown
            If nothing has the name; its `nearest` lists names like it.
        PlaceAmbiguous
            If several places have it and none is far bigger than the others.
        """
        pinned = _place_of_coordinates(query) or self._get(query.strip())
        if pinned is not None:
            return pinned
        name, *qualifiers = (part.strip() for part in query.split(","))
        matches = list(self.find(name))
        for qualifier in filter(None, qualifiers):
            matches = [m for m in matches if self._lies_in(m.place, qualifier)]
        if not matches:
            raise PlaceUnknown(query, self._close_names(name))
        first = [match for match in matches if match.fit >= matches[0].fit - 1e-9]
        biggest = matches[0].place
        rival = max((m.place.population or 0 for m in first[1:]), default=0)
        if len(first) > 1 and (biggest.population or 0) <= _FAR_BIGGER * rival:
            raise PlaceAmbiguous(query, [match.place for match in first])
        if len(first) > 1 and not biggest.population:
            raise PlaceAmbiguous(query, [match.place for match in first])
        return biggest

    def _lies_in(self, place: Place, qualifier: str) -> bool:
        wanted = _bare_region(qualifier)
        if qualifier.upper() == place.country or wanted in map(
            _bare_region, filter(None, (place.admin1, place.admin2))
        ):
            return True
        return any(
            (match.place.kind == "country" and match.place.country == place.country)
            or (match.place.kind == "region" and match.place.name == place.admin1)
            for match in self.find(qualifier)
        )

    def line_row(self, line_id: str) -> LineRow:
        """Read what is known of a named line; `geometry` gives its course.

        Parameters
        ----------
        line_id
            Identifier of the line: `border:RU-UA`.

        Raises
        ------
        PlaceUnknown
            If no line has this id; its `nearest` lists those there are.
        """
        rows = {row.id: row for row in self.line_rows()}
        if line_id not in rows:
            raise PlaceUnknown(line_id, tuple(rows))
        return rows[line_id]

    def line_rows(self) -> tuple[LineRow, ...]:
        """List the named lines, in the order of their ids."""
        rows = {row.id: row for layer in reversed(self._layers) for row in layer.lines()}
        return tuple(rows[line_id] for line_id in sorted(rows))

    def sources(self) -> tuple[SourceInfo, ...]:
        """List what the open files were built from, the user's file first."""
        return tuple(source for layer in self._layers for source in layer.sources())

    def content_hash(self) -> str:
        """Name the state of the data: the content hashes of the open files, joined by "+"."""
        return "+".join(layer.meta().get("content_hash", "") for layer in self._layers)


def _rank(ranked: tuple[int, Match]) -> tuple[float, int, bool, int, bool, str]:
    depth, match = ranked
    place = match.place
    return (
        -match.fit,
        depth,
        place.kind != "country",
        -(place.population or 0),
        not place.id.startswith("theatre:"),
        place.id,
    )


def _likeness(listed: str, written: str, country: str | None) -> float:
    if listed == written:
        return 1.0
    return NOISE_FIT if country in ROMANISED_COUNTRIES else FOREIGN_NOISE_FIT


def _bare_region(name: str) -> str:
    return fold(_TYPE_WORDS.sub(" ", name))


def _boxes(lon: float, lat: float, radius_m: float) -> list[tuple[float, float, float, float]]:
    """Bound a circle by one box of degrees, or two where it crosses the antimeridian."""
    reach = radius_m / _METRES_A_DEGREE
    south, north = max(lat - reach, -90.0), min(lat + reach, 90.0)
    shrink = math.cos(math.radians(min(max(abs(south), abs(north)), 90.0)))
    width = reach / shrink if shrink > 1e-6 else 360.0
    if width >= 180.0:
        return [(-180.0, south, 180.0, north)]
    west, east = lon - width, lon + width
    if west < -180.0:
        return [(-180.0, south, east, north), (west + 360.0, south, 180.0, north)]
    if east > 180.0:
        return [(west, south, 180.0, north), (-180.0, south, east - 360.0, north)]
    return [(west, south, east, north)]


def _place_of_coordinates(query: str) -> Place | None:
    match = _COORDINATES.fullmatch(query)
    if match is None:
        return None
    lat, lon = (float(part) for part in match.groups())
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return Place(
        id=f"point:{lat:g},{lon:g}",
        name=f"{lat:g}, {lon:g}",
        kind="other",
        lon=lon,
        lat=lat,
        precision_m=0.0,
        source="coordinates as given",
    )
