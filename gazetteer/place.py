"""One row of the gazetteer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, get_args

from gazetteer.errors import PlaceInvalid

Kind = Literal["settlement", "region", "country", "water", "road", "other"]
KINDS: Final[tuple[str, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Place:
    """A named place on the earth, with what is known of its position and how well.

    Raises
    ------
    PlaceInvalid
        If a coordinate is out of range or not finite, a name is empty, a size is negative or
        the kind is unknown; all faults are listed at once.
    """

    id: str
    """Stable identifier, unique in one gazetteer: `theatre:berdin`, `geonames:538560`."""
    name: str
    """Display name in Latin script."""
    kind: Kind
    """What it is, in the six kinds of the output contract."""
    lon: float
    """Longitude of the centre, degrees, WGS 84, -180..180."""
    lat: float
    """Latitude of the centre, degrees, WGS 84, -90..90."""
    precision_m: float
    """Radius around (lon, lat) that holds the true centre with 95 % probability, metres."""
    source: str
    """Where the position is from, with the row's own id there."""
    names: tuple[str, ...] = ()
    """Every other spelling, in any script."""
    feature: str = ""
    """The finer type as its source says it: town, selo, oblast, raion."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code of the country under international law."""
    admin1: str | None = None
    """First-level region, English name: `Kursk Oblast`."""
    admin2: str | None = None
    """Second-level district, English name: `Sudzhansky`."""
    population: int | None = None
    """Inhabitants, where the source says."""
    radius_m: float | None = None
    """Radius of the built-up area or region around the centre, metres; None if unknown."""
    radius_basis: str | None = None
    """The source or rule that `radius_m` rests on."""
    area_km2: float | None = None
    """Geodesic area of a region or country, square kilometres."""
    bbox: tuple[float, float, float, float] | None = None
    """Extent of a region or country: west, south, east, north in degrees, WGS 84."""
    capital: str | None = None
    """For a region or country: the id of its seat."""
    licence: str = ""
    """SPDX expression of the row's licence."""
    derived_from: tuple[str, ...] = ()
    """Ids of the places that the position was worked out from by stated relations;
    empty where the position was observed."""
    same_as: tuple[str, ...] = ()
    """Ids of the rows of other sources that are this place and add to it."""

    def __post_init__(self) -> None:
        faults = []
        if not self.id:
            faults.append("its id is empty")
        if not self.name.strip():
            faults.append("its name is empty")
        if self.kind not in KINDS:
            faults.append(f"kind {self.kind!r} is none of {', '.join(KINDS)}")
        if not (math.isfinite(self.lon) and -180 <= self.lon <= 180):
            faults.append(f"longitude {self.lon} is not within -180..180 degrees")
        if not (math.isfinite(self.lat) and -90 <= self.lat <= 90):
            faults.append(f"latitude {self.lat} is not within -90..90 degrees")
        for label, size in (("precision_m", self.precision_m), ("radius_m", self.radius_m)):
            if size is not None and not (math.isfinite(size) and size >= 0):
                faults.append(f"{label} {size} is not a length of zero or more")
        if faults:
            raise PlaceInvalid(self.id, faults)

    @property
    def lonlat(self) -> tuple[float, float]:
        """The centre as (longitude, latitude), degrees, WGS 84."""
        return (self.lon, self.lat)

    def label(self) -> str:
        """The name with its region and country, as a person would tell places apart."""
        parts = [self.name, self.admin2, self.admin1, self.country]
        kept = [part for i, part in enumerate(parts) if part and part not in parts[:i]]
        return ", ".join(kept)


@dataclass(frozen=True, slots=True)
class Match:
    """A place whose name fits a query or a span of text."""

    place: Place
    """The gazetteer row."""
    fit: float
    """How well the spelling fits, 0..1; 1 is the same spelling."""
    spelling: str
    """The spelling of the row that fits."""
