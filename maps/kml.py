"""KML 2.2, which Google Earth opens, and KMZ, the same in an archive.

Text from strangers is escaped twice where a reader takes it for HTML: the description of a place
is HTML inside XML.
"""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from maps import style
from maps.export import DIGITS, FILLS, INFERRED, USUAL_FILL, Export, about, clean, records
from maps.html import neutral

_FIRST: Final = (1980, 1, 1, 0, 0, 0)  # the oldest day that an archive can hold
_TURNS: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
_SHOWN_UNTIL: Final = (
    "Each map is shown from its day to the day before the next map of the same source."
)
Row = tuple[str, Mapping[str, Any], BaseGeometry]


def kml_text(export: Export) -> str:
    """Write an export as one KML document.

    Each map has a folder of its own; its shapes carry the map's day as `TimeStamp`, or, where
    there are several maps of a source, as `TimeSpan` until the day before the next. What is
    inferred says so in its name and description, and has outlines without filling, as no map
    maker's ground has.

    Parameters
    ----------
    export
        What is written.

    Returns
    -------
    str
        XML, to be saved as UTF-8.
    """
    rows = [(s.name, *record) for s in export.filled for record in records(s)]
    looks = _Looks.of(rows)
    spans = _spans(row for _, row, _ in rows)
    told = about(export)
    several = any(begin != end for begin, end in spans.values())
    said = [*told["notes"], *([_SHOWN_UNTIL] if several else [])]
    inside = [
        _element("name", _line(export.title)),
        "<open>1</open>",
        _element("description", _sources_html(told, said)),
        *looks.styles(),
        _data({key: value for key, value in told.items() if key not in ("notes", "sources")}),
    ]
    for folder, members in _folders(rows).items():
        marks = [_placemark(row, shape, looks, spans, name) for name, row, shape in members]
        inside.append("\n".join(["<Folder>", _element("name", _line(folder)), *marks, "</Folder>"]))
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<kml xmlns="http://www.opengis.net/kml/2.2">',
            "<Document>",
            *inside,
            "</Document>",
            "</kml>",
            "",
        ]
    )


def kmz_bytes(export: Export) -> bytes:
    """Write an export as KMZ; the same export always gives the same bytes.

    Parameters
    ----------
    export
        What is written.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        entry = zipfile.ZipInfo("doc.kml", date_time=_FIRST)
        archive.writestr(entry, kml_text(export), compress_type=zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _folders(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Part rows by the map that they are of."""
    folders: dict[str, list[Row]] = {}
    for name, row, shape in rows:
        source, day = row.get("source"), _days(row)
        title = f"{source}, {day}" if source else name
        marked = f"[inferred] {title}" if row.get("inferred") else title
        folders.setdefault(marked, []).append((name, row, shape))
    return folders


def _placemark(
    row: Mapping[str, Any],
    shape: BaseGeometry,
    looks: _Looks,
    spans: Mapping[tuple[str, str], tuple[str, str]],
    table: str,
) -> str:
    """One shape with everything that is known of it."""
    lines = [
        f"<b>{neutral(key)}</b>: {neutral(_text(value))}"
        for key, value in row.items()
        if value not in (None, "")
    ]
    if row.get("inferred"):
        lines.insert(0, f"<b>{neutral(INFERRED.capitalize())}.</b>")
    return "\n".join(
        [
            "<Placemark>",
            _element("name", _line(_name(row, table))),
            _element("description", "<br>".join(lines)),
            *_time(row, spans),
            f"<styleUrl>#{looks.id_of(row, shape)}</styleUrl>",
            _data({"layer": table, **row}),
            _geometry(shape),
            "</Placemark>",
        ]
    )


def _name(row: Mapping[str, Any], table: str) -> str:
    """What a shape is called in a list: `RU held, 2025-01-04`."""
    mark = row.get("change") or row.get("status")
    subject = " ".join(str(part) for part in (row.get("side"), mark) if part)
    named = subject or table.replace("_", " ")
    if table in ("points", "settlements") and row.get("label"):
        named = str(row["label"])
    return f"{'[inferred] ' if row.get('inferred') else ''}{named}, {_days(row)}"


def _days(row: Mapping[str, Any]) -> str:
    """The day of a row, or both its days."""
    days = [str(row[key]) for key in ("from_date", "to_date") if row.get(key)]
    return " to ".join(days) or str(row.get("source_date") or "undated")


def _spans(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], tuple[str, str]]:
    """From when until when each map is shown: until the day before its source's next."""
    days: dict[str, set[str]] = {}
    for row in rows:
        day = row.get("source_date")
        if _is_day(day):
            days.setdefault(str(row.get("source")), set()).add(str(day))
    spans = {}
    for source, known in days.items():
        ordered = sorted(known)
        for begin, follower in zip(ordered, [*ordered[1:], None], strict=True):
            end = date.fromisoformat(follower) - timedelta(days=1) if follower else None
            spans[source, begin] = (begin, end.isoformat() if end else begin)
    return spans


def _time(
    row: Mapping[str, Any], spans: Mapping[tuple[str, str], tuple[str, str]]
) -> Iterator[str]:
    """The day of a shape, or its days."""
    begin, end = row.get("from_date"), row.get("to_date")
    if not (_is_day(begin) and _is_day(end)):
        key = (str(row.get("source")), str(row.get("source_date")))
        begin, end = spans.get(key, (None, None))
    if begin is None:
        return
    if begin == end:
        yield f"<TimeStamp><when>{begin}</when></TimeStamp>"
    else:
        yield f"<TimeSpan><begin>{begin}</begin><end>{end}</end></TimeSpan>"


def _is_day(value: object) -> bool:
    """Whether a value is a day, ISO 8601."""
    if not isinstance(value, str) or len(value) != 10:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Looks:
    """The styles of a document: one for each kind of row, by number, never by a stranger's name."""

    colours: Mapping[str, str]
    used: Mapping[tuple[str, str, str, bool], str]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> _Looks:
        """Number what rows need."""
        listed = list(rows)
        sides = {str(row["side"]) for _, row, _ in listed if row.get("side")}
        kinds = sorted({_kind(row, shape) for _, row, shape in listed})
        used = {
            kind: f"{'inferred' if kind[3] else 'map'}-{kind[0]}-{number}"
            for number, kind in enumerate(kinds, 1)
        }
        return cls(style.side_colours(sides), used)

    def id_of(self, row: Mapping[str, Any], shape: BaseGeometry) -> str:
        """Name the style of a row."""
        return self.used[_kind(row, shape)]

    def styles(self) -> Iterator[str]:
        """Write every style."""
        for (form, side, mark, inferred), name in self.used.items():
            front = style.INK if form == "line" else style.NO_SIDE
            colour = self.colours.get(side, front)
            yield f'<Style id="{name}">{"".join(_look(form, colour, mark, inferred))}</Style>'


def _kind(row: Mapping[str, Any], shape: BaseGeometry) -> tuple[str, str, str, bool]:
    """What decides the look of a row: its form, side, status and whether it is inferred."""
    form = {0: "point", 1: "line", 2: "area"}[int(shapely.get_dimensions(shape))]
    mark = str(row.get("change") or row.get("status") or "")
    probability = row.get("probability")
    if isinstance(probability, float | int):
        mark = f"p{min(max(round(probability * 10), 0), 10)}"
    return form, str(row.get("side") or ""), mark, bool(row.get("inferred"))


def _look(form: str, colour: str, mark: str, inferred: bool) -> Iterator[str]:  # noqa: FBT001
    """The elements of one style."""
    if form == "point":
        yield f"<IconStyle><color>{_abgr(colour, 0xFF)}</color><scale>0.6</scale></IconStyle>"
        yield "<LabelStyle><scale>0.7</scale></LabelStyle>"
    elif form == "line":
        colour = colour if not inferred else style.QUIET
        yield f"<LineStyle><color>{_abgr(colour, 0x99 if inferred else 0xFF)}</color>"
        yield f"<width>{2 if inferred else 3}</width></LineStyle>"
    else:
        fill = 0x10 + 0x0A * int(mark[1:]) if mark[1:].isdecimal() else FILLS.get(mark)
        density = USUAL_FILL if fill is None else fill
        # No map maker's ground is an outline alone: that is what is inferred.
        yield f"<LineStyle><color>{_abgr(colour, 0xFF if inferred else 0xB3)}</color>"
        yield f"<width>{4 if inferred else 1}</width></LineStyle>"
        yield f"<PolyStyle><color>{_abgr(colour, density)}</color>"
        yield f"<fill>{int(not inferred)}</fill></PolyStyle>"


def _abgr(colour: str, alpha: int) -> str:
    """Turn `#rrggbb` into KML's order: alpha, blue, green, red."""
    return f"{alpha:02x}{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()


def _sources_html(told: Mapping[str, Any], said: Iterable[str]) -> str:
    """What a reader should know of the whole file, as HTML without any of a stranger's markup."""
    lines = [f"Written by {neutral(told['generator'])}."]
    if told["inferred"]:
        lines.append("What is marked [inferred] was " + neutral(INFERRED) + ".")
    for source in told["sources"]:
        parts = [source.get("attribution") or source.get("source"), source.get("source_date")]
        parts.append(f"licence: {source.get('licence')}")
        lines.append(neutral("; ".join(str(part) for part in parts if part)))
    return "<br>".join([*lines, *map(neutral, said)])


def _data(values: Mapping[str, Any]) -> str:
    """The attributes of a shape or of the document; what is missing is left out."""
    inside = "".join(
        f'<Data name="{_escaped(key)}">{_element("value", _text(value))}</Data>'
        for key, value in values.items()
        if value is not None
    )
    return f"<ExtendedData>{inside}</ExtendedData>" if inside else ""


def _text(value: object) -> str:
    """A value as text; truth as XML writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _line(text: str) -> str:
    """One line of text that no mark in it turns round."""
    return " ".join(text.translate(_TURNS).split())


def _element(name: str, text: str) -> str:
    return f"<{name}>{_escaped(text)}</{name}>"


def _escaped(text: str) -> str:
    """Text that XML gives back as it was; a bare carriage return would become a line feed."""
    return html.escape(clean(text), quote=True).replace("\r", "&#13;")


def _geometry(shape: Any) -> str:  # noqa: ANN401 (parts differ by the kind of shape)
    """A shape in KML; several parts in one `MultiGeometry`."""
    if hasattr(shape, "geoms"):
        return f"<MultiGeometry>{''.join(map(_geometry, shape.geoms))}</MultiGeometry>"
    if shape.geom_type == "Point":
        return f"<Point>{_coordinates(shape)}</Point>"
    if shape.geom_type != "Polygon":
        return f"<LineString><tessellate>1</tessellate>{_coordinates(shape)}</LineString>"
    rings = [f"<outerBoundaryIs>{_ring(shape.exterior)}</outerBoundaryIs>"]
    rings += [f"<innerBoundaryIs>{_ring(hole)}</innerBoundaryIs>" for hole in shape.interiors]
    return f"<Polygon><tessellate>1</tessellate>{''.join(rings)}</Polygon>"


def _ring(ring: BaseGeometry) -> str:
    return f"<LinearRing>{_coordinates(ring)}</LinearRing>"


def _coordinates(shape: BaseGeometry) -> str:
    """Longitude, latitude pairs, parted by blanks."""
    pairs = (
        f"{_degrees(lon)},{_degrees(lat)}" for lon, lat in shapely.get_coordinates(shape).tolist()
    )
    return f"<coordinates>{' '.join(pairs)}</coordinates>"


def _degrees(value: float) -> str:
    """Degrees without needless zeros, never in powers of ten."""
    return f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
