"""GeoPackages and Shapefiles, read through GeoPandas."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.control.feature import Feature
from geo.control.projection import in_degrees
from geo.control.tally import Tally
from geo.errors import ControlInvalid

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_NO_SYSTEM: Final = (
    "the file names no coordinate system; its coordinates are taken for longitude and latitude, "
    "WGS 84"
)
_DEGREES: Final = 360.0


def vector_features(path: Path, *, kind: str, file: str, tally: Tally) -> list[Feature]:
    """Read the features of a GeoPackage or a Shapefile.

    Parameters
    ----------
    path
        The file; of a Shapefile the .shp, with its other parts beside it.
    kind
        `gpkg` or `shp`.
    file
        What to call it.
    tally
        Where assumptions are counted.

    Returns
    -------
    list of Feature
        Longitude before latitude, degrees, WGS 84, of every layer with shapes; where there are
        several, the attribute `layer` says which.

    Raises
    ------
    ControlInvalid
        If it cannot be read or holds no layer with shapes.
    """
    _refuse_parts(path, file)
    names = _layers(path, kind, file)
    features: list[Feature] = []
    for name in names:
        frame = _frame(path, kind, file, name)
        crs = None if frame.crs is None else frame.crs.to_wkt()
        if crs is None and len(frame):
            _refuse_metres(frame, file)
            tally.add("assumed", _NO_SYSTEM)
        more = {"layer": name} if len(names) > 1 else {}
        features += in_degrees(_features(frame, more), crs=crs, file=file)
    return features


def _refuse_parts(path: Path, file: str) -> None:
    """Refuse a part of a Shapefile that is not the one with the shapes."""
    if path.suffix.lower() == ".shx":
        raise ControlInvalid(f"{file} is only the index of a Shapefile; give the .shp beside it")


def _refuse_metres(frame: GeoDataFrame, file: str) -> None:
    """Refuse coordinates that cannot be degrees, of a file that names no system."""
    west, south, east, north = (float(bound) for bound in frame.total_bounds)
    if max(abs(west), abs(south), abs(east), abs(north)) > _DEGREES:
        raise ControlInvalid(
            f"{file} names no coordinate system, and its coordinates run from {west:.10g}, "
            f"{south:.10g} to {east:.10g}, {north:.10g}: they look like metres of a projection; "
            "add its .prj, or export it in EPSG:4326"
        )


def _layers(path: Path, kind: str, file: str) -> list[str]:
    """The layers that hold shapes."""
    import geopandas

    try:
        with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
            listed = geopandas.list_layers(path)
    except (RuntimeError, ValueError, OSError) as error:
        raise _damaged(kind, file, error) from error
    shapes = [
        str(name)
        for name, geometry in zip(listed["name"], listed["geometry_type"], strict=True)
        if isinstance(geometry, str)
    ]
    if not shapes:
        held = ", ".join(map(str, listed["name"])) or "nothing"
        raise ControlInvalid(
            f"{file} has no layer with shapes, only tables ({held}); a layer of polygons is wanted"
        )
    return shapes


def _frame(path: Path, kind: str, file: str, layer: str) -> GeoDataFrame:
    """Read one layer; a shape that cannot be read comes as none."""
    import geopandas

    try:
        # What the library warns of and still reads, it reads; what is wrong is told by `mended`.
        with warnings.catch_warnings(action="ignore"):
            return geopandas.read_file(path, layer=layer, engine="pyogrio", on_invalid="ignore")
    except (RuntimeError, ValueError, OSError) as error:
        raise _damaged(kind, file, error) from error


def _features(frame: GeoDataFrame, more: dict[str, str]) -> Iterator[Feature]:
    """The rows of a table as features."""
    columns = [name for name in frame.columns if name != frame.geometry.name]
    attributes: dict[str, list[Any]] = {str(name): list(frame[name]) for name in columns}
    for i, shape in enumerate(frame.geometry):
        told = {name: values[i] for name, values in attributes.items()}
        yield Feature(shape, more | {name: value for name, value in told.items() if _is(value)})


def _is(value: object) -> bool:
    """Whether an attribute has a value."""
    return value is not None and value == value and str(value) != "NaT"  # noqa: PLR0124


def _damaged(kind: str, file: str, error: Exception) -> ControlInvalid:
    """Say that a file cannot be read, and what may be missing."""
    what = "GeoPackage" if kind == "gpkg" else "Shapefile"
    remedy = (
        "its parts .shx, .dbf and .prj belong beside it"
        if kind == "shp"
        else "fetch or export it again"
    )
    reason = " ".join(str(error).split())
    return ControlInvalid(f"{file} is damaged or no {what} ({reason[:200]}); {remedy}")
