"""Control maps from files: which format it is, and the layers out of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from geo.control.archive import unpacked
from geo.control.content import NoControlMap, content_kind, parsed_json, read_bytes, refused
from geo.control.deepstate import daily_day, map_of_answer, sketch_daily, sketch_deepstate
from geo.control.feature import Feature
from geo.control.finish import Origin, finished
from geo.control.geojson import crs_of, features_of, geometry_of
from geo.control.kml import kml_features
from geo.control.layer import ControlLayer, LayerNote
from geo.control.options import LoadOptions
from geo.control.owlmaps import is_owlmaps, sketch_owlmaps
from geo.control.projection import in_degrees
from geo.control.sketch import Sketch
from geo.control.table import sketch_table
from geo.control.tally import Tally
from geo.control.vector_file import vector_features
from geo.errors import ControlInvalid

_DAY_SIGNS: Final = re.compile(r"[._\-\s]*(?:\d[._\-\s]*){6,}")


def load_layers(
    path: str | Path, *, options: LoadOptions | None = None
) -> tuple[ControlLayer, ...]:
    """Read the control maps of one file: one for each day that it shows.

    Parameters
    ----------
    path
        The file: UAControlMap's JSON, DeepStateMap's answer, GeoJSON, GeoPackage, Shapefile
        (alone or zipped), KML or KMZ; told by what it holds, not by its ending.
    options
        What the file does not say itself.

    Returns
    -------
    tuple of ControlLayer
        By day.

    Raises
    ------
    ControlInvalid
        If it is no control map that can be read; the text names file, fault and remedy.
    """
    path = Path(path)
    data = read_bytes(path)
    return _layers(path, data, Origin.of(path.name, _whole(path, data)), options or LoadOptions())


def load_control(path: str | Path, *, options: LoadOptions | None = None) -> ControlLayer:
    """Read one control map.

    Parameters
    ----------
    path
        The file, as `load_layers` takes it.
    options
        What the file does not say itself.

    Raises
    ------
    ControlInvalid
        If it is no control map that can be read, or holds several days.
    """
    layers = load_layers(path, options=options)
    if len(layers) > 1:
        days = [layer.date or "undated" for layer in layers]
        shown = days if len(days) <= 8 else [*days[:3], f"… {len(days) - 6} more …", *days[-3:]]
        raise ControlInvalid(
            f"{Path(path).name} holds {len(layers)} maps, of {', '.join(shown)}; one is wanted"
        )
    return layers[0]


def _whole(path: Path, data: bytes) -> bytes:
    """What tells one file from another: of a Shapefile its attributes too."""
    table = path.with_suffix(".dbf")
    if content_kind(data) == "shp" and table.is_file():
        return data + read_bytes(table)
    return data


def _layers(
    path: Path, data: bytes, origin: Origin, options: LoadOptions
) -> tuple[ControlLayer, ...]:
    """Read a file of any kind."""
    kind = content_kind(data)
    if kind == "zip":
        return _from_archive(data, origin, options)
    if kind == "json":
        sketch = _from_json(data, origin, options)
    elif kind == "other":
        raise refused(data, file=origin.file)
    else:
        tally = Tally()
        features = (
            kml_features(data, file=origin.file, tally=tally)
            if kind == "kml"
            else vector_features(path, kind=kind, file=origin.file, tally=tally)
        )
        sketch = _from_features(features, kind, origin, tally, options)
    return finished(sketch, origin, options=options)


def _from_json(data: bytes, origin: Origin, options: LoadOptions) -> Sketch:
    """Read what JSON draws."""
    value = parsed_json(data, file=origin.file)
    if is_owlmaps(value):
        return sketch_owlmaps(value)
    listed = features_of(value)
    column = options.side_column
    if column is None or not any(column in _properties(each) for each in listed or ()):
        if map_of_answer(value) is not None:
            return sketch_deepstate(value)
        if daily_day(value, origin.stem) is not None:
            return sketch_daily(value, origin.stem)
    if listed is None:
        raise NoControlMap(_strange(value, origin.file))
    tally = Tally()
    features = [Feature(geometry_of(each, tally=tally), _properties(each)) for each in listed]
    features = in_degrees(features, crs=crs_of(value, file=origin.file), file=origin.file)
    return _from_features(features, "geojson", origin, tally, options)


def _properties(feature: object) -> Mapping[str, Any]:
    """The attributes of a feature; those inside others are left alone."""
    told = feature.get("properties") if isinstance(feature, Mapping) else None
    return told if isinstance(told, Mapping) else {}


def _strange(value: object, file: str) -> str:
    """Say what JSON holds that is no map."""
    if isinstance(value, Mapping) and value.get("type") == "Topology":
        return f"{file} is TopoJSON; convert it to GeoJSON first"
    if isinstance(value, Mapping):
        keys = ", ".join(repr(str(key)[:30]) for key in list(value)[:6])
        held = f"JSON with {keys}" if keys else "an empty JSON object"
    else:
        held = f"a JSON {type(value).__name__}"
    return (
        f"{file} is no control map but {held}; wanted is GeoJSON, or a file of UAControlMap "
        "or DeepStateMap"
    )


def _from_features(
    features: list[Feature], kind: str, origin: Origin, tally: Tally, options: LoadOptions
) -> Sketch:
    """Read what features of any file draw."""
    if not features:
        raise ControlInvalid(f"{origin.file} holds no features; fetch or export it again")
    sketch = sketch_table(
        features, kind=kind, file=origin.file, maker=_maker_of(origin), options=options
    )
    sketch.tally.take(tally)
    return sketch


def _maker_of(origin: Origin) -> str:
    """Who drew a file whose content does not tell: its name without the day."""
    return _DAY_SIGNS.sub("", origin.outer or origin.stem) or "unknown maker"


def _from_archive(data: bytes, origin: Origin, options: LoadOptions) -> tuple[ControlLayer, ...]:
    """Read the maps in an archive."""
    layers: list[ControlLayer] = []
    with unpacked(data, file=origin.file) as (maps, others):
        if not maps:
            held = ", ".join(others[:5]) or "nothing"
            raise NoControlMap(f"{origin.file} is an archive with no control map; it holds {held}")
        for name, path in maps:
            inner = read_bytes(path)
            member = Origin.of(f"{origin.file}/{name}", _whole(path, inner))
            if len(maps) == 1:
                member = replace(origin, stem=PurePosixPath(name).stem, outer=origin.stem)
            layers += _layers(path, inner, member, options)
    if others:
        which = (
            "1 file of the archive is no map"
            if len(others) == 1
            else f"{len(others)} files of the archive are no maps"
        )
        text = f"{which}: {', '.join(others[:3])}"
        note = LayerNote("left out", text, len(others))
        layers = [replace(layer, notes=(*layer.notes, note)) for layer in layers]
    return tuple(layers)
