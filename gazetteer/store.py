"""The gazetteer: the file that ships and the user's file beside it, asked as one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceUnknown
from gazetteer.layer import Layer
from gazetteer.layers import Layers
from gazetteer.names import acronym_key, fold, plain
from gazetteer.neighbours import Neighbour, boxes_around, neighbours_of
from gazetteer.place import Match, Place
from gazetteer.query import close_names, place_meant
from gazetteer.ranking import kept, likeness, overshadowed, rank
from gazetteer.records import LineRow, SourceInfo
from gazetteer.shipped import shipped_path
from gazetteer.similarity import ranked_keys

__all__ = ["Gazetteer", "LineRow", "Neighbour", "SourceInfo"]


class Gazetteer:
    """Places by name, by id and by position; open one with `Gazetteer.open` and close it.

    The layers are asked in order: a row of an earlier one replaces a later one's of the same id.
    Every method that reads raises `GazetteerUnreadable` where a file is damaged.
    """

    def __init__(self, layers: Iterable[Layer]) -> None:
        self._layers = Layers(layers)

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

    def behind(self, layer: Layer) -> Self:
        """Give this gazetteer with one more layer before its own, which it shares.

        Parameters
        ----------
        layer
            An open layer; whoever opened it closes it.
        """
        return type(self)([layer, *self._layers])

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
        found = self.row(place_id)
        if found is None:
            bare = place_id.partition(":")[2].replace("-", " ") or place_id
            raise PlaceUnknown(place_id, close_names(self, bare))
        return found

    def row(self, place_id: str) -> Place | None:
        """Read the place with an id, or None where no row has it.

        Parameters
        ----------
        place_id
            An identifier such as `theatre:berdin`, or any other text; of a place that several
            sources hold, any of its ids.
        """
        return self._layers.row(place_id)

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
        acronym = acronym_key(name)
        matches = self.match_key(acronym or fold(name), spelling=name)
        if not matches and acronym:
            matches = self.match_key(fold(name), spelling=name)
        return kept(matches, kind=kind, country=country, admin1=admin1)

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
        best: dict[str, Match] = {}
        depths: dict[str, int] = {}
        listed: dict[str, float] = {}
        for depth, place, text, listed_fit in self._layers.named(key):
            fit = round(listed_fit * likeness(plain(text), written, place.country), 4)
            if place.id not in best or best[place.id].fit < fit:
                best[place.id] = Match(place, fit, text)
                depths[place.id], listed[place.id] = depth, listed_fit
        matches = overshadowed(list(best.values()), listed=listed)
        return tuple(sorted(matches, key=lambda match: rank(match, depth=depths[match.place.id])))

    def steps(self, key: str) -> tuple[bool, bool]:
        """Tell how far a walk over the words of a text may go, for the matcher.

        Parameters
        ----------
        key
            Words as `gazetteer.names.fold_token` folds them, joined by spaces.

        Returns
        -------
        tuple of bool
            Whether the key is a name's, and whether longer names begin with its words.
        """
        found = [layer.steps(key) for layer in self._layers]
        return any(name for name, _ in found), any(longer for _, longer in found)

    def fuzzy(
        self,
        name: str,
        *,
        kind: str | None = None,
        country: str | None = None,
        admin1: str | None = None,
        limit: int = 10,
    ) -> tuple[Match, ...]:
        """Look a misspelt name up: every key one edit away, and likely ones two or three away.

        Parameters
        ----------
        name
            The name as written.
        kind, country, admin1
            As for `find`.
        limit
            Most places to return, 1 or more.

        Returns
        -------
        tuple of Match
            Most similar first; fit is the Damerau-Levenshtein similarity of the keys, 0..1,
            times the fit of the spelling.
        """
        key = fold(name)
        if not key:
            return ()
        found: dict[str, Match] = {}
        for similarity, other in self._keys_like(key):
            matches = self.match_key(other, spelling=name if other == key else other)
            for match in kept(matches, kind=kind, country=country, admin1=admin1):
                fit = round(similarity * match.fit, 4)
                if match.place.id not in found or found[match.place.id].fit < fit:
                    found[match.place.id] = Match(match.place, fit, match.spelling)
            if len(found) >= limit * 4:
                break
        return tuple(sorted(found.values(), key=rank)[:limit])

    def _keys_like(self, key: str) -> list[tuple[float, str]]:
        """Rank the keys that a misspelt one may mean: those one edit away, or else farther ones."""
        close = {other for layer in self._layers for other in layer.keys_near(key)}
        ranked = ranked_keys(key, close)
        if ranked and ranked[0][0] >= 1 - 1 / len(key):
            return ranked
        spread = 1 if len(key) < 8 else 2
        for layer in self._layers:
            close |= layer.keys_near(key, spread=spread, halves=True)
        return ranked_keys(key, close)

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
        places = {
            place.id: place
            for box in boxes_around(lon, lat, radius_m=radius_m)
            for place in self._layers.in_box(*box, kind=kind)
        }
        return tuple(neighbours_of(lon, lat, list(places.values()), radius_m=radius_m)[:limit])

    def within(
        self,
        area: Polygon | MultiPolygon,
        *,
        kind: str | None = None,
        least_population: int | None = None,
    ) -> tuple[Place, ...]:
        """List the places whose centre lies in an area, its edge included.

        Parameters
        ----------
        area
            Polygon of longitudes and latitudes in degrees, WGS 84.
        kind
            Keep places of this kind alone.
        least_population
            Keep places that have at least so many inhabitants.

        Returns
        -------
        tuple of Place
            In the order of their ids.
        """
        if area.is_empty:
            return ()
        places = self._layers.in_box(*area.bounds, kind=kind, least_population=least_population)
        shapely.prepare(area)
        inside = shapely.intersects_xy(area, [p.lon for p in places], [p.lat for p in places])
        held = (place for place, keep in zip(places, inside, strict=True) if keep)
        return tuple(sorted(held, key=lambda place: place.id))

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
        for layer, own_id in self._layers.holders(place_id):
            shape = layer.shape(own_id)
            if shape is not None:
                return shape
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
        for layer, own_id in self._layers.holders(place_id):
            return layer.outline_precision_m(own_id)
        return None

    def locate(self, query: str) -> Place:
        """Find the one place that a person means by a short query.

        Parameters
        ----------
        query
            "Berdin", "Kursk, RU", "Mikhaylovka, Kursk Oblast", a place's id, or coordinates,
            latitude first as people write them: `51.2, 35.4`, `51°11'29"N 35°16'14"E`.

        Returns
        -------
        Place
            The place; for coordinates one made up for the point, with a precision of 0.

        Raises
        ------
        CoordinatesInvalid
            If it is written like coordinates and is no point on the earth.
        PlaceUnknown
            If nothing has the name; its `nearest` lists names like it.
        PlaceAmbiguous
            If several places have it and none is far bigger than the others.
        """
        return place_meant(self, query)

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
        rows: dict[str, LineRow] = {}
        for layer in self._layers:
            rows = {row.id: row for row in layer.lines()} | rows
        return tuple(rows[line_id] for line_id in sorted(rows))

    def sources(self) -> tuple[SourceInfo, ...]:
        """List what the open files were built from, the user's file first."""
        return tuple(source for layer in self._layers for source in layer.sources())

    def content_hash(self) -> str:
        """Name the state of the data: the content hashes of the open files, joined by "+"."""
        return "+".join(layer.meta().get("content_hash", "") for layer in self._layers)
