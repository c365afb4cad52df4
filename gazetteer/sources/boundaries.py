"""Regions and districts from the boundary files that others publish, of any usual format."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from shapely.geometry.base import BaseGeometry

from gazetteer.errors import PlaceInvalid, SourceUnreadable, shortened
from gazetteer.sources.area import Area, row_of
from gazetteer.sources.csv_table import UNKNOWN_LICENCE
from gazetteer.sources.gather import Found, Outcome, in_batches, rejected
from gazetteer.sources.naming import TOO_LONG, RecordBroken, cleaned
from gazetteer.sources.outline import SIMPLIFIED_M, on_earth, repaired
from gazetteer.sources.record import OUTLINE_PRECISION_M
from gazetteer.sources.regions import Regions
from gazetteer.sources.source import Batch, modified_day
from gazetteer.store import Gazetteer

if TYPE_CHECKING:
    import geopandas

_ROWS: Final = 250
"""Outlines that are held at a time, and that a batch covers."""
# How a file of each format begins, so that nothing else is handed to the library that reads it.
_BEGINS: Final = {
    ".geojson": b"{", ".json": b"{", ".gpkg": b"SQLite format 3\0", ".zip": b"PK\x03\x04",
    ".shp": b"\x00\x00\x27\x0a", ".fgb": b"fgb",
}  # fmt: skip
# Usual names of attributes, by their letters alone, best first; {n} is the level.
_NAMES: Final = (
    "nameen", "shapenameen", "adm{n}en", "adm{n}nameen", "adm{n}name", "shapename", "name{n}",
    "nameenglish", "name", "nam", "title",
)  # fmt: skip
_OTHERS: Final = (
    "name", "shapename", "nameru", "nameuk", "adm{n}ua", "adm{n}ru", "adm{n}uk", "adm{n}name1",
    "adm{n}name2", "nlname{n}", "varname{n}", "namelocal", "altname", "namealt",
)  # fmt: skip
_CODES: Final = (
    "iso31662", "shapeiso", "iso{n}", "adm{n}pcode", "gid{n}", "shapeid", "pcode", "code",
)  # fmt: skip
_COUNTRIES: Final = (
    "isoa2", "iso2", "countrycode", "shapegroup", "gid0", "adm0pcode", "isoa3", "iso3", "adm0a3",
    "adm0en", "adm0name", "country", "cntrcode",
)  # fmt: skip
_WITHIN: Final = ("adm1en", "adm1name", "name1", "admin1", "region", "oblast")


@dataclass(frozen=True, slots=True)
class _Attributes:
    """Which attributes of a file hold what; "" where none does."""

    name: str
    others: tuple[str, ...]
    code: str
    country: str
    within: str


@dataclass(frozen=True, slots=True)
class _File:
    """One file, and how it is read."""

    path: Path
    layer: str | None
    rows: int
    attributes: _Attributes
    moved: bool
    """Whether its coordinates are of another system than WGS 84."""


class Boundaries:
    """The regions or districts of boundary files: GeoJSON, GeoPackage, shapefile, FlatGeobuf.

    An outline that is the same region as one that ships takes that one's id, so that it refines
    it: by its code of ISO 3166-2, by name and half of the common area, or by four fifths of that
    area alone. Outlines are brought to WGS 84 and repaired where they are not valid, which the
    row's `source` then says.

    Parameters
    ----------
    paths
        Files; a shapefile as .shp with its companions beside it, or as .zip.
    level
        1 for first-level regions, 2 for districts.
    country
        ISO 3166-1 code of all of them; None to read it, or to find it by the position.
    name_column
        The attribute that holds the English name; "" for the usual ones of geoBoundaries, OCHA,
        GADM and Natural Earth.
    code_column
        The attribute that holds the code; "" for the usual ones.
    layer
        Layer of a file that has several.
    name
        Name of the source; by default "boundaries" and the name of the first file.
    licence
        SPDX expression of the rows.
    credit
        Whom to name.
    date
        Day of the data, ISO 8601; by default that of the last change of the files.
    precision_m
        How far the outlines may lie from the true ones, metres, 95 %. By default 1 km, since
        neither scale nor maker is known; where an outline of more than 5,000 vertices is
        simplified, its 45 m are added.
    gazetteer
        What ships.

    Raises
    ------
    SourceUnreadable
        If a file is missing, of another format or layer, or nothing in it is known to be the
        name.
    ValueError
        If the level is neither 1 nor 2.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        *,
        level: int,
        country: str | None = None,
        name_column: str = "",
        code_column: str = "",
        layer: str | None = None,
        name: str | None = None,
        licence: str = UNKNOWN_LICENCE,
        credit: str = "",
        date: str | None = None,
        precision_m: float = OUTLINE_PRECISION_M,
        gazetteer: Gazetteer | None = None,
    ) -> None:
        if level not in (1, 2):
            raise ValueError(f"level {level} is none of boundaries; 1 are regions, 2 districts")
        if not paths:
            raise SourceUnreadable("boundaries", "no file is named; name one or more")
        self.paths = tuple(paths)
        self._regions = Regions(gazetteer)
        self._level = level
        self._country = self._code_of(country)
        self._precision_m = precision_m
        self._files = [_file(path, layer, level, name_column, code_column) for path in self.paths]
        self.name = cleaned(name or f"boundaries {self.paths[0].name.partition('.')[0]}")
        self.licence = licence
        self.credit = credit
        self.date = date or max(map(modified_day, self.paths))
        self.size = sum(file.rows for file in self._files)
        parts = (
            f"level {level}",
            f"precision {precision_m:g} m, {SIMPLIFIED_M:g} m more where simplified",
            f"licence {licence}",
            *((f"country {self._country}",) if self._country else ()),
            *((f"name {name_column}",) if name_column else ()),
            *((f"code {code_column}",) if code_column else ()),
            *((f"layer {layer}",) if layer else ()),
            *filter(None, (self._regions.described,)),
        )
        self.options = "; ".join(parts)

    @property
    def described(self) -> str:
        """How each file is read, for people."""
        lines = []
        for file in self._files:
            a = file.attributes
            pairs = (("name", a.name), ("code", a.code), ("country", a.country))
            said = ", ".join(f"{what}={column}" for what, column in pairs if column)
            others = f"; other names from {', '.join(a.others)}" if a.others else ""
            lines.append(f"{file.path.name}: {said}{others}")
        return "\n".join(lines)

    def batches(self, *, start: int = 0) -> Iterator[Batch]:
        """Read the areas, behind the first `start` features.

        Parameters
        ----------
        start
            The `position` of the last batch that is already kept.

        Yields
        ------
        Batch
            Counted in features.
        """
        read = [0]
        return in_batches(self._outcomes(read), start=start, done=lambda: read[0], rows=_ROWS)

    def _outcomes(self, read: list[int]) -> Iterator[Outcome]:
        for file in self._files:
            for first in range(0, file.rows, _ROWS):
                frame = _frame(file.path, layer=file.layer, rows=slice(first, first + _ROWS))
                if file.moved:
                    frame = frame.to_crs("EPSG:4326")
                columns = [column for column in frame.columns if column != frame.geometry.name]
                texts = frame[columns].to_dict("records")
                for number, (record, shape) in enumerate(zip(texts, frame.geometry, strict=True)):
                    read[0] += 1
                    yield self._outcome(file, first + number + 1, _texts(record), shape)

    def _outcome(
        self, file: _File, number: int, record: Mapping[str, str], shape: BaseGeometry | None
    ) -> Outcome:
        where = f"{file.path.name}, feature {number}"
        written = json.dumps(record, ensure_ascii=False)
        try:
            area = self._area(file, number, record, shape)
            row = row_of(area, self._regions)
        except (RecordBroken, PlaceInvalid) as error:
            reason = "; ".join(error.faults) if isinstance(error, PlaceInvalid) else str(error)
            return rejected(where, reason, written)
        return Found(row.place, where, written, row.outline, row.fits, (TOO_LONG,) * row.long)

    def _area(
        self, file: _File, number: int, record: Mapping[str, str], shape: BaseGeometry | None
    ) -> Area:
        if shape is None or shape.is_empty:
            raise RecordBroken("it has no geometry")
        on_earth(shape)
        whole, fault = repaired(shape)
        attributes = file.attributes
        code = record.get(attributes.code, "")
        country = self._country or self._country_of(record.get(attributes.country, ""), whole)
        within = record.get(attributes.within, "") if self._level == 2 else ""
        repair = f"; outline repaired ({fault})" if fault else ""
        return Area(
            level=self._level,
            name=record.get(attributes.name, ""),
            preferred=(),
            others=tuple(filter(None, (record.get(key, "") for key in attributes.others))),
            country=country,
            code=code,
            shape=whole,
            precision_m=self._precision_m,
            source=f"{self.name} {code or number}{repair}",
            licence=self.licence,
            admin1=self._regions.region_name(within, country) if within else None,
        )

    def _country_of(self, text: str, shape: BaseGeometry) -> str:
        if any(map(str.isalpha, text)):  # Natural Earth writes -99 for none
            return self._regions.country_code(text)
        point = shape.representative_point()
        country, _ = self._regions.around(point.x, point.y)
        if country is None:
            raise RecordBroken("its country is not known; say it for the file as a whole")
        return country

    def _code_of(self, country: str | None) -> str | None:
        if country is None:
            return None
        try:
            return self._regions.country_code(country)
        except RecordBroken as error:
            raise SourceUnreadable(str(self.paths[0]), str(error)) from error


def _texts(record: Mapping[Any, Any]) -> dict[str, str]:
    """Turn attributes into text; what is missing is ""."""
    return {
        str(key): "" if value is None or value != value else cleaned(str(value))  # noqa: PLR0124
        for key, value in record.items()
    }


def _file(path: Path, layer: str | None, level: int, name_column: str, code_column: str) -> _File:
    _check_format(path)
    layer = _layer(path, layer)
    frame = _frame(path, layer=layer, rows=slice(0, 1))
    if "geometry" not in frame.columns or not hasattr(frame, "crs"):
        raise SourceUnreadable(str(path), "it has no geometries; name a file of boundaries")
    if frame.crs is None:
        raise SourceUnreadable(
            str(path), "it does not say its coordinate system; add a .prj, or save it as WGS 84"
        )
    columns = [str(column) for column in frame.columns if column != "geometry"]
    count = len(_frame(path, layer=layer, ignore_geometry=True))
    attributes = _attributes(path, columns, level, name_column, code_column)
    moved = not frame.crs.equals("EPSG:4326", ignore_axis_order=True)
    return _File(path, layer, count, attributes, moved)


def _check_format(path: Path) -> None:
    if not path.is_file():
        fault = "it is a folder" if path.is_dir() else "there is no such file"
        raise SourceUnreadable(str(path), f"{fault}; name a file")
    begins = _BEGINS.get(path.suffix.lower())
    with path.open("rb") as stream:
        head = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    if begins is None or not head.startswith(begins):
        raise SourceUnreadable(
            str(path), f"it is no file of boundaries; one of {', '.join(_BEGINS)} is wanted"
        )


def _damaged(path: Path, error: Exception) -> SourceUnreadable:
    return SourceUnreadable(str(path), f"it is damaged or of another format ({error})")


def _layer(path: Path, layer: str | None) -> str | None:
    import geopandas

    try:
        with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
            names = [str(name) for name in geopandas.list_layers(path)["name"]]
    except (RuntimeError, ValueError, OSError) as error:
        raise SourceUnreadable(
            str(path), f"it is damaged or of another format ({error})"
        ) from error
    if layer is not None and layer not in names:
        raise SourceUnreadable(
            str(path), f"it has no layer {shortened(layer)}; its layers: {', '.join(names)}"
        )
    if layer is None and len(names) != 1:
        count = "several layers" if names else "no layer"
        raise SourceUnreadable(str(path), f"it has {count}; name one of: {', '.join(names)}")
    return layer


def _frame(path: Path, **more: Any) -> geopandas.GeoDataFrame:  # noqa: ANN401 - GeoPandas' own
    import geopandas

    try:
        # What the library warns of and still reads, it reads.
        with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
            return geopandas.read_file(path, engine="pyogrio", **more)
    except (RuntimeError, ValueError, OSError) as error:
        raise SourceUnreadable(
            str(path), f"it is damaged or of another format ({error})"
        ) from error


def _attributes(
    path: Path, columns: Sequence[str], level: int, name_column: str, code_column: str
) -> _Attributes:
    for given in filter(None, (name_column, code_column)):
        if given not in columns:
            reason = f"no attribute is called {shortened(given)}; its attributes: "
            raise SourceUnreadable(str(path), reason + ", ".join(columns))
    name = name_column or _first(columns, _NAMES, level)
    if not name:
        raise SourceUnreadable(
            str(path),
            f"no attribute is known to be the name; say which of: {', '.join(columns) or 'none'}",
        )
    others = tuple(column for column in _every(columns, _OTHERS, level) if column != name)
    return _Attributes(
        name=name,
        others=others,
        code=code_column or _first(columns, _CODES, level),
        country=_first(columns, _COUNTRIES, level),
        within=_first(columns, _WITHIN, level),
    )


def _every(columns: Sequence[str], usual: Sequence[str], level: int) -> list[str]:
    by_letters: dict[str, str] = {}
    for column in columns:
        bare = "".join(letter for letter in column.lower() if letter.isalnum())
        by_letters.setdefault(bare, column)
    wanted = [name.format(n=level) for name in usual]
    return [by_letters[name] for name in wanted if name in by_letters]


def _first(columns: Sequence[str], usual: Sequence[str], level: int) -> str:
    return next(iter(_every(columns, usual, level)), "")
