"""Control maps, changes and what was inferred, as files for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from geo.control.care import Care, Cared, has_licence
from geo.control.contact import front_line
from geo.control.layer import ControlLayer
from maps.export import INFERRED, Export, ExportTable, NothingToExport, frame_of

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from gazetteer.store import Gazetteer

LICENCE_UNKNOWN: Final = "unknown: the maker states none"
"""What stands in the place of a licence where there is none."""
_METADATA: Final = ("source", "source_date", "licence", "attribution", "inferred")


def control_export(
    layers: Iterable[ControlLayer],
    *,
    title: str | None = None,
    notes: Sequence[str] = (),
    care: Care | None = None,
    gazetteer: Gazetteer | None = None,
) -> Export:
    """Put control maps together for export: ground, front lines, points if kept.

    Nothing is held back here: see `geo.control.care` for that, and `cared_export`.

    Parameters
    ----------
    layers
        Maps of any makers and days; inferred ones keep their mark.
    title
        Headline; by default the maker and the days.
    notes
        What was done before, a sentence each.
    care
        What was asked for when they were taken care of.
    gazetteer
        Tells where borders run, so that the front of a map whose maker draws none is worked out;
        without it such a map has no front line.

    Raises
    ------
    NothingToExport
        If there is no map.
    """
    listed = sorted(layers, key=lambda layer: (layer.maker.name, layer.date or "", layer.file))
    if not listed:
        raise NothingToExport
    care = care or Care()
    lines = partial(_lines, gazetteer=gazetteer)
    parts: Mapping[str, Part] = {"control": _ground, "front_line": lines, "points": _points}
    tables = tuple(
        ExportTable(
            name,
            frame_of(
                row
                for layer in listed
                for row in part(layer, source_facts(layer, permitted=care.permitted))
            ),
        )
        for name, part in parts.items()
    )
    told = [
        f"{layer.title}: {note.text}" + (f" ({note.count})" if note.count > 1 else "")
        for layer in listed
        for note in layer.notes
    ]
    return Export(
        title or _title(listed),
        tables,
        sources=tuple(source_facts(layer, permitted=care.permitted) for layer in listed),
        notes=(*notes, *told),
        facts={
            "embargo_hours": care.embargo_hours,
            "coarsen_m": care.coarsen_m,
            "permitted": care.permitted,
        },
    )


def cared_export(
    cared: Cared, *, title: str | None = None, gazetteer: Gazetteer | None = None
) -> Export:
    """Put maps together for export that were taken care of, with what was done to them.

    Parameters
    ----------
    cared
        What `geo.control.care.cared_for` left.
    title
        Headline; by default the maker and the days.
    gazetteer
        As `control_export` takes it.
    """
    return control_export(
        cared.atlas.layers, title=title, notes=cared.notes, care=cared.care, gazetteer=gazetteer
    )


def source_facts(layer: ControlLayer, *, permitted: str | None = None) -> dict[str, Any]:
    """Tell where a map is from and what may be done with it.

    Parameters
    ----------
    layer
        The map.
    permitted
        By what permission it is given away where its maker states no licence.
    """
    licence = layer.maker.licence
    if not has_licence(layer):
        licence = LICENCE_UNKNOWN + (f"; permitted: {permitted}" if permitted else "")
    return {
        "source": layer.maker.name,
        "source_date": layer.date,
        "date_basis": layer.date_basis,
        "licence": licence,
        "attribution": layer.maker.attribution or layer.maker.name,
        "inferred": layer.inferred,
        "file": layer.file,
        "format": layer.format,
        "sha256": layer.sha256,
    }


def stamped(
    frame: GeoDataFrame, layer: ControlLayer, *, permitted: str | None = None
) -> GeoDataFrame:
    """Give a table that was worked out from a map the columns that every export has.

    Stretches of an inferred front, or bands of probability, go into a file beside the map with it.

    Parameters
    ----------
    frame
        Any columns and `geometry`, EPSG:4326.
    layer
        The map; if it is inferred, so is every row.
    permitted
        By what permission it is given away where its maker states no licence.
    """
    return frame_of(_rows_of(layer, frame, source_facts(layer, permitted=permitted)))


def _title(layers: Sequence[ControlLayer]) -> str:
    """Name makers and days: `UAControlMap, 2024-08-06 to 2025-01-05`."""
    makers = list(dict.fromkeys(layer.maker.name for layer in layers))
    days = sorted(layer.date for layer in layers if layer.date)
    named = makers[0] if len(makers) == 1 else f"{len(makers)} makers of control maps"
    if not days:
        return f"{named}, undated"
    return f"{named}, {days[0]}" + (f" to {days[-1]}" if days[-1] != days[0] else "")


Known = Mapping[str, Any]
Part = Callable[[ControlLayer, Known], Iterator[dict[str, Any]]]


def _rows_of(layer: ControlLayer, frame: GeoDataFrame, known: Known) -> Iterator[dict[str, Any]]:
    """Give rows of a map with what it says of itself where they do not say it."""
    usual = {key: known[key] for key in _METADATA}
    columns = [name for name in frame.columns if name != frame.geometry.name]
    values = [frame[name].tolist() for name in columns]
    for index, shape in enumerate(frame.geometry):
        row = {name: column[index] for name, column in zip(columns, values, strict=True)}
        said = {key: value for key, value in row.items() if not _missing(value)}
        marked = bool(said.get("inferred")) or layer.inferred
        yield {**row, **usual, **said, "inferred": marked, "geometry": shape}


def _missing(value: object) -> bool:
    """Whether a cell is empty: None, or what pandas puts in its place."""
    return value is None or value != value  # noqa: PLR0124 (NaN equals nothing)


def _ground(layer: ControlLayer, known: Known) -> Iterator[dict[str, Any]]:
    return _rows_of(layer, layer.frame, known)


def _lines(
    layer: ControlLayer, known: Known, *, gazetteer: Gazetteer | None
) -> Iterator[dict[str, Any]]:
    """The front line as the maker draws it, else as it is worked out."""
    line, basis = layer.line, INFERRED if layer.inferred else "as the maker draws it"
    if line is None and gazetteer is not None:
        line = front_line(layer, gazetteer).contact
        basis = "worked out: where the ground of two sides meets"
    if line is not None and not line.is_empty:
        yield {**{key: known[key] for key in _METADATA}, "basis": basis, "geometry": line}


def _points(layer: ControlLayer, known: Known) -> Iterator[dict[str, Any]]:
    """Units and other points, where they were kept."""
    return iter(()) if layer.points is None else _rows_of(layer, layer.points, known)
