"""DeepStateMap: the answer of its interface, and the daily file that others make of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.control.file_day import day_in, day_of_moment
from geo.control.geojson import geometry_of
from geo.control.makers import known_maker
from geo.control.sketch import PointRow, Sketch

FORMAT: Final = "deepstate"
DAILY_FORMAT: Final = "cyterat"
_KEY: Final = re.compile(r"geoJSON(?:\.[\w-]+)+")
_AT: Final = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_ICON: Final = re.compile(r"\{icon=([^,}\s]+)")
_DAILY: Final = re.compile(r"deepstatemap_data_(\d{8})", re.IGNORECASE)
_FAR: Final = (
    "a territory that is no part of this front",
    "{n} territories that are no part of this front",
)
_UNKNOWN: Final = (
    "a polygon whose key is not known",
    "{n} polygons whose keys are not known",
)
_LINES: Final = ("a line", "{n} lines")
_IN_RUSSIA: Final = (
    "liberated ground in dark blue is ground that Ukraine holds in Russia",
    "{n} pieces of liberated ground in dark blue are ground that Ukraine holds in Russia",
)
_NOBODY: Final = (
    "ground of unknown status is contested and held by nobody",
    "{n} pieces of ground of unknown status are contested and held by nobody",
)
_DAILY_SIDE: Final = "every polygon is ground of Ukraine that Russia holds, as the maker states"


def map_of_answer(value: object) -> Mapping[str, Any] | None:
    """Find the map in an answer of DeepStateMap's interface.

    Parameters
    ----------
    value
        Parsed JSON: the map itself, or `{"id": …, "map": {…}}` around it.

    Returns
    -------
    mapping or None
        The feature collection; None where it is none of theirs.
    """
    if isinstance(value, Mapping) and isinstance(value.get("map"), Mapping):
        value = value["map"]
    if not isinstance(value, Mapping) or not isinstance(value.get("features"), list):
        return None
    named = sum(1 for feature in value["features"] if _KEY.search(_name(feature)))
    return value if named and named * 2 >= len(value["features"]) else None


def sketch_deepstate(value: Mapping[str, Any]) -> Sketch:
    """Read what an answer of the interface draws.

    Parameters
    ----------
    value
        The parsed answer, for which `map_of_answer` gives a map.
    """
    sketch = Sketch(FORMAT, known_maker(FORMAT))
    found = map_of_answer(value) or {"features": ()}
    if found is not value and isinstance(value.get("id"), int):
        sketch.day = day_of_moment(value["id"])
    for feature in found["features"]:
        shape = geometry_of(feature, tally=sketch.tally)
        if shape is not None and shape.geom_type == "Point":
            _add_point(sketch, feature, shape)
        elif shape is not None and shape.geom_type in ("LineString", "MultiLineString"):
            sketch.tally.add("left out", *_LINES)
        else:
            _add_ground(sketch, feature, shape)
    return sketch


def daily_day(value: object, stem: str) -> str | None:
    """Tell whether a file is the daily one, and of which day.

    Parameters
    ----------
    value
        Parsed JSON.
    stem
        The file's name without its ending.

    Returns
    -------
    str or None
        The day as the file writes it, `20250104`; None where it is another file.
    """
    if not isinstance(value, Mapping) or not isinstance(value.get("features"), list):
        return None
    named = _DAILY.search(str(value.get("name") or "")) or _DAILY.search(stem)
    bare = all(
        isinstance(feature, Mapping) and not feature.get("properties")
        for feature in value["features"]
    )
    return named[1] if named and bare else None


def sketch_daily(value: Mapping[str, Any], stem: str) -> Sketch:
    """Read the daily file: bare polygons of the ground of Ukraine that Russia holds.

    Parameters
    ----------
    value
        The parsed file, for which `daily_day` gives a day.
    stem
        The file's name without its ending.
    """
    sketch = Sketch(DAILY_FORMAT, known_maker(DAILY_FORMAT))
    if _DAILY.search(stem) is None:
        sketch.day = day_in(daily_day(value, stem) or "")
    sketch.tally.add("assumed", _DAILY_SIDE)
    for feature in value["features"]:
        shape = geometry_of(feature, tally=sketch.tally)
        sketch.rows.append({"geometry": shape, "side": "RU", "within": "UA"})
    return sketch


@cache
def _facts() -> Mapping[str, Any]:
    text = files("geo.control").joinpath("deepstate.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _name(feature: object) -> str:
    """The name of a feature, its odd spaces made plain."""
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    name = properties.get("name") if isinstance(properties, Mapping) else None
    return " ".join(str(name or "").replace("\u00a0", " ").split())


def _key(name: str) -> str:
    """The key in a name, without what is set into it."""
    found = _KEY.search(_AT.sub("", name))
    return found[0] if found else ""


def _label(name: str) -> str:
    """The English part of a name; the first where there is no second."""
    parts = [part.strip() for part in _AT.sub("", name).split("///")]
    parts = [part for part in parts if part and not _KEY.fullmatch(part)]
    return (parts[1:2] or parts[:1] or [""])[0]


def _entry(key: str) -> tuple[str, Mapping[str, str]] | None:
    """What a key means, looked up whole and then by its beginning."""
    keys: Mapping[str, Mapping[str, str]] = _facts()["keys"]
    while key:
        if key in keys:
            return key, keys[key]
        key = key[: max(key.rfind("."), key.rfind("_"), 0)]
    return None


def _add_ground(sketch: Sketch, feature: Mapping[str, Any], shape: BaseGeometry | None) -> None:
    """Add a polygon, or count it as left out."""
    name = _name(feature)
    key = _key(name)
    found = _entry(key)
    if found is None:
        far = key.startswith("geoJSON.territories.")
        sketch.tally.add("left out", *(_FAR if far else _UNKNOWN), detail=_label(name) or key)
        return
    key, entry = found
    fill = str(feature["properties"].get("fill") or "").lstrip("#").lower()
    special = _facts()["fills"].get(key, {}).get(fill)
    if special is not None:
        sketch.tally.add("assumed", *_IN_RUSSIA)
    if "side" not in entry:
        sketch.tally.add("assumed", *_NOBODY)
    sketch.rows.append({"geometry": shape, "label": _label(name), **(special or entry)})


def _add_point(sketch: Sketch, feature: Mapping[str, Any], shape: BaseGeometry) -> None:
    """Add a unit, an arrow, an airfield."""
    properties: Mapping[str, Any] = feature["properties"]
    found = _ICON.search(str(properties.get("description") or ""))
    icon = found[1] if found else "point"
    key = _key(_name(feature))
    kind = "unit" if key.startswith("geoJSON.units.") or icon in _facts()["icons"] else icon
    x, y = shapely.get_coordinates(shape)[0]
    sketch.points.append(
        PointRow(float(x), float(y), _facts()["icons"].get(icon), _label(_name(feature)), kind)
    )
