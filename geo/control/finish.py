"""From what a reader found to layers: turned round, repaired, dated, and one for each day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

import shapely

from geo.control.file_day import Dated, day_of_name
from geo.control.layer import ControlLayer, Maker, control_frame
from geo.control.options import LoadOptions
from geo.control.repair import mended
from geo.control.sketch import PointRow, Sketch
from geo.control.theatre import axes_order, far_away
from geo.errors import ControlInvalid

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

_TURNED: Final = (
    "the coordinates are written {written}, other than {maker} does it, and were turned round: as "
    "written the map would lie far from {where}"
)
_FAR: Final = (
    "an area lies far from the countries that the map speaks of; it is kept",
    "{n} areas lie far from the countries that the map speaks of; they are kept",
)
_UNDATED: Final = (
    "an area without a day is counted to the only day that the file has",
    "{n} areas without a day are counted to the only day that the file has",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that a map comes from."""

    file: str
    """Its name, without folders."""
    stem: str
    """The name without its ending."""
    sha256: str
    """Checksum of its content."""
    outer: str = ""
    """Of a map inside an archive the stem of the archive."""

    @classmethod
    def of(cls, file: str, data: bytes) -> Origin:
        """Describe a file.

        Parameters
        ----------
        file
            Its name.
        data
            Its content.
        """
        return cls(file, PurePath(file).stem, hashlib.sha256(data).hexdigest())


def finished(sketch: Sketch, origin: Origin, *, options: LoadOptions) -> tuple[ControlLayer, ...]:
    """Make layers of what a reader found.

    Parameters
    ----------
    sketch
        What it found.
    origin
        The file.
    options
        What the user says of it.

    Returns
    -------
    tuple of ControlLayer
        One a day, by day.

    Raises
    ------
    ControlInvalid
        If nothing is left that anybody holds or that is fought over.
    """
    _turn(sketch, origin)
    rows = mended(sketch.rows, tally=sketch.tally)
    if not rows:
        notes = "; ".join(note.text for note in sketch.tally.notes() if note.kind == "left out")
        raise ControlInvalid(
            f"{origin.file} draws no ground that anybody holds"
            + (f" (left out: {notes})" if notes else "")
            + "; a control map with areas is wanted"
        )
    far = far_away([row["geometry"] for row in rows], codes=_codes(rows))
    if far:
        sketch.tally.add("assumed", *_FAR, count=far)
    maker = _maker(sketch, options)
    by_day = _by_day(rows, sketch, origin, options)
    return tuple(_layer(sketch, origin, maker, dated, day_rows) for dated, day_rows in by_day)


def _turn(sketch: Sketch, origin: Origin) -> None:
    """Turn a map round whose axes are swapped, and say so."""
    shapes = [row["geometry"] for row in sketch.rows if row["geometry"] is not None]
    codes = _codes(sketch.rows)
    if axes_order(shapes, codes=codes, file=origin.file) == "as written":
        return
    for row in sketch.rows:
        row["geometry"] = None if row["geometry"] is None else _turned(row["geometry"])
    sketch.lines = [(day, _turned(line)) for day, line in sketch.lines]
    if not sketch.latitude_first:
        sketch.points = [point._replace(x=point.y, y=point.x) for point in sketch.points]
    written = "longitude first" if sketch.latitude_first else "latitude first"
    usual = sketch.maker.name if sketch.latitude_first else "this format"
    where = f"the ground of {' and '.join(codes)}" if codes else "the earth"
    sketch.tally.add(
        "turned",
        _TURNED.format(written=written, maker=usual, where=where),
        count=len(shapes),
    )


def _codes(rows: Iterable[dict[str, Any]]) -> list[str]:
    """The countries that rows speak of, and the parties that are none."""
    return sorted({row[name] for row in rows for name in ("side", "within") if row.get(name)})


def _turned(shape: BaseGeometry) -> BaseGeometry:
    """A geometry with its two axes exchanged."""
    return shapely.transform(shape, lambda points: points[:, ::-1])


def _maker(sketch: Sketch, options: LoadOptions) -> Maker:
    """The maker, as the user says or as the file tells."""
    maker = sketch.maker
    if options.maker is not None and options.maker != maker.name:
        maker = Maker(options.maker)
    if options.licence is not None:
        maker = replace(maker, licence=options.licence)
    return maker


def _by_day(
    rows: Sequence[dict[str, Any]], sketch: Sketch, origin: Origin, options: LoadOptions
) -> Iterable[tuple[Dated, list[dict[str, Any]]]]:
    """The rows of each day: option before attribute before file name."""
    if options.date is not None:
        return [(Dated(options.date, "option"), list(rows))]
    whole = sketch.day if sketch.day is not None and sketch.day.day else None
    groups: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row.get("day"), []).append(row)
    if None in groups and len(groups) == 2:
        undated = groups.pop(None)
        sketch.tally.add("assumed", *_UNDATED, count=len(undated))
        next(iter(groups.values())).extend(undated)
    if None not in groups or len(groups) > 1:
        return sorted(
            (
                (
                    Dated(day, "attribute")
                    if day
                    else Dated(None, "some features have no day where others have one"),
                    listed,
                )
                for day, listed in groups.items()
            ),
            key=lambda group: (group[0].day is None, group[0].day or ""),
        )
    dated = replace(whole, basis="attribute") if whole else day_of_name(origin.stem)
    if dated.day is None and origin.outer:
        outer = day_of_name(origin.outer)
        dated = outer if outer.day else dated
    if dated.remark:
        sketch.tally.add("assumed", dated.remark)
    return [(dated, list(rows))]


def _layer(
    sketch: Sketch,
    origin: Origin,
    maker: Maker,
    dated: Dated,
    rows: Sequence[dict[str, Any]],
) -> ControlLayer:
    """Make the layer of one day."""
    usual = {
        "source": maker.name,
        "source_date": dated.day,
        "licence": maker.licence,
        "attribution": maker.attribution or maker.name,
    }
    filled = [usual | {key: value for key, value in row.items() if value is not None}
              for row in rows]  # fmt: skip
    days = {row.get("day") for row in rows}

    def shown(day: str | None) -> bool:
        return day is None or day in days or dated.basis == "option"

    return ControlLayer(
        control_frame(filled),
        maker=maker,
        date=dated.day,
        date_basis=dated.basis,
        file=origin.file,
        format=sketch.format,
        sha256=origin.sha256,
        notes=sketch.tally.notes(),
        line=_line([line for day, line in sketch.lines if shown(day)]),
        points=_points([point for point in sketch.points if shown(point.day)]),
        inferred=all(bool(row.get("inferred")) for row in rows),
    )


def _line(pieces: Sequence[BaseGeometry]) -> BaseGeometry | None:
    """The front line as one geometry; None where there is none."""
    return pieces[0] if len(pieces) == 1 else shapely.union_all(pieces) if pieces else None


def _points(points: Sequence[PointRow]) -> GeoDataFrame | None:
    """The frame of a layer's points; None where there are none."""
    if not points:
        return None
    import geopandas as gpd

    xs, ys, sides, labels, kinds, _ = zip(*points, strict=True)
    columns = {"side": sides, "label": labels, "kind": kinds}
    shapes = shapely.points(xs, ys)
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326", dtype=object)
