"""Borders: lines between countries, each with its policy and its own precision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Protocol

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import GazetteerError, PlaceUnknown
from gazetteer.measure import LineDistance, LineMeter
from gazetteer.place import Place

COARSE_PRECISION_M: Final = 3_000.0
COARSE_BASIS: Final = (
    "country polygons at a scale of about 1:10 million: between Russia and Ukraine their edge is "
    "1.3 km off the OpenStreetMap line in the median, 95 % of it within 3 km, and the original "
    "of Natural Earth up to 12 km off"
)
_GAP_M: Final = 1_500.0
COARSE_POLICY: Final = "as the country polygons draw it"


class BorderInvalid(GazetteerError, ValueError):
    """A border that is no line between two countries."""


@dataclass(frozen=True, slots=True)
class Border:
    """The land border of two countries, as one maker draws it.

    Raises
    ------
    BorderInvalid
        If the geometry is empty or is no line, the precision is no length, or it does not
        divide two countries.
    """

    id: str
    """Stable identifier: `border:RU-UA`."""
    name: str
    """Display name: `Russia–Ukraine border`."""
    countries: tuple[str, ...]
    """ISO 3166-1 alpha-2 codes of the two countries, in alphabetical order."""
    policy: str
    """Whose claims the line follows, to be printed beside every figure: `1991 line; Crimea
    Ukrainian`."""
    precision_m: float
    """How far the line may lie from the true border, 95 %, metres."""
    source: str
    """Who drew it."""
    licence: str
    """SPDX expression of its licence, or the words of its maker."""
    geometry: BaseGeometry
    """LineString or MultiLineString, longitude and latitude in degrees, WGS 84."""
    precision_basis: str = ""
    """What `precision_m` rests on."""
    meter: LineMeter = field(init=False, repr=False, compare=False)
    """The line, ready for measuring to it."""

    def __post_init__(self) -> None:
        shape = self.geometry.geom_type
        if self.geometry.is_empty or shape not in ("LineString", "MultiLineString"):
            raise BorderInvalid(
                f"border {self.id!r} needs a line; it has an empty one or a {shape}"
            )
        if len(set(self.countries)) != 2:
            raise BorderInvalid(f"border {self.id!r} divides two countries, not {self.countries}")
        if not 0 <= self.precision_m < float("inf"):
            raise BorderInvalid(f"border {self.id!r} has no precision of {self.precision_m} m")
        object.__setattr__(self, "meter", LineMeter(self.geometry))

    @property
    def title(self) -> str:
        """The name without what stands in brackets behind it: `Russia–Ukraine border`."""
        return self.name.partition(" (")[0]

    def distance(self, lon: float, lat: float) -> LineDistance:
        """Measure from a point, degrees, WGS 84, to the nearest point of the border."""
        return self.meter.distance((lon, lat))


class LineRow(Protocol):
    """A named line of a gazetteer, without its geometry."""

    @property
    def id(self) -> str:
        """Stable identifier."""

    @property
    def name(self) -> str:
        """Display name."""

    @property
    def countries(self) -> tuple[str, ...]:
        """Codes of the countries that it divides."""

    @property
    def policy(self) -> str:
        """Whose claims it follows."""

    @property
    def precision_m(self) -> float:
        """95 % error, metres."""

    @property
    def source(self) -> str:
        """Who drew it."""

    @property
    def licence(self) -> str:
        """Its licence."""


class Lines(Protocol):
    """What of a gazetteer the borders are made from."""

    def line_rows(self) -> Iterable[LineRow]:
        """Give every named line."""

    def geometry(self, place_id: str) -> BaseGeometry | None:
        """Give the geometry of a line or a country, longitude and latitude, WGS 84."""

    def get(self, place_id: str) -> Place:
        """Give the row with an id; raises PlaceUnknown where there is none."""


@dataclass(frozen=True, slots=True)
class BorderChoice:
    """Which border is meant where a text only says "the border"."""

    border: Border
    """The choice."""
    why: str
    """The reason in plain words."""


def border_between(gazetteer: Lines, *countries: str) -> Border | None:
    """Find the land border of two countries.

    A named line of the gazetteer comes first; else the edge that the polygons of the two
    countries share, with the precision of such polygons.

    Parameters
    ----------
    gazetteer
        An open gazetteer.
    countries
        Two ISO 3166-1 alpha-2 codes, in any order.

    Returns
    -------
    Border or None
        None where the two do not touch, or the gazetteer has no polygon of one of them.

    Raises
    ------
    BorderInvalid
        If there are not two different codes.
    """
    pair = tuple(sorted({country.upper() for country in countries}))
    if len(pair) != 2:
        raise BorderInvalid(f"a border lies between two countries, not {countries}")
    for row in gazetteer.line_rows():
        if tuple(sorted(row.countries)) == pair:
            return _named(gazetteer, row)
    shapes = [gazetteer.geometry(f"country:{country}") for country in pair]
    if shapes[0] is None or shapes[1] is None:
        return None
    shared = _shared_edge(shapes[0], shapes[1])
    if shared.is_empty:
        return None
    return Border(
        id=f"border:{'-'.join(pair)}",
        name=f"{'–'.join(_country(gazetteer, code) for code in pair)} border",
        countries=pair,
        policy=COARSE_POLICY,
        precision_m=COARSE_PRECISION_M,
        source="country polygons of the gazetteer",
        licence="as the country polygons",
        geometry=shared,
        precision_basis=COARSE_BASIS,
    )


def coming_border(
    gazetteer: Lines,
    place: Place,
    *,
    parties: Sequence[str] = (),
    between: Callable[[str, str], Border | None] | None = None,
) -> BorderChoice | None:
    """Choose the border that "the border" means, said of a place.

    The border of the place's country with another party that the report names; of several the
    nearest; where the report names none that adjoins, the nearest named line of the gazetteer.

    Parameters
    ----------
    gazetteer
        An open gazetteer.
    place
        The place that the text relates to the border.
    parties
        ISO 3166-1 alpha-2 codes of the countries that the report names.
    between
        Gives the border of two countries; by default `border_between`, anew each time.

    Returns
    -------
    BorderChoice or None
        None where no border is known.
    """
    own = place.country
    others = [code for code in dict.fromkeys(parties) if code != own] if own else []
    find = between or partial(border_between, gazetteer)
    adjoining = [find(own, other) for other in others if own]
    known = [border for border in adjoining if border is not None]
    if known:
        border = _nearest(known, place)
        other = next(code for code in border.countries if code != own)
        named = f"{place.name} lies in {_country(gazetteer, own)}"
        why = f"{named} and the report names {_country(gazetteer, other)}"
        return BorderChoice(border, _choice(border, why))
    rows = [row for row in gazetteer.line_rows() if own is None or own in row.countries]
    if not rows:
        return None
    border = _nearest([_named(gazetteer, row) for row in rows], place)
    why = "the report names no other country that adjoins, and it is the nearest line on file"
    return BorderChoice(border, _choice(border, why))


def _choice(border: Border, why: str) -> str:
    """Say which border was chosen and why."""
    return f"“the border” is taken to be the {border.title}: {why}"


def _country(gazetteer: Lines, code: str | None) -> str:
    """Name of a country, or its code where the gazetteer has no row of it."""
    try:
        return gazetteer.get(f"country:{code}").name
    except PlaceUnknown:
        return str(code)


def _nearest(borders: Sequence[Border], place: Place) -> Border:
    """The border that a place is nearest to."""
    return min(borders, key=lambda border: border.distance(place.lon, place.lat).distance_m)


def _named(gazetteer: Lines, row: LineRow) -> Border:
    """A border from a row of the gazetteer."""
    geometry = gazetteer.geometry(row.id)
    if geometry is None:
        raise BorderInvalid(f"the gazetteer lists {row.id!r} but has no geometry of it")
    return Border(
        id=row.id,
        name=row.name,
        countries=tuple(sorted(row.countries)),
        policy=row.policy,
        precision_m=row.precision_m,
        source=row.source,
        licence=row.licence,
        geometry=geometry,
        precision_basis="as the gazetteer's row states",
    )


def _shared_edge(a: BaseGeometry, b: BaseGeometry) -> BaseGeometry:
    """The line along which two areas touch; empty where they do not, or in points alone."""
    exact = _lines(shapely.intersection(a.boundary, b.boundary))
    if not exact:
        return shapely.LineString()
    # Generalising the polygons one by one opens gaps in their common edge: edges of the first
    # that run along the second close them.
    west, south, east, north = b.bounds
    slack = 0.1
    box = shapely.box(west - slack, south - slack, east + slack, north + slack)
    meter = LineMeter(b.boundary)
    along = []
    for part in _lines(shapely.intersection(a.boundary, box)):
        vertices = shapely.get_coordinates(part)
        near = meter.distances(vertices[:, 0], vertices[:, 1])[0] <= _GAP_M
        both = near[:-1] & near[1:]
        along += [shapely.LineString(vertices[i : i + 2]) for i in both.nonzero()[0]]
    return shapely.line_merge(shapely.union_all([*exact, *along]))


def _lines(geometry: BaseGeometry) -> list[BaseGeometry]:
    """The lines that a geometry holds."""
    parts = getattr(geometry, "geoms", [geometry])
    return [part for part in parts if "Line" in part.geom_type and not part.is_empty]
