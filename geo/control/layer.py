"""A control layer: who controls what on one day, as one maker draws it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import ControlInvalid

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

ControlStatus = Literal["held", "contested", "liberated", "claimed"]
CONTROL_STATUSES: Final[tuple[str, ...]] = get_args(ControlStatus)
COLUMNS: Final = (
    "side", "status", "within", "label", "source", "source_date", "licence", "attribution",
    "inferred",
)  # fmt: skip
"""Columns of a layer's frame before `geometry`, in order."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class LayerNote:
    """One thing that was repaired, turned round, left out or coarsened since a file was opened."""

    kind: Literal["repaired", "turned", "left out", "assumed", "coarsened"]
    """What was done: `turned` is of swapped axes, `assumed` of what the file does not say."""
    text: str
    """What it was, in one plain sentence without a full stop."""
    count: int = 1
    """How many features it concerns."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Who drew a map, and what may be done with it."""

    name: str
    """The maker as it is to be credited: `UAControlMap (Project Owl)`."""
    licence: str | None = None
    """SPDX expression or the maker's own words; None where none is stated."""
    attribution: str = ""
    """The line to print beside the map; the name where it is empty."""


@dataclass(frozen=True, slots=True, eq=False)
class ControlLayer:
    """Dated polygons of who controls what.

    Ground that no polygon covers is held by the country that it belongs to, so far as the map
    reaches: makers draw only what the other side holds.

    Raises
    ------
    ControlInvalid
        If a column is missing, the frame is not in WGS 84, a status is unknown, the date is not
        one, or a shape is no polygon; all faults are listed at once.
    """

    frame: GeoDataFrame
    """`COLUMNS` and `geometry`: one valid Polygon or MultiPolygon a row, longitude and latitude in
    degrees, EPSG:4326. `side` is an ISO 3166-1 alpha-2 code or the maker's own name of a party,
    None for ground that nobody is said to hold; `within` is the country that the maker says the
    ground belongs to, else None."""
    maker: Maker
    """Who drew it."""
    date: str | None
    """The day that it shows, ISO 8601; None where neither file nor name tell."""
    date_basis: str
    """How the day is known: `file name`, `attribute`, `option`; or why it is not."""
    file: str
    """Name of the file, without its folders; empty for a layer that was worked out here."""
    format: str
    """Which reader took it: `owlmaps`, `cyterat`, `deepstate`, `geojson`, `kml` …"""
    sha256: str = ""
    """Checksum of the file."""
    notes: tuple[LayerNote, ...] = ()
    """What was repaired, turned, left out or assumed."""
    line: BaseGeometry | None = None
    """The front line where the maker draws one of their own."""
    points: GeoDataFrame | None = None
    """Units and other points of the file, with `side` and `label`; shown only on request."""
    inferred: bool = False
    """Whether it was worked out from reports, not drawn by a maker."""
    _cache: dict[Any, BaseGeometry] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        faults = list(_faults(self.frame))
        if self.date is not None and not _DAY.fullmatch(self.date):
            faults.append(f"its date {self.date!r} is no day such as 2025-01-04")
        if faults:
            raise ControlInvalid(f"a control layer is wrong: {'; '.join(faults)}")

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides that hold something, in alphabetical order."""
        return tuple(sorted({side for side in self.frame["side"] if isinstance(side, str)}))

    @property
    def title(self) -> str:
        """The maker and the day: `UAControlMap, 2025-01-04`."""
        return f"{self.maker.name}, {self.date or 'undated'}"

    def ground(
        self,
        side: str | None,
        *,
        statuses: Iterable[str] = ("held",),
        within: str | None = None,
    ) -> BaseGeometry:
        """Give the ground of a side as one shape.

        Parameters
        ----------
        side
            Who holds it; None for ground that nobody is said to hold.
        statuses
            Which of `CONTROL_STATUSES` count.
        within
            Only the rows that the maker says belong to this country. To cut a map at a border
            of ours see `geo.control.grounds`.

        Returns
        -------
        Polygon or MultiPolygon
            Longitude and latitude in degrees, WGS 84; empty where the side holds nothing.
        """
        wanted = frozenset(statuses)
        key = (side, wanted, within)
        if key not in self._cache:
            frame = self.frame
            named = frame["side"].isna() if side is None else frame["side"] == side
            rows = frame[named & frame["status"].isin(wanted)]
            if within is not None:
                rows = rows[rows["within"] == within]
            self._cache[key] = shapely.union_all(rows.geometry.to_numpy())
        return self._cache[key]


def control_frame(rows: Iterable[Mapping[str, Any]]) -> GeoDataFrame:
    """Make the frame of a layer.

    Parameters
    ----------
    rows
        One mapping a polygon: `geometry` (longitude and latitude in degrees, WGS 84) and any of
        `COLUMNS`; `status` is `held` and `inferred` False where it is not given, the rest None.

    Returns
    -------
    geopandas.GeoDataFrame
        With all of `COLUMNS`, in EPSG:4326.
    """
    import geopandas as gpd

    usual = dict.fromkeys(COLUMNS) | {"status": "held", "inferred": False}
    listed = [usual | dict(row) for row in rows]
    columns = {name: [row[name] for row in listed] for name in COLUMNS}
    shapes = gpd.GeoSeries([row["geometry"] for row in listed], crs="EPSG:4326")
    # Made with its type at once: changing it afterwards takes longer than parsing a file.
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326", dtype=object)
    frame["inferred"] = np.array([bool(row["inferred"]) for row in listed], dtype=bool)
    return frame


def _faults(frame: GeoDataFrame) -> Iterable[str]:
    """What is wrong with a layer's frame."""
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        yield f"its columns {', '.join(missing)} are missing"
        return
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        yield "its coordinates are not in EPSG:4326"
    unknown = sorted({str(status) for status in frame["status"]} - set(CONTROL_STATUSES))
    if unknown:
        yield f"no status is called {unknown[0]!r}; they are {', '.join(CONTROL_STATUSES)}"
    shapes = {shape for shape in frame.geom_type if shape not in ("Polygon", "MultiPolygon")}
    if shapes:
        yield f"a {min(map(str, shapes))} stands where polygons are wanted"
    if not frame.geometry.is_valid.all():
        yield "a ring crosses itself; repair it first"
