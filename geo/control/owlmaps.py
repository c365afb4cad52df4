"""UAControlMap's daily files: `areas`, `areas_ua` and `frontline` as rings of [lat, lon]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from geo.control.makers import known_maker
from geo.control.rings import polygon, vertices
from geo.control.sketch import PointRow, Sketch
from geo.control.tally import Tally

FORMAT: Final = "owlmaps"
_HELD: Final = (("areas", "RU", "UA"), ("areas_ua", "UA", "RU"))
_OTHER: Final = ("areas_ua", "frontline", "units", "geos", "unit_count")
_SIDES: Final = {"ru": "RU", "ua": "UA"}
_NO_POINT: Final = ("a unit or event without a position", "{n} units or events without a position")
_NO_LINE: Final = (
    "a piece of the front line without two points",
    "{n} pieces of the front line without two points",
)
_NO_LIST: Final = "its {key} are no list of rings"


def is_owlmaps(value: object) -> bool:
    """Tell whether parsed JSON has the shape of these files.

    Parameters
    ----------
    value
        The parsed file.
    """
    return (
        isinstance(value, Mapping)
        and "type" not in value
        and isinstance(value.get("areas"), list | None)
        and "areas" in value
        and any(key in value for key in _OTHER)
    )


def sketch_owlmaps(value: Mapping[str, Any]) -> Sketch:
    """Read what a file draws.

    Parameters
    ----------
    value
        The parsed file.
    """
    sketch = Sketch(FORMAT, known_maker(FORMAT), latitude_first=True)
    sketch.rows = list(_rows(value, sketch.tally))
    line = _line(value.get("frontline"), sketch.tally)
    if line is not None:
        sketch.lines.append((None, line))
    sketch.points = [*_units(value.get("units"), sketch.tally),
                     *_events(value.get("geos"), sketch.tally)]  # fmt: skip
    return sketch


def _rows(value: Mapping[str, Any], tally: Tally) -> Iterator[dict[str, Any]]:
    """The areas of both sides."""
    for key, side, within in _HELD:
        rings = value.get(key) or ()
        if not isinstance(rings, list | tuple):
            tally.add("left out", _NO_LIST.format(key=key))
            continue
        for ring in rings:
            shape = polygon([ring], tally=tally, latitude_first=True)
            if shape is not None:
                yield {"geometry": shape, "side": side, "within": within, "label": key}


def _line(drawn: object, tally: Tally) -> BaseGeometry | None:
    """The front line: one list of points until the end of 2024, since then a list of lines."""
    if not isinstance(drawn, list) or not drawn:
        return None
    first = drawn[0]
    lines = drawn if isinstance(first, Sequence) and _is_point_list(first) else [drawn]
    pieces = []
    for line in lines:
        points = vertices(line, tally=tally, latitude_first=True)
        if points is None or len(points) < 2:
            tally.add("left out", *_NO_LINE)
        else:
            pieces.append(shapely.LineString(points))
    if not pieces:
        return None
    return pieces[0] if len(pieces) == 1 else shapely.MultiLineString(pieces)


def _is_point_list(value: Sequence[Any]) -> bool:
    """Whether something is a list of points, where a single point is the alternative."""
    return not value or isinstance(value[0], list | tuple)


def _by_side(value: object) -> Iterator[tuple[str, Any]]:
    """The entries of `{"ru": […], "ua": […]}`; an empty list stands for nothing."""
    for key, entries in value.items() if isinstance(value, Mapping) else ():
        for entry in entries if isinstance(entries, list) else ():
            yield key, entry


def _units(value: object, tally: Tally) -> Iterator[PointRow]:
    """Units: `[number, [lon, lat]]`."""
    for key, entry in _by_side(value):
        place = _place(entry[1]) if isinstance(entry, list) and len(entry) > 1 else None
        if place is None:
            tally.add("left out", *_NO_POINT)
        else:
            yield PointRow(*place, _SIDES.get(key), f"unit {entry[0]}", "unit")


def _events(value: object, tally: Tally) -> Iterator[PointRow]:
    """Geolocated events: `{"c": [lon, lat], "d": text}`."""
    for key, entry in _by_side(value):
        place = _place(entry.get("c") if isinstance(entry, Mapping) else None)
        if place is None:
            tally.add("left out", *_NO_POINT)
        else:
            yield PointRow(*place, _SIDES.get(key), str(entry.get("d") or ""), "event")


def _place(pair: Any) -> tuple[float, float] | None:  # noqa: ANN401 - JSON may be anything
    """Longitude and latitude; None where they are none."""
    try:
        lon, lat = pair[0], pair[1]
        if -180 <= lon <= 180 and -90 <= lat <= 90:
            return lon, lat
    except (TypeError, LookupError):
        pass
    return None
