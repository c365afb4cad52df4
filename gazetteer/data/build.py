"""Build the gazetteer that ships from the text files beside this script.

Runs while a wheel is built, so it needs nothing but the standard library. Same files, same rows:
`python -m gazetteer.data.build OUT.sqlite` prints the content hash.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from gazetteer.extent import settlement_radius
from gazetteer.place import Place
from gazetteer.records import LineRow, Outline, SourceInfo
from gazetteer.writer import write

DATA: Final = Path(__file__).parent
BORDER_FILE: Final = "border_ru_ua.geojson"
SHAPES_FILE: Final = "shapes.geojsonl.gz"
GRID: Final = 1024
"""Outlines lie on a grid of so many steps a degree, written with four decimals."""
PLACE_FILES: Final = (
    "settlements.csv", "places.csv.gz", "postal_places.csv", "countries.csv", "regions.csv",
)  # fmt: skip
CODE_FILES: Final = (
    "data/build.py", "extent.py", "names.py", "place.py", "romanise.py", "schema.py", "spelling.py",
    "writer.py",
)  # fmt: skip
_INTEGERS: Final = ("population",)
_NUMBERS: Final = ("lon", "lat", "precision_m", "radius_m", "area_km2")
_LISTS: Final = ("names", "derived_from")
_BOX: Final = ("west", "south", "east", "north")


def build(out: Path, *, data: Path = DATA, files: Sequence[str] = PLACE_FILES) -> str:
    """Build a gazetteer file from text files.

    Parameters
    ----------
    out
        File to write.
    data
        Folder with the text files.
    files
        Those that hold places.

    Returns
    -------
    str
        The content hash, which two builds from the same text share.

    Raises
    ------
    PlaceInvalid
        If a row breaks the rules of a place; nothing is then written.
    """
    places: list[Place] = []
    lesser: dict[str, list[tuple[str, float]]] = {}
    for name in files:
        for row in rows_of(data / name):
            place = place_of(row)
            places.append(place)
            weighted = [item.rpartition("=") for item in _items(row.get("lesser"))]
            if weighted:
                lesser[place.id] = [(text, float(fit)) for text, _, fit in weighted]
    return write(
        out,
        places,
        lesser=lesser,
        outlines={
            shape["id"]: Outline(wkb_of(shape["geometry"]), float(shape["precision_m"]))
            for shape in _shapes(data)
        },
        lines=_lines(data),
        sources=[_source(row) for row in rows_of(data / "sources.csv")],
        built_from=input_hash(data, files=files),
    )


def input_hash(data: Path = DATA, *, files: Sequence[str] = PLACE_FILES) -> str:
    """Hash everything that a build depends on: the text files and the code.

    Parameters
    ----------
    data
        Folder with the text files.
    files
        Those that hold places.

    Returns
    -------
    str
        SHA-256, hexadecimal.
    """
    digest = hashlib.sha256()
    paths = [data / name for name in (*files, SHAPES_FILE, BORDER_FILE, "sources.csv")]
    paths += [DATA.parent / name for name in CODE_FILES]
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Read the rows of a CSV file, plain or gzipped, as text by column.

    Parameters
    ----------
    path
        The file; lines that start with "#" are comments.
    """
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    lines = io.StringIO(text, newline="")
    yield from csv.DictReader(line for line in lines if not line.startswith("#"))


def place_of(row: Mapping[str, str]) -> Place:
    """Make a place of a row of text; empty cells are unknown.

    Parameters
    ----------
    row
        Cells by the names of Place's fields; lists are divided by "|", the extent stands in
        the columns west, south, east, north.

    Raises
    ------
    PlaceInvalid
        If the row breaks the rules of a place.
    """
    values: dict[str, Any] = {}
    for column, text in row.items():
        if column in _LISTS:
            values[column] = _items(text)
        elif column in _NUMBERS and text:
            values[column] = float(text)
        elif column in _INTEGERS and text:
            values[column] = int(text)
        elif column not in (*_BOX, "lesser") and text:
            values[column] = text
    if row.get("west"):
        values["bbox"] = tuple(float(row[side]) for side in _BOX)
    if values["kind"] == "settlement" and "radius_m" not in values:
        values["radius_m"], values["radius_basis"] = settlement_radius(
            values.get("feature", ""), values.get("population")
        )
    return Place(**values)


def _items(text: str | None) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _source(row: Mapping[str, str]) -> SourceInfo:
    return SourceInfo(
        name=row["name"],
        rows=int(row["rows"]),
        licence=row["licence"],
        date=row["date"],
        path=row["path"],
        sha256=row["sha256"],
    )


def _shapes(data: Path) -> Iterator[dict[str, Any]]:
    for line in gzip.decompress((data / SHAPES_FILE).read_bytes()).splitlines():
        yield json.loads(line, parse_float=_on_grid)


def _on_grid(digits: str) -> float:
    return round(float(digits) * GRID) / GRID


def _lines(data: Path) -> Iterator[tuple[LineRow, bytes]]:
    features = json.loads((data / BORDER_FILE).read_text(encoding="utf-8"))["features"]
    for feature in features:
        about = feature["properties"]
        row = LineRow(
            id=about["id"],
            name=about["name"],
            countries=tuple(sorted(about["countries"])),
            policy=about["policy"],
            precision_m=float(about["precision_m"]),
            source=about["source"],
            licence=about["licence"],
        )
        yield row, wkb_of(feature["geometry"])


def wkb_of(geometry: Mapping[str, Any]) -> bytes:
    """Write a GeoJSON geometry as well-known binary, little-endian.

    Parameters
    ----------
    geometry
        A LineString, MultiLineString, Polygon or MultiPolygon, longitude before latitude.

    Raises
    ------
    ValueError
        If the geometry is of another type.
    """
    kind, parts = geometry["type"], geometry["coordinates"]
    if kind == "LineString":
        return struct.pack("<BI", 1, 2) + _ring(parts)
    if kind == "Polygon":
        return struct.pack("<BII", 1, 3, len(parts)) + b"".join(map(_ring, parts))
    if kind in ("MultiLineString", "MultiPolygon"):
        single = kind.removeprefix("Multi")
        number = 5 if single == "LineString" else 6
        return struct.pack("<BII", 1, number, len(parts)) + b"".join(
            wkb_of({"type": single, "coordinates": part}) for part in parts
        )
    raise ValueError(f"a geometry of type {kind!r} does not belong into a gazetteer")


def _ring(vertices: list[list[float]]) -> bytes:
    flat = [number for vertex in vertices for number in vertex[:2]]
    return struct.pack(f"<I{len(flat)}d", len(vertices), *flat)


if __name__ == "__main__":
    print(build(Path(sys.argv[1])))
