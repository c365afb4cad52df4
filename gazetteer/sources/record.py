"""One record of a table of places, made a place: what CSV and GeoJSON have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceInvalid, shortened
from gazetteer.extent import settlement_radius
from gazetteer.measure import LonLat
from gazetteer.place import Kind, Place
from gazetteer.sources.columns import Columns
from gazetteer.sources.gather import Found, rejected
from gazetteer.sources.kinds import kind_of
from gazetteer.sources.naming import (
    LONGEST_NAME,
    TOO_LONG,
    RecordBroken,
    cleaned,
    listed,
    named,
    slug,
    whole_number,
)
from gazetteer.sources.outline import (
    Figures,
    figures_of_area,
    figures_of_line,
    on_earth,
    outline_of,
    read_geometry,
    repaired,
)
from gazetteer.sources.position import both_of, is_wkt, position_of
from gazetteer.sources.regions import Regions
from gazetteer.sources.source import Rejected

PRECISION_M: Final = 1000.0
"""How far a position of a table is taken to be off where nobody says: as much as GeoNames'."""
OUTLINE_PRECISION_M: Final = 1000.0
"""The same for the edge of an area whose maker and scale are unknown."""


@dataclass(frozen=True, slots=True)
class RecordReader:
    """Makes places of the records of one table."""

    name: str
    """Name of the source, which its ids begin with."""
    columns: Columns
    """Which column holds what."""
    regions: Regions
    """Countries and regions."""
    precision_m: float
    """How far positions are off where no column says, metres, 95 %."""
    licence: str
    """SPDX expression of the rows."""
    outline_precision_m: float
    """How far the edges of areas are off, metres, 95 %."""
    file: str
    """Name of the file, for the rows' `source`."""

    def outcome(
        self,
        record: Mapping[str, str],
        *,
        where: str,
        as_written: Callable[[], str],
        geometry: BaseGeometry | None = None,
    ) -> Found | Rejected:
        """Make a place of a record, or say what is wrong with it.

        Parameters
        ----------
        record
            Text by column.
        where
            File and line.
        as_written
            Gives the record as it stands there, for a broken one.
        geometry
            Its geometry, degrees, WGS 84; None where columns hold the position.
        """
        try:
            return self._found(record, where, geometry)
        except (RecordBroken, PlaceInvalid) as error:
            reason = "; ".join(error.faults) if isinstance(error, PlaceInvalid) else str(error)
            return rejected(where, reason, as_written())

    def _found(self, record: Mapping[str, str], where: str, geometry: BaseGeometry | None) -> Found:
        fields = {field: self.columns.text(record, field) for field in _READ}
        broken = next((text for text in fields.values() if "\ufffd" in text), None)
        if broken is not None:
            raise RecordBroken(
                f"{shortened(broken)} holds bytes of another encoding; say which encoding it is"
            )
        shape, point = self._placed(record, geometry)
        usual: Kind = "settlement"
        figures, fault = None, ""
        if shape is not None and "polygon" in shape.geom_type.lower():
            usual = "region"
            shape, fault = repaired(shape)
            figures = figures_of_area(shape)
        elif shape is not None:
            usual = "other"
            figures = figures_of_line(shape)
        kind = kind_of(fields["kind"], fields["feature"], usual=usual)
        if kind == "other" and usual == "other" and not fields["kind"]:
            raise RecordBroken("a line is a road or a water; say which with kind:=road or water")
        lonlat = figures[:2] if figures else point
        place, long = self._place(fields, kind, lonlat, figures, fault)
        outline = None
        if shape is not None and usual == "region" and kind in ("region", "country"):
            outline = outline_of(shape, precision_m=self.outline_precision_m)
        return Found(place, where, place.label(), outline, left_out=(TOO_LONG,) * long)

    def _placed(
        self, record: Mapping[str, str], geometry: BaseGeometry | None
    ) -> tuple[BaseGeometry | None, LonLat]:
        """Read the position: a point, or else a shape that a point is worked out from."""
        text = "" if geometry is not None else self.columns.text(record, "geo")
        if is_wkt(text):
            geometry = read_geometry(text, form="WKT")
        if geometry is not None:
            on_earth(geometry)
            if geometry.geom_type in ("Point", "MultiPoint"):
                vertices = shapely.get_coordinates(geometry)
                if len(vertices) > 1:
                    raise RecordBroken(f"its geometry has {len(vertices)} points; one is wanted")
                return None, (round(float(vertices[0, 0]), 7), round(float(vertices[0, 1]), 7))
            if geometry.geom_type not in _SHAPES:
                was = geometry.geom_type
                raise RecordBroken(f"its geometry is a {was}; a point, line or polygon is wanted")
            return geometry, (0.0, 0.0)
        if "geo" in self.columns.columns:
            return None, both_of(text)
        lat, lon = (self.columns.text(record, field) for field in ("lat", "lon"))
        return None, position_of(lat, lon)

    def _place(
        self,
        fields: Mapping[str, str],
        kind: Kind,
        lonlat: LonLat,
        figures: Figures | None,
        fault: str,
    ) -> tuple[Place, int]:
        lon, lat = lonlat
        country = (
            self.regions.country_code(fields["country"]) if fields["country"].strip() else None
        )
        admin1 = self.regions.region_name(fields["admin1"], country)
        if country is None or admin1 is None:
            country, around = self.regions.around(lon, lat, country=country)
            admin1 = admin1 or around
        name, names, long = named(fields["name"], others=listed(fields["names"]), country=country)
        feature = cleaned(fields["feature"])[:LONGEST_NAME]
        population = self._population(fields["population"])
        radius_m, basis = (None, None) if figures is None else figures[3:5]
        if kind == "settlement" and figures is None:
            radius_m, basis = settlement_radius(feature, population)
        own_id = cleaned(fields["id"])[:LONGEST_NAME]
        repair = f"; outline repaired ({fault})" if fault else ""
        place = Place(
            id=self._id(own_id, fields["name"], lonlat),
            name=name,
            kind=kind,
            lon=lon,
            lat=lat,
            precision_m=self._precision(fields["precision_m"]),
            source=f"{self.name} {own_id or self.file}{repair}",
            names=names,
            feature=feature,
            country=country,
            admin1=admin1,
            admin2=self.regions.district(fields["admin2"], country),
            population=population,
            radius_m=radius_m,
            radius_basis=basis,
            area_km2=figures.area_km2 if figures else None,
            bbox=figures.bbox if figures else None,
            licence=self.licence,
        )
        return place, long

    def _id(self, own_id: str, name: str, lonlat: LonLat) -> str:
        """Make the id: the file's own, as it is where it has a colon, else one of the content.

        The latter is the same in whatever order the rows stand.
        """
        if ":" in own_id:
            return own_id
        if not own_id:
            content = f"{cleaned(name)}|{lonlat[0]:.5f}|{lonlat[1]:.5f}"
            own_id = hashlib.blake2b(content.encode(), digest_size=8).hexdigest()
        return f"{slug(self.name) or 'table'}:{own_id}"

    def _population(self, text: str) -> int | None:
        if not text.strip():
            return None
        number = whole_number(text)
        if number is None and any(letter.isdigit() for letter in text):
            raise RecordBroken(f"{shortened(text)} is no number of inhabitants")
        return number or None

    def _precision(self, text: str) -> float:
        if not text.strip():
            return self.precision_m
        try:
            return float(text.strip().replace(",", "."))
        except ValueError as error:
            raise RecordBroken(f"{shortened(text)} is no length in metres") from error


_READ: Final = (
    "id", "name", "names", "kind", "feature", "country", "admin1", "admin2", "population",
    "precision_m",
)  # fmt: skip
_SHAPES: Final = frozenset(("Polygon", "MultiPolygon", "LineString", "MultiLineString"))
